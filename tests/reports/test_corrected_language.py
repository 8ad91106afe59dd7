"""An answer that was marked with the wrong language is marked anew from the form: told, noted, and never in silence."""

import pytest
from django.urls import reverse

from foundation.ledger.models import LedgerEntry
from reports.forms.answers import AnswersForm, spoken_of
from reports.models import Answer, Contribution
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.services.contributions import submit_contribution
from tests.factories.parties import actor, person
from tests.factories.reports import QuestionFactory, answered, drafted, fresh, opened_round, template
from tests.reports.test_items import finish, next_round

pytestmark = pytest.mark.django_db
AHEAD = {"due_at": "2030-03-31T22:59:59Z", "cutoff_at": "2030-04-30T22:59:59Z"}


@pytest.fixture
def begun(party):
    made = template()
    QuestionFactory(section=made.sections.get(code="general"), code="trained", kind="number", position=8)
    return answered(drafted(party, opened_round(party, state_template=made, **AHEAD)), summary="En français.")


@pytest.fixture
def writer(client, party):
    client.force_login(person("focal_point", party))
    return client


def asked(contribution, code="summary"):
    items = [item for section in asked_sections(fresh(contribution)) for item in section.questions]
    return next(item for item in items if item.question.code == code)


def save(client, contribution, *, code="summary", **said):
    address = reverse("portal-autosave", kwargs={"uuid": contribution.uuid, "name": asked(contribution, code).name})
    return client.post(address, {"text": "En français.", "version": 1, **said})


def post(client, contribution, **said):
    item = asked(contribution)
    names = {"text": item.name, "version": f"v{item.name[1:]}", "spoken": spoken_of(item)}
    given = {"text": item.text, "version": item.version} | said
    form = {"language": "en", **{names[one]: value for one, value in given.items()}}
    return client.post(reverse("portal-form", kwargs={"uuid": contribution.uuid}), form)


def marked(contribution):
    return Answer.objects.values_list("language", "version").get(contribution=contribution)


def entries():
    found = LedgerEntry.objects.filter(kind="answer.language_corrected")
    return [(entry.facts["before"], entry.facts["now"], entry.facts["version"]) for entry in found]


def test_a_saved_answer_is_marked_with_another_language_without_a_script(writer, begun):
    assert marked(begun) == ("en", 1)

    answer = post(writer, begun, spoken="fr")

    assert answer.status_code == 302
    assert marked(begun) == ("fr", 2)
    assert entries() == [("en", "fr", 2)]
    assert fresh(begun).language == "en"


def test_a_saved_answer_is_marked_with_another_language_as_soon_as_it_is_chosen(writer, begun):
    first = save(writer, begun, spoken="fr")
    again = save(writer, begun, spoken="fr")

    assert (first.json()["version"], again.json()["version"]) == (2, 2)
    assert (marked(begun), entries()) == (("fr", 2), [("en", "fr", 2)])


def test_a_page_that_corrected_it_by_itself_sends_the_same_again_as_a_whole(writer, begun):
    save(writer, begun, spoken="fr")

    answer = post(writer, begun, spoken="fr", version=2)

    assert answer.status_code == 302
    assert (marked(begun), entries()) == (("fr", 2), [("en", "fr", 2)])


def test_what_is_typed_over_it_at_the_same_time_is_of_the_language_chosen_for_it(writer, begun):
    save(writer, begun, text="Encore.", language="ar", spoken="fr")

    assert Answer.objects.values_list("text", "language").get() == ("Encore.", "fr")


def test_what_is_typed_after_it_was_corrected_stays_in_the_language_chosen_for_it(writer, begun):
    save(writer, begun, spoken="fr")

    saved = save(writer, begun, text="Encore.", version=2, language="ar", spoken="fr")
    whole = post(writer, begun, text="Et encore.", version=3, spoken="fr")

    assert (saved.json()["state"], whole.status_code) == ("saved", 302)
    assert Answer.objects.values_list("text", "language").get() == ("Et encore.", "fr")
    assert entries() == [("en", "fr", 2)]


def test_nothing_is_noted_where_nothing_is_corrected(writer, begun):
    save(writer, begun, spoken="en")
    post(writer, begun, spoken="")

    assert (marked(begun), entries()) == (("en", 1), [])


def test_a_language_that_is_none_of_ours_is_refused_with_a_sentence(writer, begun):
    refused = save(writer, begun, spoken="xx")

    assert (refused.status_code, refused.json()["said"]) == (400, "Choose one of the languages offered.")
    assert post(writer, begun, spoken="xx").status_code == 400
    assert marked(begun) == ("en", 1)


def test_two_who_correct_it_differently_are_told(writer, begun):
    save(writer, begun, spoken="fr")

    crossed = save(writer, begun, spoken="ar")
    form = post(writer, begun, spoken="ar", version=1)

    assert (crossed.status_code, crossed.json()["state"], crossed.json()["language"]) == (409, "conflict", "fr")
    assert form.status_code == 409
    assert (marked(begun), entries()) == (("fr", 2), [("en", "fr", 2)])


def test_a_correction_of_a_text_that_a_colleague_changed_since_is_a_conflict(writer, begun):
    answered(begun, summary="Changed.")

    crossed = save(writer, begun, spoken="fr")

    assert crossed.status_code == 409
    assert Answer.objects.values_list("text", "language").get() == ("Changed.", "en")


def test_an_answer_of_the_last_round_is_still_to_be_confirmed(writer, begun, party):
    answered(begun, summary="En français.")
    finish(begun)
    after = next_round(begun)
    assert asked(after).waits_for_confirmation

    save(writer, after, spoken="fr")

    assert asked(after).waits_for_confirmation
    assert Answer.objects.get(contribution=after).language == "fr"


def test_what_is_submitted_is_authentic_in_the_language_it_was_corrected_to(writer, begun, party):
    save(writer, begun, spoken="fr")
    now = fresh(begun)

    sent = submit_contribution(now, actor=actor("focal_point", party), version=now.version, now=now.round.opened_at)

    [answer] = [one for section in latest_snapshot(sent).content["sections"] for one in section["answers"]]
    assert (answer["language"], answer["answer"]) == ("fr", "En français.")


def test_review_says_in_which_language_the_answers_are_marked_and_which_are_in_another(writer, begun):
    answered(begun, needs="Two cars.", trained="12")
    save(writer, begun, spoken="fr")

    shown = writer.get(reverse("portal-review", kwargs={"uuid": begun.uuid})).content.decode()

    assert "Answers are marked as written in English." in shown
    assert f"{reverse('portal-form', kwargs={'uuid': begun.uuid})}#id_language" in shown
    assert shown.count('<span class="quiet">(French)</span>') == 1
    assert '<span class="quiet">(English)</span>' not in shown


def test_only_words_can_be_of_a_language(writer, begun):
    answered(begun, trained="12")
    page = writer.get(reverse("portal-form", kwargs={"uuid": begun.uuid})).content.decode()

    form = AnswersForm(asked=asked_sections(fresh(begun)), contribution=begun)
    assert [name for name in form.fields if name.startswith("w-")] == [spoken_of(asked(begun))]
    assert f'name="{spoken_of(asked(begun))}"' in page


def test_a_whole_report_that_was_marked_wrongly_is_marked_anew_by_one_button(writer, begun):
    answered(begun, needs="Deux voitures.", trained="12")
    save(writer, begun, spoken="ar")
    address = reverse("portal-form", kwargs={"uuid": begun.uuid})
    Contribution.objects.filter(pk=begun.pk).update(language="fr")
    page = writer.get(address)
    shown = page.content.decode()
    assert "1 answer is marked as written in English." in shown
    assert "1 answer is marked as written in Arabic." in shown
    stands = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    form = {name: value for name, value in stands.items() if value is not None}

    writer.post(address, {**form, "language-seen": 3, "marked": "en"} | {"language": "fr"})

    languages = dict(Answer.objects.values_list("question__code", "language"))
    assert (languages["summary"], languages["needs"]) == ("ar", "fr")
    assert entries() == [("en", "ar", 2), ("en", "fr", 2)]
    assert "marked as written in English" not in writer.get(address).content.decode()
