"""Every version of an answer stays readable in the language it was written in, for its own participant alone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.models import Answer, AnswerRevision
from reports.selectors.earlier import AT_ONCE
from reports.services.answers import write_answers
from reports.services.autosave import Typed, save_field
from tests.factories.actionplan import MilestoneFactory
from tests.factories.parties import actor, person
from tests.factories.reports import LATER, QuestionFactory, answered, draft_for, drafted, opened_round, template
from tests.reports.test_items import finish, next_round

pytestmark = pytest.mark.django_db
MOST_QUERIES = 16
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def begun(party, activity):
    made = template()
    section = made.sections.get(code="activity")
    QuestionFactory(section=section, code="milestones", kind="milestones", position=8, text_en="Milestones")
    return drafted(party, opened_round(party, plan=activity.objective.plan, state_template=made, **AHEAD), now=NOW)


@pytest.fixture
def office(client, party):
    client.force_login(person("focal_point", party))
    return client


def write(contribution, text, *, language, code="summary", **place):
    drafts = [draft_for(contribution, code, text, **place)]
    by = actor("focal_point", contribution.party)
    write_answers(contribution, actor=by, drafts=drafts, now=LATER, language=language)
    return Answer.objects.get(contribution=contribution, question__code=code, item=place.get("item"))


def kept(answer):
    return list(AnswerRevision.objects.filter(answer=answer).values_list("version", "language", "text"))


def page(client, contribution, answer=None, **query):
    given = {"uuid": contribution.uuid, **({"answer": answer.uuid} if answer else {})}
    return client.get(reverse("portal-earlier-versions" if answer else "portal-earlier", kwargs=given), query)


def test_each_version_keeps_its_language_whichever_way_it_was_saved(begun, party):
    write(begun, "Formation de 40 agents.", language="fr")
    answer = write(begun, "تدريب 40 موظفًا.", language="ar")
    by, name = actor("focal_point", party), f"q-{answer.question.uuid.hex}"
    typed = Typed("Forty officers trained.", 2, language="en")
    save_field(begun, name, actor=by, typed=typed, now=LATER)
    save_field(begun, name, actor=by, typed=Typed("Forty officers trained.", 3, spoken="fr"), now=LATER)

    assert kept(answer) == [
        (1, "fr", "Formation de 40 agents."),
        (2, "ar", "تدريب 40 موظفًا."),
        (3, "en", "Forty officers trained."),
        (4, "fr", "Forty officers trained."),
    ]


def test_what_is_taken_over_from_the_last_round_keeps_the_language_it_was_written_in(begun):
    write(begun, "Formation de 40 agents.", language="fr")
    finish(begun)

    after = next_round(begun)

    assert kept(Answer.objects.get(contribution=after)) == [(1, "fr", "Formation de 40 agents.")]


def test_versions_are_read_newest_first_each_marked_with_its_language_and_direction(office, begun):
    write(begun, "Formation de 40 agents.", language="fr")
    answer = write(begun, "تدريب 40 موظفًا.", language="ar")

    shown = page(office, begun, answer).content.decode()

    marks = re.findall(r'<span lang="(\w\w)" dir="(\w+)">([^<]+)</span></p>', shown)
    assert marks == [("ar", "rtl", "تدريب 40 موظفًا."), ("fr", "ltr", "Formation de 40 agents.")]
    assert re.findall(r"written in: (\w+)", shown) == ["Arabic", "French"]


def test_a_version_from_before_languages_were_noted_finds_its_direction_by_itself(office, begun):
    answer = write(begun, "Formation de 40 agents.", language="fr")
    AnswerRevision.objects.create(answer=answer, version=9, text="Rien.", written_at=LATER)

    shown = page(office, begun, answer).content.decode()

    assert '<span dir="auto">Rien.</span>' in shown
    assert shown.count("written in") == 1


def test_what_was_chosen_from_a_list_is_read_in_our_words_and_has_no_language(office, begun, activity):
    milestone = MilestoneFactory(activity=activity)
    about = {"activity": activity, "item": milestone.uuid}
    write(begun, "planned", language="fr", code="milestones", **about)
    answer = write(begun, "reached 2026-03-01", language="fr", code="milestones", **about)

    index, shown = (page(office, begun, one).content.decode() for one in (None, answer))

    assert milestone.title in index
    assert "Reached: 1 March 2026" in shown
    assert "written in" not in shown


def test_the_list_names_changed_answers_alone_and_leads_to_each(office, begun):
    answered(begun, summary="Once.", needs="Nothing.")
    answer = write(begun, "Twice.", language="en")

    shown = page(office, begun).content.decode()

    assert re.findall(r'href="[^"]+/earlier/([^/"]+)/"', shown) == [str(answer.uuid)]
    assert "2 versions" in shown


def test_many_versions_stand_on_several_pages_and_none_is_left_out(office, begun):
    answer = write(begun, "Version 1", language="en")
    AnswerRevision.objects.bulk_create(
        AnswerRevision(answer=answer, version=number, text=f"Version {number}", written_at=LATER)
        for number in range(2, AT_ONCE + 12)
    )

    first = page(office, begun, answer).content.decode()
    [before] = re.findall(r'href="\?before=(\d+)"', first)
    second = page(office, begun, answer, before=before).content.decode()

    assert [len(re.findall(r"<article", one)) for one in (first, second)] == [AT_ONCE, 11]
    assert 'href="?before=' not in second


@pytest.mark.parametrize("before", ["-1", "x", "99999999999999999999"])
def test_a_page_that_is_no_number_begins_with_the_newest(office, begun, before):
    answer = write(begun, "Said.", language="en")

    assert "Said." in page(office, begun, answer, before=before).content.decode()


def test_versions_are_nobody_elses(client, begun, party):
    answer = write(begun, "Said.", language="en")

    def status(user):
        client.force_login(user)
        return [page(client, begun).status_code, page(client, begun, answer).status_code]

    readers = {role: status(person(role, party)) for role in ("contributor", "focal_point", "cabinet")}
    others = {role: status(person(role)) for role in ("focal_point", "secretariat_officer", "presidency_current")}
    assert readers == {"contributor": [200, 200], "focal_point": [200, 200], "cabinet": [404, 404]}
    assert set(map(tuple, others.values())) == {(404, 404)}


def test_an_answer_of_another_contribution_is_missing(office, begun):
    answer = write(begun, "Said.", language="en")
    finish(begun)
    after = next_round(begun)

    assert page(office, after, answer).status_code == 404
    assert page(office, after, Answer(uuid=uuid4())).status_code == 404


def test_the_list_costs_the_same_however_many_answers(office, begun, django_assert_max_num_queries):
    for code in ("summary", "needs"):
        for text in ("First.", "Second."):
            write(begun, text, language="en", code=code)
    page(office, begun)

    with django_assert_max_num_queries(MOST_QUERIES):
        page(office, begun)
