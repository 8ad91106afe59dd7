"""Searched for by its own secret word, nothing is found by a reader who may not read it; drafts are in no index."""

import pytest

from foundation.actors import anonymous
from foundation.search.models import SearchText
from foundation.search.selectors import search
from tests.canaries.entitlements import ENTITLED, KNOWN
from tests.canaries.strings import planted
from tests.matrix.roles import ROLES

pytestmark = pytest.mark.django_db


def test_reader_finds_no_secret_word_of_others(world):
    actors = {role: world.actor(role) if world.people.get(role) else anonymous() for role in ROLES}

    found = {(kind, role) for kind in ENTITLED for role, actor in actors.items() if search(actor, planted(kind))}

    assert [pair for pair in found if pair[1] not in ENTITLED[pair[0]]] == []
    assert ("decision of a meeting not concluded", "focal_point_other") in found
    assert ("file for participants", "focal_point_own") in found


def test_index_holds_only_what_everybody_with_an_office_may_read(world):
    texts = "\n".join(SearchText.objects.values_list("text", flat=True))

    assert [kind for kind, readers in ENTITLED.items() if planted(kind) in texts and not readers >= KNOWN] == []
