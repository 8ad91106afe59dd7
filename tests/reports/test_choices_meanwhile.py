"""Choices and reasons of somebody who was overtaken: kept among what a colleague did meanwhile, and never over it."""

import pytest
from django.urls import reverse

from foundation.uploads import examine
from reports.selectors.asked import asked_sections
from reports.services.attachments import attach_file
from reports.services.terms import Terms, set_terms
from reports.views import sending
from reports.views.doors import seen_version
from tests.factories.parties import actor, person
from tests.factories.reports import LATER, answered, completed, drafted, fresh, opened_round
from tests.foundation.uploads.files import pdf_file
from tests.posted import of_portal

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(party):
    return opened_round(party)


@pytest.fixture
def focal_point(client, party):
    client.force_login(person("focal_point", party))
    return client


@pytest.fixture
def begun(party, round_):
    return answered(drafted(party, round_), summary="Forty were trained.")


def url(name, contribution):
    return reverse(f"portal-{name}", args=[contribution.uuid])


def as_read(page):
    """What the form of a page would send as it stands, with the version that it was made of."""
    return {**of_portal(page), "seen_version": page.context["contribution"].version}


def general(contribution):
    return contribution.round.state_template.sections.get(code="general")


@pytest.mark.parametrize("page", ["terms", "review"])
def test_choices_are_kept_when_a_colleague_changed_something_else_meanwhile(focal_point, begun, page):
    section = general(begun)
    opened = {**as_read(focal_point.get(url(page, begun))), f"see-{section.uuid.hex}": "public"}
    answered(begun, needs="Typed by a colleague.")

    refused = focal_point.post(url(page, begun), opened)
    again = focal_point.post(url(page, begun), as_read(refused))

    assert (refused.status_code, again.status_code) == (409, 302)
    assert "Chosen by a colleague meanwhile" not in refused.content.decode()
    assert begun.terms.get(section=section).visibility == "public"


@pytest.mark.parametrize("page", ["terms", "review"])
def test_choice_that_a_colleague_made_meanwhile_is_said_before_it_is_replaced(focal_point, party, begun, page):
    section = general(begun)
    opened = {**as_read(focal_point.get(url(page, begun))), f"see-{section.uuid.hex}": "public"}
    theirs = {section.uuid: Terms("participants", "not_quoted")}
    set_terms(begun, actor=actor("focal_point", party), version=fresh(begun).version, terms=theirs)

    refused = focal_point.post(url(page, begun), opened)
    shown = of_portal(refused)

    assert refused.status_code == 409
    assert begun.terms.get(section=section).visibility == "participants"
    assert (shown[f"see-{section.uuid.hex}"], shown[f"use-{section.uuid.hex}"]) == ("public", "not_quoted")
    assert refused.content.decode().count("Chosen by a colleague meanwhile: “all participants”") == 1


@pytest.mark.parametrize("page", ["terms", "review"])
def test_who_has_not_read_of_a_colleagues_file_is_told_so_and_not_that_a_choice_is_missing(
    focal_point, party, begun, page
):
    section = general(begun)
    opened = {**as_read(focal_point.get(url(page, begun))), f"see-{section.uuid.hex}": "public"}
    file, place = examine(pdf_file(), name="annex.pdf"), asked_sections(begun)[0].name
    by = actor("contributor", party)
    attach_file(begun, place=place, title="Annex", name="annex.pdf", file=file, actor=by, now=LATER)

    refused = focal_point.post(url(page, begun), opened)

    assert refused.status_code == 409
    assert "then press the button again" in refused.content.decode()
    assert of_portal(refused)[f"see-{section.uuid.hex}"] == "public"


def test_reason_is_kept_when_a_colleague_changed_something_meanwhile_and_is_sent_by_pressing_again(
    focal_point, party, round_
):
    done = completed(party, round_)
    opened = {"seen_version": done.version, "reason": "By instruction of the ministry."}
    narrow = {general(done).uuid: Terms("staff", "not_quoted")}
    set_terms(done, actor=actor("focal_point", party), version=done.version, terms=narrow)

    refused = focal_point.post(url("withdraw", done), opened)
    again = focal_point.post(url("withdraw", done), as_read(refused))

    assert (refused.status_code, again.status_code) == (409, 302)
    assert "then press the button again" in refused.content.decode()
    assert fresh(done).reason == "By instruction of the ministry."


@pytest.mark.parametrize("page", ["terms", "withdraw"])
def test_page_of_who_was_overtaken_while_it_was_sent_stands_at_what_the_colleague_left(
    focal_point, party, round_, page, monkeypatch
):
    done = completed(party, round_)
    opened = {**as_read(focal_point.get(url(page, done))), "reason": "By instruction of the ministry."}
    narrow = {general(done).uuid: Terms("staff", "not_quoted")}

    def overtaken(request):
        set_terms(done, actor=actor("focal_point", party), version=fresh(done).version, terms=narrow)
        return seen_version(request)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sending, "seen_version", overtaken)
        refused = focal_point.post(url(page, done), opened)
    again = focal_point.post(url(page, done), {**as_read(refused), "reason": opened["reason"]})

    assert (refused.status_code, again.status_code) == (409, 302)
