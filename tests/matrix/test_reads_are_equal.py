"""Every list of the API, read by its plan, is what the serializers give of the same rows: values, and order of keys."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.utils.encoders import JSONEncoder

from foundation.api.plan import Reading, read
from khartoum.api import router
from tests.foundation.api.stock import stock

QUERIES = 2
BOTH = (None, "ar")
"""All three languages of a text, and one of them."""
SOME = {"anonymous": (None,), "focal_point_own": BOTH, "secretariat": BOTH}
"""A language is chosen text by text, whoever reads; what everybody may read is read in one of them by the others."""


def differences(world, role, languages):
    """The lists that differ for a reader."""
    reader = world.readers()[role]
    for prefix, view, _name in router.registry:
        rows = view.model._default_manager.visible_to(reader).order_by(*view.ordering)
        for language in languages:
            reading = Reading(actor=reader, language=language, origin="http://testserver")
            ours = [orjson.loads(one.json) for one in read(view.serializer_class, rows, reading, order=view.ordering)]
            theirs = stock(view.serializer_class, rows, reading)
            assert len(ours) == len(theirs)
            for mine, other in zip(ours, theirs, strict=True):
                if written(mine) != written(other):
                    yield prefix, language, written(mine), written(other)


def written(row):
    return orjson.dumps(row, default=JSONEncoder().default, option=orjson.OPT_UTC_Z).decode()


@pytest.mark.parametrize("role", SOME)
def test_lists_are_what_the_serializers_say(role, world):
    assert list(differences(world, role, SOME[role])) == []


def test_number_of_queries_does_not_follow_from_the_number_of_rows(world, client):
    """What was recorded last, and the page, if the reader may see anything; 1, 3 and 100 rows of every list."""
    counts = {}
    for prefix, _view, _name in router.registry:
        for rows in (1, 3, 100):
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/api/v1/{prefix}/", {"page_size": rows})
            counts.setdefault(prefix, set()).add(len(captured))

    assert {prefix for prefix, numbers in counts.items() if len(numbers) > 1 or max(numbers) > QUERIES} == set()


@pytest.mark.matrix
def test_lists_are_what_the_serializers_say_to_everybody(world):
    assert [one for role in world.readers() for one in differences(world, role, (None, "en", "fr", "ar"))] == []
