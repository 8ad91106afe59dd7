"""A form that is sent after its session has ended: its words wait for their account, and for no other."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.device import form_mark
from reports.models import Answer, Contribution
from tests.factories.parties import actor, person
from tests.factories.reports import answered, drafted, opened_round
from tests.posted import of_portal
from tests.reports.test_editions import AHEAD

pytestmark = pytest.mark.django_db
WORDS = "Forty were trained, and nothing is lost."


@pytest.fixture
def begun(party):
    return drafted(party, opened_round(party, **AHEAD))


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def form_of(contribution):
    return reverse("portal-form", kwargs={"uuid": contribution.uuid})


def opened(browser, user, contribution):
    """The form in this browser, and what it sends once something is typed."""
    browser.force_login(user)
    page = browser.get(form_of(contribution))
    name = next(bound.html_name for bound in page.context["form"] if bound.label == "What was achieved?")
    made_for = form_mark(user, contribution.uuid)
    assert made_for in page.content.decode()
    return name, {
        **of_portal(page),
        name: WORDS,
        "made-for": made_for,
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }


def end_session(browser):
    """The browser keeps its cookie; the session behind it is over."""
    import_module(settings.SESSION_ENGINE).SessionStore(browser.cookies["sessionid"].value).delete()


def saved(contribution):
    return list(Answer.objects.filter(contribution=contribution, text=WORDS))


@pytest.fixture
def sent_too_late(browser, party, begun):
    """Whoever typed it, the field, and where the browser was led."""
    user = person("focal_point", party)
    name, typed = opened(browser, user, begun)
    end_session(browser)
    return user, name, browser.post(form_of(begun), typed)


def test_what_was_sent_without_a_session_stands_in_the_form_after_signing_in(browser, begun, sent_too_late):
    user, name, led = sent_too_late
    door = browser.get(led["Location"])
    browser.force_login(user)
    page = browser.get(form_of(begun))
    waiting = saved(begun)
    again = {**of_portal(page), "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    kept = browser.post(form_of(begun), again)

    assert "What you have just sent is not saved yet" in door.content.decode()
    assert (page.context["form"][name].value(), waiting) == (WORDS, [])
    assert "It stands in this form as you typed it" in page.content.decode()
    assert (kept.status_code, len(saved(begun))) == (302, 1)
    assert "It stands in this form" not in browser.get(form_of(begun)).content.decode()


def test_whoever_lost_the_session_reads_why_and_that_what_was_typed_is_kept(browser, party, begun):
    _name, typed = opened(browser, person("focal_point", party), begun)
    kept = {name: value for name, value in typed.items() if name != "made-for"}
    browser.cookies.pop("sessionid")
    doors = [browser.get(form_of(begun), follow=True), browser.post(form_of(begun), kept, follow=True)]
    elsewhere = browser.get(reverse("account_login"), {"next": reverse("chain")})

    said = [re.search(r"Sign in to go on\.[^<]*", page.content.decode()) for page in (*doors, elsewhere)]
    assert [one and one[0] for one in said] == [
        "Sign in to go on.",
        "Sign in to go on. What you typed is kept on this device.",
        None,
    ]


def test_it_is_shown_to_no_other_account_of_the_same_browser(browser, party, begun, sent_too_late):
    user, _name, _led = sent_too_late
    browser.force_login(person("contributor", party))
    other = browser.get(form_of(begun))
    browser.force_login(user)

    assert WORDS not in other.content.decode()
    assert WORDS not in browser.get(form_of(begun)).content.decode()
    assert saved(begun) == []


def test_it_can_be_put_aside(browser, begun, sent_too_late):
    browser.force_login(sent_too_late[0])
    token = str(browser.get(form_of(begun)).context["csrf_token"])
    browser.post(form_of(begun), {"forget": "1", "csrfmiddlewaretoken": token})

    assert WORDS not in browser.get(form_of(begun)).content.decode()


def test_what_somebody_else_saved_meanwhile_is_not_written_over(browser, party, begun, sent_too_late):
    answered(begun, summary="Fifty were trained.", by=actor("contributor", party))
    browser.force_login(sent_too_late[0])
    page = browser.get(form_of(begun))
    typed = {**of_portal(page), "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    again = browser.post(form_of(begun), typed)

    assert again.status_code == 409
    assert "Fifty were trained." in again.content.decode()
    assert WORDS in again.content.decode()


def test_whoever_signed_in_again_elsewhere_meanwhile_finds_it_in_the_form(browser, party, begun):
    user = person("focal_point", party)
    name, typed = opened(browser, user, begun)
    end_session(browser)
    browser.force_login(user)
    browser.cookies["csrftoken"] = "a" * 32
    page = browser.post(form_of(begun), typed, follow=True)

    assert (page.status_code, page.context["form"][name].value(), saved(begun)) == (200, WORDS, [])


@pytest.mark.parametrize("mark", ["", "somebody:else", None])
def test_a_form_of_another_site_or_account_is_refused(browser, party, begun, mark):
    _name, typed = opened(browser, person("focal_point", party), begun)
    browser.force_login(person("contributor", party))
    browser.cookies["csrftoken"] = "a" * 32
    refused = browser.post(form_of(begun), typed if mark is None else typed | {"made-for": mark})

    assert refused.status_code == 403
    assert WORDS not in browser.get(form_of(begun)).content.decode()


def test_a_form_that_somebody_else_opened_is_not_saved_in_the_readers_name(browser, party, begun):
    _name, typed = opened(browser, person("focal_point", party), begun)
    browser.force_login(person("contributor", party))
    token = str(browser.get(form_of(begun)).context["csrf_token"])
    refused = browser.post(form_of(begun), typed | {"csrfmiddlewaretoken": token})

    assert (refused.status_code, saved(begun)) == (400, [])
    assert "opened by another account" in refused.content.decode()


def test_whoever_comes_when_it_was_submitted_reads_what_was_typed(browser, party, begun, sent_too_late):
    user, name, _led = sent_too_late
    Contribution.objects.filter(pk=begun.pk).update(state="submitted", submitted_at=timezone.now())
    browser.force_login(user)
    page = browser.get(form_of(begun))

    assert page.context["form"][name].value() == WORDS


def test_words_of_one_section_stand_in_the_form_of_that_section(browser, party, begun):
    user = person("focal_point", party)
    browser.force_login(user)
    section = browser.get(form_of(begun)).context["form"].asked[0].name
    name, typed = opened(browser, user, begun)
    end_session(browser)
    browser.post(f"{form_of(begun)}?section={section}", typed)
    browser.force_login(user)
    page = browser.get(form_of(begun), follow=True)

    assert page.redirect_chain == [(f"{form_of(begun)}?section={section}", 302)]
    assert page.context["form"][name].value() == WORDS


def test_words_for_a_section_that_was_taken_back_meanwhile_are_shown_and_not_saved(browser, party, begun):
    user = person("contributor", party)
    _name, typed = opened(browser, user, begun)
    end_session(browser)
    Contribution.objects.filter(pk=begun.pk).update(only_where_handed=True)
    browser.post(form_of(begun), typed)
    browser.force_login(user)
    page = browser.get(form_of(begun)).content.decode()

    assert WORDS in page
    assert "This was not saved" in page
    assert "It stands in this form" not in page
    assert saved(begun) == []
