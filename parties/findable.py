"""Words by which participants are found."""

from foundation.search.registry import Findable, words_of
from parties.models import Party


def of_party(party: Party) -> dict[str, str]:
    """Its names and codes."""
    return words_of(party, "name", "official_name", plain=" ".join(filter(None, [party.code, party.iso3])))


FINDABLE = (Findable(Party, of_party),)
