"""Words as people type them: accents left out, one shape for the letters that Arabic writes in several."""

import re
import unicodedata

ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "ء", "ئ": "ء", "ـ": None, "ی": "ي", "ک": "ك"}
)
"""Hamza and its seat, alif maqsura, ta marbuta and the stretching line, which every writer writes differently."""

JOINTS = str.maketrans(dict.fromkeys("_@/~<>&", " "))
"""Between words these make PostgreSQL look for addresses, paths and tags, again from each word: that takes minutes."""
ARTICLE = re.compile(r"\b(?:(?:[وفبك]?ال|لل)(?=\w{3}))+")
"""The article and what is written together with it: PostgreSQL's stems differ with and without."""

WORD = re.compile(r"[^\W_]+")
MOST_OF_WORDS = 120_000
"""Bytes of different words, with what is kept of their places: some ten times what a long report holds."""
OF_A_PLACE = 8


def fold(text: str) -> str:
    """The text without what writers leave out: "Réunion" and "reunion", "الإعلان" and "اعلان" are one word.

    Index and question go through here alike, before PostgreSQL takes the words back to their stems.
    """
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(ARABIC).translate(JOINTS))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return ARTICLE.sub("", unicodedata.normalize("NFC", bare)).replace("’", "'")


def as_far_as_indexed(folded: str) -> str:
    """The text up to where PostgreSQL might refuse its words: it takes a megabyte, and compounds several times."""
    left, seen = MOST_OF_WORDS, set()
    for word in WORD.finditer(folded) if len(folded) > MOST_OF_WORDS // OF_A_PLACE else ():
        if word[0] not in seen:
            seen.add(word[0])
            left -= len(word[0].encode()) + OF_A_PLACE
            if left < 0:
                return folded[: word.start()]
    return folded
