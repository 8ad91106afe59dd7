"""The tests are tested: with any one cut removed, the matrix or the canaries must find what it lets through."""

from functools import partial

import pytest

from khartoum.settings.base import BASE_DIR
from tests.canaries.rows import models_with_readers
from tests.mutants.by_design import CUT_TWICE, NO_ADDRESS_YET, OPEN_TO_ALL
from tests.mutants.hunt import at_the_doors, in_what_a_search_finds, in_what_is_kept, of_rule, reads_alike
from tests.mutants.rules import OWN_RULES
from tests.mutants.sites import CHOICES, PLAN, SEARCH, sites

pytestmark = pytest.mark.mutant
MODELS = [model for model in models_with_readers() if model._meta.object_name not in OPEN_TO_ALL]
ASKING = [site for site in sites() if site.model not in OPEN_TO_ALL]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_rows_given_to_everybody_are_found(model, world, reach, cuts, note):
    name = model._meta.object_name
    with cuts.removed(model):
        found = at_the_doors(reach.of_model(name), world) or in_what_is_kept(world, name)

    note(f"{model._meta.label}.visible_to", found)
    assert found, "Nothing notices that everybody is given these rows: plant words in rows that only some may see."


@pytest.mark.parametrize("site", ASKING, ids=str)
def test_place_that_asks_for_everything_is_found(site, world, reach, cuts, note):
    routes = reach.routes[site]
    if not routes and ((site.file, site.function) == CHOICES or str(site) in NO_ADDRESS_YET):
        return  # no form offers these rows, or no address asks yet
    with cuts.removed(site) as removed:
        found = at_the_doors(routes, world)
        if not found and (site.file, site.function) == SEARCH:
            found = in_what_a_search_finds(world)
    if not found and routes and not removed.has_hidden:
        found = "nothing to find: whoever this place lets in sees every row"
    if not found and (site.file, site.function) == PLAN and reads_alike(routes, world, partial(cuts.removed, site)):
        found = "nothing to find: what hangs from the rows shown is seen with them"
    found = found or CUT_TWICE.get(str(site), "")

    note(str(site), found)
    assert found, f"Asked by {len(routes)} addresses, and nothing notices that it gives every row."


@pytest.mark.parametrize("rule", OWN_RULES, ids=str)
def test_rule_that_no_longer_holds_is_found(rule, world, reach, note):
    found = of_rule(rule, world)

    note(str(rule), found)
    assert found, "Nothing notices that this rule does not hold."


def test_nothing_is_excused_that_is_gone():
    assert set(CUT_TWICE) | set(NO_ADDRESS_YET) <= {str(site) for site in sites()}
    assert set(OPEN_TO_ALL) <= {model._meta.object_name for model in models_with_readers()}
    assert [test for test in NO_ADDRESS_YET.values() if not (BASE_DIR / test).is_file()] == []


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_what_is_excused_as_public_is_public(name, world):
    model = next(model for model in models_with_readers() if model._meta.object_name == name)

    assert model._default_manager.visible_to(world.readers()["anonymous"]).count() == model._default_manager.count()
