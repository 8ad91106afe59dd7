"""Adding, correcting and reading translations over HTTP, in the portal and in the workbench."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.models import AnswerTranslation
from reports.selectors.asked import asked_sections
from reports.services.contributions import submit_contribution
from reports.services.handing import choose_writers, hand_over
from reports.services.terms import Terms, set_terms
from tests.factories.parties import actor, person
from tests.factories.reports import answered, drafted, fresh, opened_round
from tests.factories.reports_translations import sent, translated, written

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}
WORDS, FRENCH = "Forty officials were trained.", "Quarante fonctionnaires ont été formés."


@pytest.fixture
def draft(party):
    by = actor("focal_point", party)
    return answered(drafted(party, opened_round(party, **AHEAD), by=by, now=NOW), by=by, now=NOW, summary=WORDS)


@pytest.fixture
def received(draft):
    by = actor("focal_point", draft.party)
    return submit_contribution(draft, actor=by, version=draft.version, now=NOW)


@pytest.fixture
def focal_point(client, party):
    client.force_login(person("focal_point", party))
    return client


def url(name, contribution, **more):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more})


def workbench(name, contribution, *more):
    return reverse(f"admin:reports_contribution_{name}", args=[contribution.pk, *more])


def portal_page(contribution):
    return url("translate", contribution, number=1, place=1)


def workbench_page(contribution):
    return workbench("translate", contribution, 1, 1)


def test_link_to_a_translation_says_its_question_once(focal_point, draft):
    page = focal_point.get(url("review", draft)).content.decode()

    named = re.findall(r'Add a translation<span class="visually-hidden">:\s*(.*?)</span>', page)
    assert named == [
        str(item.question.text) for section in asked_sections(draft) for item in section.questions if item.text
    ]


def of_draft(contribution):
    question = contribution.answers.get(question__code="summary").question
    given = {"uuid": contribution.uuid, "name": f"q-{question.uuid.hex}"}
    return reverse("portal-translate-draft", kwargs=given)


def typed(page, **given):
    """What the browser posts back of the page."""
    context = page.context
    said = {"seen_version": context["version"], "language": context["language"], "text": FRENCH}
    return {**said, "authentic": context["authentic"].sha256, **given}


def test_an_officer_translates_an_answer_beside_its_authentic_text(officer, received):
    change = officer.get(workbench("change", received)).content.decode()
    assert workbench_page(received) in change

    page = officer.get(workbench_page(received), {"into": "fr"})
    assert WORDS in page.content.decode()
    answer = officer.post(workbench_page(received), typed(page), follow=True)

    assert answer.redirect_chain == [(workbench("version", received, 1) + "#answer-1", 302)]
    body = answer.content.decode()
    assert body.index(WORDS) < body.index("Translation by the Secretariat") < body.index(FRENCH)
    assert "the authentic text is in English" in body


def test_its_participant_is_told_and_may_correct_it(client, received):
    translated(received, text=FRENCH, now=NOW)
    client.force_login(person("focal_point", received.party))

    page = client.get(url("contribution", received)).content.decode()

    assert "The Secretariat or the Presidency translated answers of yours" in page
    assert FRENCH in page
    assert portal_page(received) in page
    corrected = client.get(portal_page(received), {"into": "fr"})
    answer = client.post(portal_page(received), typed(corrected, text="Nos mots."))
    assert answer.status_code == 302
    assert AnswerTranslation.objects.get().made_by_side == "participant"


def test_offices_that_only_read_are_told_and_offered_nothing(client, received):
    translated(received, text=FRENCH, now=NOW)
    client.force_login(person("cabinet", received.party))

    page = client.get(url("contribution", received)).content.decode()

    assert FRENCH in page
    assert portal_page(received) not in page
    assert client.get(portal_page(received)).status_code == 403


def test_a_draft_is_translated_from_its_review_and_printed_for_clearance(focal_point, draft):
    assert of_draft(draft) in focal_point.get(url("review", draft)).content.decode()

    page = focal_point.get(of_draft(draft), {"into": "fr"})
    answer = focal_point.post(of_draft(draft), typed(page), follow=True)

    assert answer.redirect_chain == [(url("review", draft), 302)]
    assert FRENCH in answer.content.decode()
    assert "nobody outside your participant reads it" in page.content.decode()
    assert focal_point.get(url("clearance-docx", draft), headers={"accept-language": "fr"}).status_code == 200


def test_the_form_saves_what_is_typed_leads_to_its_translation_and_back_to_the_answer(focal_point, draft):
    name = of_draft(draft).split("/")[-3]
    form = focal_point.get(url("form", draft))
    button = f'name="translate" value="{name}"'
    assert form.content.decode().count('name="translate"') == form.content.decode().count(button) == 1
    assert form.content.decode().index('name="save"') < form.content.decode().index(button)

    typed_over = {f"v{name[1:]}": "1", name: "Forty officers were trained.", "language": "en", "translate": name}
    page = focal_point.post(url("form", draft), typed_over, follow=True)
    assert page.redirect_chain == [(f"{of_draft(draft)}?from=form", 302)]
    assert "Forty officers were trained." in page.content.decode()
    assert "?from=form&amp;into=ar" in page.content.decode()
    back = focal_point.post(f"{of_draft(draft)}?from=form", typed(page), follow=True)

    assert back.redirect_chain == [(url("form", draft) + f"#id_{name}", 302)]
    assert "Translations" in back.content.decode()


def test_the_form_stays_where_nothing_is_left_to_translate(focal_point, draft):
    name = of_draft(draft).split("/")[-3]
    emptied = {f"v{name[1:]}": "1", name: "", "language": "en", "translate": name}

    assert focal_point.post(url("form", draft), emptied).url == url("form", draft)
    assert focal_point.post(url("form", draft), {"language": "en", "translate": "q-1"}).url == url("form", draft)


def test_contributors_translate_where_they_write(client, draft):
    by, colleague = actor("focal_point", draft.party), person("contributor", draft.party)
    general = next(one.name for one in asked_sections(draft) if one.section.code == "general")
    choose_writers(draft, actor=by, seen=False, only_where_handed=True)
    client.force_login(colleague)
    page = client.get(of_draft(draft), {"into": "fr"})

    refused = client.post(of_draft(draft), typed(page))
    hand_over(fresh(draft), actor=by, now=NOW, places=[general], to=colleague.uuid)
    taken = client.post(of_draft(draft), typed(page))

    assert (refused.status_code, taken.status_code) == (403, 302)
    assert "you write in the sections that are handed to you" in refused.content.decode()
    sent = submit_contribution(fresh(draft), actor=by, version=fresh(draft).version, now=NOW)
    assert client.get(portal_page(sent)).status_code == 403


def test_those_who_translate_are_told_that_the_answer_has_changed(focal_point, draft):
    by = actor("focal_point", draft.party)
    translated(draft, of=written(draft), by=by, text=FRENCH, now=NOW)
    answered(draft, by=by, now=NOW, summary="Fifty officials were trained.")

    review = focal_point.get(url("review", draft)).content.decode()
    page = focal_point.get(of_draft(draft), {"into": "fr"}).content.decode()

    told = "The answer has changed since it was translated into French."
    assert told in review
    assert told in page
    assert FRENCH in page
    assert FRENCH not in review


@pytest.mark.parametrize("address", [portal_page, workbench_page])
def test_whoever_comes_second_sees_both_texts_and_overwrites_none(address, client, received):
    role = "focal_point" if address is portal_page else "secretariat_officer"
    client.force_login(person(role, received.party) if role == "focal_point" else person(role))
    page = client.get(address(received), {"into": "fr"})
    translated(received, text="D'un autre.", now=NOW)

    answer = client.post(address(received), typed(page))

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "D&#x27;un autre." in body
    assert FRENCH in body
    assert AnswerTranslation.objects.get().text == "D'un autre."
    assert client.post(address(received), typed(answer)).status_code == 302


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"text": ""}, 400, "Write the translation here."),
        ({"text": "a" * 40_001}, 400, "40000"),
        ({"text": "a\x07b"}, 400, "characters that cannot be stored"),
        ({"language": "en"}, 400, "Choose a language that the answer is not written in."),
        ({"language": "xx"}, 400, "Choose a language that the answer is not written in."),
        ({"seen_version": ""}, 409, "changed by somebody else"),
        ({"seen_version": "x"}, 409, "changed by somebody else"),
        ({"authentic": ""}, 409, "The answer has changed since you read it."),
        ({"text": "a\x00b"}, 400, "Null"),
    ],
)
def test_bad_input_is_told_and_keeps_what_was_typed(given, status, sentence, officer, received):
    page = officer.get(workbench_page(received), {"into": "fr"})

    answer = officer.post(workbench_page(received), typed(page, **given))

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert "text" in given or FRENCH in answer.content.decode()
    assert not AnswerTranslation.objects.exists()


@pytest.mark.parametrize("into", ["", "en", "xx", "ar"])
def test_a_page_offers_a_language_whatever_is_asked_for(into, officer, received):
    assert officer.get(workbench_page(received), {"into": into}).context["language"] in {"fr", "ar"}


@pytest.mark.parametrize(("number", "place"), [(1, 2), (1, 0), (2, 1), (0, 1), (10**30, 1), (1, 10**30)])
def test_where_there_is_no_answer_there_is_no_page(number, place, officer, received):
    assert officer.get(workbench("translate", received, number, place)).status_code == 404
    assert officer.get(workbench("copy", received, 9, "pdf")).status_code == 404


def test_staff_of_a_presidency_that_only_reads_are_refused(client, received):
    client.force_login(person("presidency_incoming"))

    assert client.get(workbench_page(received)).status_code == 403
    assert workbench_page(received) not in client.get(workbench("change", received)).content.decode()


def test_staff_read_the_participants_own_translation_and_do_not_change_it(officer, received):
    translated(received, by=actor("focal_point", received.party), text=FRENCH, now=NOW)

    page = officer.get(workbench_page(received), {"into": "fr"})
    answer = officer.post(workbench_page(received), typed(page, text="Autre."))

    assert "only its own people change that" in page.content.decode()
    assert answer.status_code == 403
    assert AnswerTranslation.objects.get().text == FRENCH


def test_others_read_the_authentic_text_first_and_the_translation_in_their_language(client, received):
    translated(received, text=FRENCH, now=NOW)
    general = received.round.state_template.sections.get(code="general")
    by = actor("focal_point", received.party)
    terms = {general.uuid: Terms("public", "attributed")}
    set_terms(received, actor=by, version=received.version, terms=terms)
    shared = reverse("shared-contribution", kwargs={"uuid": received.uuid})

    english = client.get(shared, headers={"accept-language": "en"}).content.decode()
    french = client.get(shared, headers={"accept-language": "fr"}).content.decode()

    assert FRENCH not in english
    assert french.index(WORDS) < french.index(FRENCH)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_copy_to_read_is_handed_out_in_both_rooms(kind, client, received):
    translated(received, text=FRENCH, now=NOW)
    client.force_login(person("focal_point", received.party))
    own = client.get(url("copy", received, number=1, kind=kind))
    client.force_login(person("secretariat_officer"))
    theirs = client.get(workbench("copy", received, 1, kind))

    assert (own.status_code, theirs.status_code) == (200, 200)
    assert own["Content-Type"] == theirs["Content-Type"]


def test_no_copy_is_of_another_kind(focal_point, received):
    assert focal_point.get(url("copy", received, number=1, kind="html")).status_code == 404
    assert focal_point.get(url("copy", received, number=7, kind="pdf")).status_code == 404


def test_pages_ask_the_same_however_many_translations_there_are(focal_point, draft):
    by = actor("focal_point", draft.party)
    full = answered(draft, by=by, now=NOW, needs="Trainers are needed.")
    received = submit_contribution(full, actor=by, version=full.version, now=NOW)
    translated(received, now=NOW)

    def queries(address):
        focal_point.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert focal_point.get(address).status_code == 200
        return len(captured)

    addresses = [url("contribution", received), url("version", received, number=1)]
    few = [queries(address) for address in addresses]
    for into in ("fr", "ar"):
        translated(received, of=sent(received, place=2), into=into, now=NOW)

    assert [queries(address) for address in addresses] == few
    assert fresh(received).translations.count() == 3


def test_translation_of_a_draft_that_was_sent_meanwhile_stays_on_the_page(focal_point, draft):
    page, by = of_draft(draft), actor("focal_point", draft.party)
    submit_contribution(draft, actor=by, version=draft.version, now=NOW)

    told = focal_point.post(page, {"seen_version": "0", "language": "fr", "text": FRENCH})

    assert told.status_code == 409
    assert FRENCH in told.content.decode()
