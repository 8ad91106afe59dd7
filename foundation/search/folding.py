"""Words as people type them: accents left out, one shape for the letters that Arabic writes in several."""

import re
import unicodedata

ARABIC = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "ء", "ئ": "ء", "ـ": None, "ی": "ي", "ک": "ك"}
)
"""Hamza and its seat, alif maqsura, ta marbuta and the stretching line, which every writer writes differently."""

ARTICLE = re.compile(r"\b(?:(?:[وفبك]?ال|لل)(?=\w{3}))+")
"""The article and what is written together with it: PostgreSQL's stems differ with and without."""


def fold(text: str) -> str:
    """The text without what writers leave out: "Réunion" and "reunion", "الإعلان" and "اعلان" are one word.

    Index and question go through here alike, before PostgreSQL takes the words back to their stems.
    """
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(ARABIC))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return ARTICLE.sub("", unicodedata.normalize("NFC", bare)).replace("’", "'")
