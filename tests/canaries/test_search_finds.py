"""Searched for by every secret word, nothing is found by a reader who may not read it; drafts are in no index."""

import pytest

from foundation.search.models import SearchText
from foundation.search.selectors import search
from tests.canaries.entitlements import ENTITLED, KNOWN_OF_ROUNDS
from tests.canaries.strings import leaks, planted

pytestmark = pytest.mark.django_db
EVERY_WORD = " or ".join(planted(kind) for kind in ENTITLED)


def test_reader_finds_no_secret_word_of_others(world):
    found = {
        reader: "\n".join(hit.text for hit in search(actor, EVERY_WORD, limit=10_000))
        for reader, actor in world.readers().items()
    }

    assert {reader: told for reader, text in found.items() if (told := leaks(text.encode(), reader))} == {}
    assert planted("decision of a meeting not concluded") in found["focal_point_other"]
    assert planted("file for participants") in found["focal_point_own"]


def test_index_holds_only_what_everybody_with_an_office_may_read(world):
    texts = "\n".join(SearchText.objects.values_list("text", flat=True))

    for_few = {kind for kind, readers in ENTITLED.items() if not readers >= KNOWN_OF_ROUNDS}
    assert [kind for kind in for_few if planted(kind) in texts] == []
