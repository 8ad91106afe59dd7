"""What may be quoted stands on the drafting table; what may not stands in no report, document or answer."""

import pytest

from documents.models import Expression, Revision
from reports.models import Amendment, ConsolidatedReport, Endorsement, ReportParagraph, Reservation, Review
from tests.canaries.quoting import NEVER, PLACES, UNNAMED, misquoted
from tests.canaries.rows import words_of
from tests.canaries.strings import planted
from tests.matrix.expectations import ROUTES
from tests.matrix.walk import Cell

TEXTS_OF_REPORTS = (
    Revision, Expression, ConsolidatedReport, ReportParagraph, Endorsement, Amendment, Reservation, Review,
)  # fmt: skip


def asked(world, path, state, role, language="en"):
    route = next(route for route in ROUTES if route.path == path)
    return Cell(route, "GET", role, state).ask(world, language=language)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_drafters_see_what_they_may_quote_and_nothing_else(world, language):
    path = "admin/reports/consolidatedreport/<path:object_id>/change/"

    page = asked(world, path, "drafting", "secretariat", language)

    assert planted("answer of own").encode() in page.body
    assert planted("unnamed answer of own").encode() in page.body
    assert list(misquoted(page.body, path, world.parties())) == []


def test_name_beside_an_unnamed_answer_is_found(world):
    shown = f"<blockquote><p>{planted('unnamed answer of own')}</p><footer>{world.own.name_fr}</footer></blockquote>"

    found = list(misquoted(shown.encode(), PLACES[-4], world.parties()))

    assert found == ["names own beside its unnamed answer"]


def test_answer_not_to_be_quoted_is_found_in_any_report():
    shown = planted("answer not to be quoted of other").encode()

    assert list(misquoted(shown, "portal/reports/x/", {})) == ["quotes answer not to be quoted of other"]


@pytest.mark.parametrize("model", TEXTS_OF_REPORTS)
def test_no_issued_or_drafted_text_holds_them(model, world):
    held = b"".join(words for _key, words in words_of(model._default_manager.all()))

    assert [kind for words, kind in NEVER.items() if words in held] == []
    assert [owner for words, owner in UNNAMED.items() if words in held] == []
