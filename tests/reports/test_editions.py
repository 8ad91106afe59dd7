"""An open round moves to the next edition of its questions, and no answer is lost on the way."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.actors import anonymous
from foundation.errors import IllegalTransition, NotAllowed, StaleVersion
from reports.models import Answer, AnswerRevision, Snapshot, TemplateQuestion
from reports.selectors.asked import asked_sections, everything_asked, template_of
from reports.selectors.editions import Step, as_seen, differences, moves_of
from reports.selectors.openness import shared_contributions
from reports.services.contributions import submit_contribution
from reports.services.editions import move_to_next_edition
from reports.services.handing import choose_writers, hand_over
from reports.services.judging import reopen_contribution
from reports.services.templates import make_next_edition
from reports.services.terms import Terms, set_terms
from tests.factories.parties import actor, actor_as, appoint, person
from tests.factories.reports import (
    LATER,
    QuestionFactory,
    answered,
    contribution_of,
    draft_for,
    drafted,
    fresh,
    opened_round,
    submitted,
    write_answer,
)
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def round_(party, activity):
    return opened_round(party, plan=activity.objective.plan, **AHEAD)


@pytest.fixture
def staff():
    return actor("secretariat_officer")


def next_edition(round_):
    """Its `summary` is put in other words, `needs` is gone, `measures` is new."""
    old = fresh(round_.state_template)
    new = make_next_edition(old, actor=actor("secretariat_officer"), version=old.version, now=NOW)
    questions = TemplateQuestion.objects.filter(section__template=new)
    questions.filter(code="summary").update(text_en="What was achieved this year?")
    questions.filter(code="needs").delete()
    QuestionFactory(section=new.sections.order_by("position").first(), code="measures", text_en="Which measures?")
    return new


def move(round_, by):
    current = fresh(round_)
    return move_to_next_edition(current, actor=by, version=current.version, now=NOW, seen=as_seen(moves_of(current)))


def texts(contribution):
    return dict(Answer.objects.filter(contribution=contribution).values_list("question__code", "text"))


def test_difference_names_what_is_reworded_gone_and_new(round_):
    new = next_edition(round_)

    found = [(one.step, (one.old or one.new).code) for one in differences(fresh(round_).state_template, new)]

    assert found == [(Step.REWORDED, "summary"), (Step.GONE, "needs"), (Step.ADDED, "measures")]


def test_draft_keeps_every_answer_and_its_versions(party, activity, round_, staff):
    begun = answered(drafted(party, round_), summary="Forty.", needs="A trainer.")
    write_answer(
        begun, draft_for(begun, "progress", "Half.", activity=activity), actor=actor("focal_point", party), now=LATER
    )
    before, kept = texts(begun), AnswerRevision.objects.count()
    new = next_edition(round_)

    moved = move(round_, staff)

    now = everything_asked(fresh(begun))
    assert moved.state_template == new
    assert (texts(begun), AnswerRevision.objects.count()) == (before, kept)
    assert {item.question.code: item.text for section in now.sections for item in section.questions if item.text} == {
        "summary": "Forty.",
        "progress": "Half.",
    }
    assert [answer.text for answer in now.no_longer_asked] == ["A trainer."]


def test_writer_is_told_that_the_question_changed_until_the_answer_is_written_again(party, round_, staff):
    begun = answered(drafted(party, round_), summary="Forty.")
    next_edition(round_)
    move(round_, staff)

    told = Answer.objects.get().asked_before
    written = fresh(begun)
    write_answer(
        written,
        draft_for(written, "summary", "Forty this year."),
        actor=actor("focal_point", party),
        now=LATER,
    )

    assert told.text_en == "What was achieved?"
    assert Answer.objects.get().asked_before is None


def test_what_was_sent_keeps_its_snapshot_and_its_edition_until_it_is_reopened(party, round_, staff):
    sent = submitted(party, round_, summary="Forty.", now=NOW)
    frozen = Snapshot.objects.get().sha256
    old = fresh(round_.state_template)
    new = next_edition(round_)

    move(round_, staff)

    sent = fresh(sent)
    assert (template_of(sent), Snapshot.objects.get().sha256) == (old, frozen)
    again = reopen_contribution(sent, actor=staff, version=sent.version, now=NOW, reason="One more question.")
    assert template_of(again) == new
    assert asked_sections(again)[0].questions[0].text == "Forty."


def test_answer_on_its_way_when_the_round_moves_is_kept(party, round_, staff):
    begun = drafted(party, round_)
    asked, gone = draft_for(begun, "summary", "Typed before."), draft_for(begun, "needs", "Typed before, too.")
    next_edition(round_)
    move(round_, staff)

    for draft in (asked, gone):
        write_answer(fresh(begun), draft, actor=actor("focal_point", party), now=LATER)

    assert texts(begun) == {"summary": "Typed before.", "needs": "Typed before, too."}
    assert [answer.text for answer in everything_asked(fresh(begun)).no_longer_asked] == ["Typed before, too."]


def test_form_opened_before_the_move_is_saved_after_it(client, party, round_, staff):
    begun = drafted(party, round_)
    client.force_login(person("focal_point", party))
    url = reverse("portal-form", kwargs={"uuid": begun.uuid})
    form = client.get(url).context["form"]
    names = {item.question.code: item.name for item in form.questions()}
    posted = {bound.html_name: bound.value() or 0 for bound in form if bound.html_name.startswith("v-")}
    posted |= {"language": "en", names["summary"]: "Typed before.", names["needs"]: "Typed before, too."}
    next_edition(round_)
    move(round_, staff)

    saved = client.post(url, posted)
    text = client.get(url).content.decode()

    assert saved.status_code == 302
    assert {code: said for code, said in texts(begun).items() if said} == {
        "summary": "Typed before.",
        "needs": "Typed before, too.",
    }
    assert "No longer asked" in text


def test_who_types_on_under_a_question_that_is_gone_is_told_where_the_words_are(client, party, round_, staff):
    contribution = drafted(party, round_)
    asked = {item.question.code: item.name for section in asked_sections(contribution) for item in section.questions}
    client.force_login(person("focal_point", party))
    next_edition(round_)
    move(round_, staff)

    def said(code, text, version):
        address = reverse("portal-autosave", kwargs={"uuid": contribution.uuid, "name": asked[code]})
        return client.post(address, {"text": text, "version": version}).json()["said"]

    told = [said("needs", "A trainer.", 0), said("summary", "Forty.", 0), said("needs", "", 1)]

    assert ["your words are kept at the end of the form" in one for one in told] == [True, False, False]


def test_colleague_bound_to_a_section_keeps_what_was_typed_under_a_question_that_is_gone(client, party, round_, staff):
    contribution, colleague = drafted(party, round_), appoint("contributor", party)
    by = actor("focal_point", party)
    general = next(one.name for one in asked_sections(contribution) if one.section.code == "general")
    hand_over(contribution, actor=by, now=NOW, places=[general], to=colleague.uuid)
    choose_writers(contribution, actor=by, seen=False, only_where_handed=True)
    asked = {item.question.code: item for section in asked_sections(contribution) for item in section.questions}
    client.force_login(colleague)
    address = reverse("portal-form", kwargs={"uuid": contribution.uuid})
    typed = {"language": "en"}
    for code in ("summary", "needs"):
        typed |= {asked[code].name: f"About {code}.", f"v{asked[code].name[1:]}": "0"}
    next_edition(round_)
    move(round_, staff)

    saved = client.post(address, typed)

    assert saved.status_code == 302
    assert texts(contribution) == {"summary": "About summary.", "needs": "About needs."}


def test_colleague_writes_under_no_question_that_is_gone_from_the_section_of_somebody_else(party, round_, staff):
    contribution, colleague = drafted(party, round_), appoint("contributor", party)
    by = actor("focal_point", party)
    elsewhere = [one.name for one in asked_sections(contribution) if one.section.code != "general"]
    hand_over(contribution, actor=by, now=NOW, places=elsewhere[:1], to=colleague.uuid)
    choose_writers(contribution, actor=by, seen=False, only_where_handed=True)
    draft = draft_for(contribution, "needs", "Theirs.")
    next_edition(round_)
    move(round_, staff)

    with pytest.raises(NotAllowed):
        write_answer(contribution, draft, actor=actor_as(colleague, "participant"), now=LATER)


def test_kind_that_takes_other_answers_keeps_the_old_one_beside_it(party, round_, staff):
    begun = answered(drafted(party, round_), summary="Forty.")
    next_edition(round_)
    TemplateQuestion.objects.filter(section__template__is_frozen=False, code="summary").update(kind="number")

    move(round_, staff)

    assert [answer.text for answer in everything_asked(fresh(begun)).no_longer_asked] == ["Forty."]


def test_choice_of_who_may_see_a_section_moves_along(party, round_, staff):
    begun = drafted(party, round_)
    begun.terms.create(section=round_.state_template.sections.get(code="general"), visibility="public")
    new = next_edition(round_)

    move(round_, staff)

    assert begun.terms.get().section.template == new


def test_section_that_was_open_and_comes_back_after_an_edition_without_it_has_one_choice(party, round_, staff):
    begun = answered(drafted(party, round_), summary="Forty.")
    begun.terms.create(section=round_.state_template.sections.get(code="general"), visibility="public")
    for before, after in (("general", "other"), ("other", "general")):
        next_edition(round_).sections.filter(code=before).update(code=after)
        move(round_, staff)
    section, by = fresh(round_).state_template.sections.get(code="general"), actor("focal_point", party)
    chosen = {section.uuid: Terms("staff", "attributed")}

    closed = set_terms(fresh(begun), actor=by, version=fresh(begun).version, terms=chosen)
    submit_contribution(closed, actor=by, version=closed.version, now=NOW)

    assert begun.terms.get().section == section
    assert not shared_contributions(anonymous(NOW)).exists()


def test_stale_page_cannot_submit_past_the_move(party, round_, staff):
    begun = answered(drafted(party, round_), summary="Forty.")
    next_edition(round_)
    move(round_, staff)

    with pytest.raises(StaleVersion):
        submit_contribution(begun, actor=actor("focal_point", party), version=begun.version, now=NOW)


def test_move_is_refused_without_a_later_edition_or_when_another_was_shown(round_, staff):
    with pytest.raises(IllegalTransition, match="no later edition"):
        move(round_, staff)

    new = next_edition(round_)
    seen = as_seen(moves_of(round_))
    new.version += 1
    new.save()

    with pytest.raises(StaleVersion):
        move_to_next_edition(round_, actor=staff, version=round_.version, now=NOW, seen=seen)


def test_only_staff_move_and_only_while_the_round_is_open(round_, staff, party):
    next_edition(round_)

    with pytest.raises(NotAllowed):
        move(round_, actor("focal_point", party))
    type(round_).objects.filter(pk=round_.pk).update(state="consolidating")
    with pytest.raises(IllegalTransition):
        move(round_, staff)


@pytest.mark.django_db(transaction=True)
def test_one_of_two_moves_at_once_is_heard_and_no_word_typed_meanwhile_is_lost(party, round_, staff):
    begun = drafted(party, round_)
    next_edition(round_)
    seen, writer = as_seen(moves_of(round_)), actor("focal_point", party)
    drafts = [draft_for(begun, "summary", "Typed meanwhile."), draft_for(begun, "needs", "And this.")]

    def work(number):
        if number < 2:
            return move_to_next_edition(round_, actor=staff, version=round_.version, now=NOW, seen=seen).version
        return len(write_answer(begun, drafts[number - 2], actor=writer, now=LATER).saved)

    results = at_once(4, work)

    assert sorted(map(str, results[:2])) == sorted([str(round_.version + 1), "409"])
    assert results[2:] == [1, 1]
    assert texts(begun) == {"summary": "Typed meanwhile.", "needs": "And this."}
    assert contribution_of(party, fresh(round_)).state == "draft"
