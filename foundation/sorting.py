"""Sort keys for people: the database orders bytes, so names carry keys made by the Unicode Collation Algorithm.

The algorithm's own table sets the carriers of hamza before bare alif and counts the article. Lists of states in Arabic
do neither: السويد stands under sin, and إثيوبيا between الاتحاد and ألمانيا.
"""

from functools import lru_cache

from pyuca import Collator

ARTICLE = "ال"
LOOKED_FOR = str.maketrans({"آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي"})
"""Under which letter a form of it is looked for."""


def sort_key(text: str, language: str) -> str:
    """A key whose byte order is the alphabetical order of texts, accents and case last; four hex digits a weight."""
    letters = _as_listed_in_arabic(text) if language == "ar" else text
    return "".join(f"{weight:04x}" for weight in _collator().sort_key(letters))


def _as_listed_in_arabic(text: str) -> str:
    """Without the article that begins it, each letter as the one under which it is looked for."""
    return text.removeprefix(ARTICLE).translate(LOOKED_FOR)


@lru_cache(maxsize=1)
def _collator() -> Collator:
    """The default table takes about a second to read, hence once."""
    return Collator()
