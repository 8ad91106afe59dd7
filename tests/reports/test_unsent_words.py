"""A reply, a comment or a reason that is sent after its session has ended: it waits for its account, and no other."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from reports.device import form_mark
from reports.models import AnswerTranslation, Clearance, Comment, Contribution, HandedSection, Query
from reports.selectors.asked import asked_sections
from reports.selectors.translations import sha256_of
from reports.services.contributions import submit_contribution
from reports.services.joint import name_participant
from reports.services.snapshots import working_version
from tests.factories.parties import PartyFactory, actor, participant, person
from tests.factories.reports import answered, contribution_of, drafted, fresh, opened_round, questioned, submitted
from tests.factories.reports_comments import open_today
from tests.reports.test_editions import AHEAD
from tests.reports.test_unsent import end_session

pytestmark = pytest.mark.django_db
QUARANTE = "Quarante ont été formés."
WORDS = "Forty were trained, and nothing is lost."
STANDS = "It stands in this form as you typed it. Read it and send it."


@dataclass
class Sent:
    """What is typed where: the page that shows the form, where it is sent, what is sent, and what was written by it."""

    party: object
    page: str
    to: str
    typed: dict
    written: object


def a_reply(party):
    query = questioned(party, opened_round(party, **AHEAD), now=AHEAD["now"])
    of = {"uuid": query.contribution.uuid}
    page, to = reverse("portal-contribution", kwargs=of), reverse("portal-reply", kwargs={**of, "query": query.uuid})
    typed = {"reply": WORDS, "language": "fr", "seen_version": query.version}
    return Sent(party, page, to, typed, Query.objects.filter(reply=WORDS))


def a_comment(_party):
    report = open_today()
    page, to = (reverse(name, kwargs={"uuid": report.uuid}) for name in ("portal-report", "portal-comment"))
    typed = {"paragraph": "2", "kind": "remark", "text": WORDS, "language": "fr", "seen_version": report.version}
    return Sent(participant("KE"), page, to, typed, Comment.objects.filter(text=WORDS))


def a_reason(party):
    sent = submitted(party, opened_round(party, **AHEAD), now=AHEAD["now"])
    page = reverse("portal-reopen", kwargs={"uuid": sent.uuid})
    typed = {"reason": WORDS, "seen_version": fresh(sent).version}
    return Sent(party, page, page, typed, Contribution.objects.filter(reason=WORDS))


def a_translation(party):
    begun = answered(drafted(party, opened_round(party, **AHEAD)), summary=QUARANTE)
    name = next(item.name for section in asked_sections(begun) for item in section.questions if item.text)
    page = reverse("portal-translate-draft", kwargs={"uuid": begun.uuid, "name": name})
    typed = {"text": WORDS, "language": "ar", "seen_version": 0, "authentic": sha256_of(QUARANTE)}
    return Sent(party, page, page, typed, AnswerTranslation.objects.filter(text=WORDS))


def a_clearance(party):
    begun = drafted(party, opened_round(party, **AHEAD))
    page = reverse("portal-clearance", kwargs={"uuid": begun.uuid})
    typed = {"cleared_by": WORDS, "cleared_on": AHEAD["now"].date(), "answers_version": working_version(begun)}
    return Sent(party, page, page, typed | {"seen_version": begun.version}, Clearance.objects.filter(cleared_by=WORDS))


def a_handing(party):
    begun, colleague = drafted(party, opened_round(party, **AHEAD)), person("contributor", party)
    page = reverse("portal-sharing", kwargs={"uuid": begun.uuid})
    typed = {"places": [asked_sections(begun)[0].name], "to": colleague.uuid, "note": WORDS}
    return Sent(party, page, page, typed, HandedSection.objects.filter(note=WORDS))


@pytest.fixture(
    params=[a_reply, a_comment, a_reason, a_translation, a_clearance, a_handing], ids=lambda made: made.__name__
)
def sent(request, party):
    return request.param(party)


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def opened(browser, sent, user):
    """What the form sends from this browser, with its mark and its token."""
    browser.force_login(user)
    page = browser.get(sent.page)
    made_for = re.search(r'name="made-for" value="([^"]+)"', page.content.decode())[1]
    return {**sent.typed, "made-for": made_for, "csrfmiddlewaretoken": str(page.context["csrf_token"])}


def test_it_stands_in_its_form_after_signing_in_and_goes_when_it_is_sent(browser, sent):
    user = person("focal_point", sent.party)
    typed = opened(browser, sent, user)
    end_session(browser)
    led = browser.post(sent.to, typed)["Location"]
    browser.force_login(user)
    page = browser.get(sent.page)
    waiting = sent.written.count()
    again = browser.post(sent.to, {**typed, "csrfmiddlewaretoken": str(page.context["csrf_token"])})

    assert (f"next={sent.page}" in led, "ended=unsent" in led) == (True, True)
    assert (STANDS in page.content.decode(), WORDS in page.content.decode(), waiting) == (True, True, 0)
    assert (again.status_code, sent.written.count()) == (302, 1)
    assert STANDS not in browser.get(sent.page).content.decode()
    form = page.content.decode().partition("made-for")[2].partition("</form>")[0]
    assert 'name="forget"' not in re.findall(r"<button[^>]*>", form)[0]


def test_no_other_account_sees_it_and_it_can_be_put_aside(browser, sent):
    user, other = person("focal_point", sent.party), person("focal_point", sent.party)
    typed = opened(browser, sent, user)
    end_session(browser)
    browser.post(sent.to, typed)
    browser.force_login(other)
    foreign = browser.get(sent.page).content.decode()
    browser.force_login(user)
    after_another = browser.get(sent.page).content.decode()
    end_session(browser)
    browser.post(sent.to, typed)
    browser.force_login(user)
    token = str(browser.get(sent.page).context["csrf_token"])
    aside = browser.post(sent.to, {"forget": "1", "csrfmiddlewaretoken": token}, follow=True).content.decode()

    assert [WORDS in page for page in (foreign, after_another, aside)] == [False, False, False]
    assert sent.written.count() == 0


NOT_DONE = "The button that you pressed did nothing: you were signed out by then. Press it here again."


def the_start(party):
    made = contribution_of(party, opened_round(party, **AHEAD))
    of = {"uuid": made.uuid}
    return reverse("portal-contribution", kwargs=of), reverse("portal-start", kwargs=of), {"seen_version": made.version}


def nothing_to_add(party):
    sent = a_reply(party)
    return sent.page, sent.to, {**sent.typed, "reply": " ", "nothing": "1"}


def all_still_true(party):
    page = reverse("portal-form", kwargs={"uuid": drafted(party, opened_round(party, **AHEAD)).uuid})
    return page, page, {"confirm": "s1"}


def a_signature(party):
    begun = drafted(party, opened_round(party, **AHEAD))
    page = reverse("portal-review", kwargs={"uuid": begun.uuid})
    return page, page, {"seen_version": begun.version}


def a_joint_confirmation(party):
    drafter = PartyFactory()
    begun = answered(drafted(drafter, opened_round(drafter, party, **AHEAD)), summary=WORDS)
    by = actor("focal_point", drafter)
    joint = name_participant(begun, actor=by, version=begun.version, party=party.uuid)
    submit_contribution(fresh(begun), actor=by, version=fresh(begun).version, now=AHEAD["now"])
    page = reverse("portal-joint-name", kwargs={"uuid": joint.uuid})
    return page, page, {"step": "confirm", "seen_version": fresh(joint).version}


@pytest.mark.parametrize(
    ("pressed", "is_marked"),
    [
        (the_start, False),
        (nothing_to_add, True),
        (nothing_to_add, False),
        (all_still_true, True),
        (all_still_true, False),
        (a_signature, False),
        (a_joint_confirmation, False),
    ],
)
def test_whoever_pressed_a_button_without_a_session_is_told_once_to_press_it_again(client, party, pressed, is_marked):
    page, to, sent = pressed(party)
    user = person("focal_point", party)
    about = re.search(r"[0-9a-f-]{36}", page)[0]
    led = client.post(to, sent | ({"made-for": form_mark(user, about)} if is_marked else {}))["Location"]
    client.force_login(user)

    elsewhere = client.get(reverse("portal")).content.decode()
    there, again = (client.get(page).content.decode() for _visit in range(2))

    assert f"next={page}" in led
    assert [NOT_DONE in one for one in (elsewhere, there, again)] == [False, True, False]


def test_a_reply_that_was_typed_is_kept_though_the_other_button_was_pressed(client, party):
    sent, user = a_reply(party), person("focal_point", party)
    mark = form_mark(user, re.search(r"[0-9a-f-]{36}", sent.page)[0])
    led = client.post(sent.to, {**sent.typed, "nothing": "1", "made-for": mark})["Location"]
    client.force_login(user)
    page = client.get(sent.page).content.decode()

    assert ("ended=unsent" in led, WORDS in page, NOT_DONE in page) == (True, True, True)


def test_a_reply_to_a_question_that_was_settled_meanwhile_is_shown_and_not_sent(browser, party):
    sent, user = a_reply(party), person("focal_point", party)
    typed = opened(browser, sent, user)
    end_session(browser)
    browser.post(sent.to, typed)
    Query.objects.update(state="settled")
    browser.force_login(user)
    page = browser.get(sent.page).content.decode()

    assert ("What you wrote was not sent:" in page, WORDS in page, STANDS in page) == (True, True, False)
