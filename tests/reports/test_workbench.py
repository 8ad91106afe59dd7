"""Rounds, templates and received contributions in the workbench over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import User
from meetings.models import Verb
from reports.models import Query, Round, Template, TemplateSection
from reports.services.queries import nothing_to_add
from tests.factories.actionplan import PlanFactory
from tests.factories.meetings import MeetingFactory, kind
from tests.factories.parties import PartyFactory, actor, person
from tests.factories.reports import (
    RoundFactory,
    answered,
    drafted,
    fresh,
    opened_round,
    questioned,
    submitted,
    template,
)
from tests.posted import of_workbench

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90)}


def url(obj, name="change", *more):
    return reverse(f"admin:reports_{obj._meta.model_name}_{name}", args=[obj.pk, *more])


def test_answers_and_drafts_have_no_screen():
    names = {model.__name__ for model in admin.site._registry}

    assert {"Round", "Template", "Contribution"} <= names
    assert not names & {"Answer", "AnswerRevision", "SectionTerms", "Snapshot"}


def test_round_is_prepared_with_its_moments_on_the_clock_of_its_zone(officer):
    typed = {
        "code": "first-round",
        "plan": PlanFactory().pk,
        "title_en": "First round",
        "period_begins_on": "2025-01-01",
        "period_ends_on": "2025-12-31",
        "due_zone": "Africa/Kampala",
        "due_at": "2026-05-11T23:59",
        "cutoff_at": "2026-06-01T23:59",
        "state_template": template().pk,
        "organisation_template": template("organisation").pk,
        "addressees-TOTAL_FORMS": "0",
        "addressees-INITIAL_FORMS": "0",
    }

    response = officer.post(reverse("admin:reports_round_add"), typed)

    assert response.status_code == 302
    made = Round.objects.get(code="first-round")
    assert made.due_at == datetime(2026, 5, 11, 20, 59, tzinfo=UTC)
    assert officer.get(url(made)).context["adminform"].form["due_at"].value() == datetime(2026, 5, 11, 23, 59)  # noqa: DTZ001 -- as the form shows it


def test_round_is_refused_at_the_field_and_keeps_what_was_typed(officer):
    made = RoundFactory()
    typed = {
        **of_workbench(officer.get(url(made))),
        "cutoff_at": "2020-01-01T00:00",
        "title_en": "Kept as typed",
    }

    response = officer.post(url(made), typed)

    assert response.status_code == 200
    assert "must not lie before the due moment" in response.content.decode()
    assert "Kept as typed" in response.content.decode()
    assert fresh(made).title_en != "Kept as typed"


def test_round_is_opened_by_its_button(officer):
    made = RoundFactory(**AHEAD)

    response = officer.post(url(made, "step", "open"), {"seen_version": made.version})

    assert response.status_code == 302
    assert fresh(made).state == "open"


def test_open_round_keeps_its_addressees_and_takes_an_extension(officer):
    party = PartyFactory()
    opened = opened_round(party, now=NOW, **AHEAD)
    page = officer.get(url(opened))
    until = (NOW + timedelta(days=80)).strftime("%Y-%m-%dT%H:%M")

    response = officer.post(url(opened), {**of_workbench(page), "addressees-0-extension_until": until})

    assert response.status_code == 302
    assert opened.addressees.get().extension_until is not None


def test_addressees_with_nothing_noted_are_folded_and_can_still_be_given_a_date(officer):
    noted, quiet = PartyFactory(), PartyFactory()
    opened = opened_round(noted, quiet, now=NOW, **AHEAD)
    until = NOW + timedelta(days=80)
    opened.addressees.filter(party=noted).update(extension_until=until)

    page = officer.get(url(opened))

    apart, folded = page.context["inline_admin_formsets"]
    assert [[form.instance.party for form in rows.formset.forms] for rows in (apart, folded)] == [[noted], [quiet]]
    assert (apart.is_collapsible, folded.is_collapsible) == (False, True)
    typed = {**of_workbench(page), "noted-0-note": "Agreed by letter.", "addressees-0-note": "Called."}
    assert officer.post(url(opened), typed).status_code == 302
    assert set(opened.addressees.values_list("note", flat=True)) == {"Agreed by letter.", "Called."}


def test_extension_of_whom_nothing_is_awaited_is_refused_at_its_field(officer):
    party = PartyFactory()
    opened = opened_round(party, now=NOW, **AHEAD)
    submitted(party, opened)
    until = (NOW + timedelta(days=80)).strftime("%Y-%m-%dT%H:%M")
    typed = of_workbench(officer.get(url(opened)))

    refused = officer.post(
        url(opened), {**typed, "addressees-0-extension_until": until, "addressees-0-note": "Called."}
    )
    kept = officer.post(url(opened), {**typed, "addressees-0-note": "Called."})

    (rows,) = refused.context["inline_admin_formsets"]
    assert list(rows.formset.errors[0]) == ["extension_until"]
    assert "Nothing is awaited of this participant any more" in refused.content.decode()
    assert f'value="{until}' in refused.content.decode()
    assert (kept.status_code, opened.addressees.get().note) == (302, "Called.")
    assert opened.addressees.get().extension_until is None


def test_round_offers_templates_for_those_who_will_get_them_and_refuses_the_other_kind(officer):
    for_states, for_organisations = template(), template("organisation")
    made = RoundFactory(state_template=for_states, organisation_template=for_organisations)
    page = officer.get(url(made))
    swapped = {"state_template": for_organisations.pk, "organisation_template": for_states.pk}

    refused = officer.post(url(made), {**of_workbench(page), **swapped})

    fields = page.context["adminform"].form.fields
    assert {one.audience for one in fields["state_template"].queryset} == {"state"}
    assert {one.audience for one in fields["organisation_template"].queryset} == {"organisation"}
    assert refused.context["adminform"].form.errors == {
        "state_template": ["Choose a template written for States."],
        "organisation_template": ["Choose a template written for organisations."],
    }


def test_extension_is_read_on_the_clock_of_a_round_that_is_just_prepared(officer):
    stored = RoundFactory(**AHEAD)
    page = officer.get(url(stored))
    typed = of_workbench(page) | {
        "due_zone": "Africa/Nairobi",
        "addressees-TOTAL_FORMS": 1,
        "addressees-0-party": PartyFactory().pk,
        "addressees-0-counts_in_n": "on",
        "addressees-0-extension_until": f"{AHEAD['due_at'].year + 1}-01-05T12:00",
    }

    response = officer.post(url(stored), typed)

    assert response.status_code == 302
    assert stored.addressees.get().extension_until == datetime(AHEAD["due_at"].year + 1, 1, 5, 9, 0, tzinfo=UTC)


def test_new_round_is_due_on_the_clock_of_whoever_prepares_it(officer):
    User.objects.update(time_zone="Europe/Paris")

    page = officer.get(reverse("admin:reports_round_add"))

    assert page.context["adminform"].form["due_zone"].value() == "Europe/Paris"


def test_overview_names_no_draft(officer):
    drafting, sent = PartyFactory(), PartyFactory()
    opened = opened_round(drafting, sent)
    answered(drafted(drafting, opened), summary="canary in a draft")
    submitted(sent, opened)

    response = officer.get(url(opened, "overview"))

    text = response.content.decode()
    assert response.status_code == 200
    assert drafting.name in text
    assert "canary" not in text
    assert {row.addressee.party: row.status for row in response.context["rows"]} == {
        drafting: "not_started",
        sent: "submitted",
    }


@pytest.mark.parametrize("asked", [2, 6])
def test_round_page_and_overview_cost_the_same_however_many_are_asked(asked, officer, django_assert_max_num_queries):
    opened = opened_round(*[PartyFactory() for _ in range(asked)])

    with django_assert_max_num_queries(30):
        officer.get(url(opened))
    with django_assert_max_num_queries(16):
        officer.get(url(opened, "overview"))


def test_draft_has_no_page_and_is_in_no_list(officer):
    party = PartyFactory()
    draft = answered(drafted(party, opened_round(party)), summary="canary in a draft")

    assert officer.get(url(draft)).status_code == 302
    assert list(officer.get(reverse("admin:reports_contribution_changelist")).context["cl"].queryset) == []


def test_received_contribution_is_read_as_submitted_and_never_as_edited_since(officer):
    party = PartyFactory()
    query = questioned(party, opened_round(party), summary="Forty were trained.")
    answered(query.contribution, summary="canary typed after the question")

    text = officer.get(url(query.contribution)).content.decode()

    assert "Forty were trained." in text
    assert "canary" not in text
    assert query.contribution.snapshots.get().sha256 in text


def test_question_is_asked_and_settled_by_buttons(officer):
    party = PartyFactory()
    sent = submitted(party, opened_round(party))
    question = sent.round.state_template.sections.get(code="general").questions.get(code="summary")

    asked = officer.post(
        url(sent, "step", "ask"),
        {"seen_version": sent.version, "asked": "How many?", "language": "en", "question": question.pk},
    )
    query = Query.objects.get()
    settled = officer.post(url(query, "step", "settle"), {"seen_version": query.version})

    assert (asked.status_code, settled.status_code) == (302, 302)
    assert (query.asked, query.question, fresh(query).state) == ("How many?", question, "settled")


@pytest.mark.parametrize(("replied", "warnings"), [(False, 1), (True, 0)])
def test_closing_a_question_without_a_reply_is_warned_of(officer, replied, warnings):
    party = PartyFactory()
    query = questioned(party, opened_round(party))
    if replied:
        nothing_to_add(query, actor=actor("focal_point", party), version=query.version, now=NOW)

    told = officer.get(url(query, "step", "settle")).context["warnings"]

    assert [sentence.startswith("The participant has not replied") for sentence in told] == [True] * warnings


def test_contribution_leads_to_its_question_where_it_is_settled(officer):
    party = PartyFactory()
    query = questioned(party, opened_round(party))

    page = officer.get(url(query.contribution)).content.decode()
    question = officer.get(url(query)).content.decode()

    assert f'<a href="{url(query)}" class="inlineviewlink">View</a>' in page
    assert url(query, "step", "settle") in question


def test_contribution_says_that_nothing_was_asked(officer):
    party, other = PartyFactory.create_batch(2)
    round_ = opened_round(party, other)
    contributions = (submitted(party, round_), questioned(other, round_).contribution)

    pages = [officer.get(url(one)).content.decode() for one in contributions]

    assert ["There are none so far." in page for page in pages] == [True, False]


def test_contribution_is_marked_complete_and_reopened_with_a_reason(officer):
    party = PartyFactory()
    sent = submitted(party, opened_round(party))

    officer.post(url(sent, "step", "complete"), {"seen_version": sent.version})
    done = fresh(sent)
    refused = officer.post(url(sent, "step", "reopen"), {"seen_version": done.version, "reason": ""})
    officer.post(url(sent, "step", "reopen"), {"seen_version": done.version, "reason": "A wrong table."})

    assert (done.state, refused.status_code, fresh(sent).state) == ("complete", 400, "reopened")


def test_contribution_gives_a_reason_only_where_there_is_one(officer):
    party = PartyFactory()
    sent = submitted(party, opened_round(party))

    before = officer.get(url(sent)).context["adminform"]
    officer.post(url(sent, "step", "reopen"), {"seen_version": sent.version, "reason": "A wrong table."})
    after = officer.get(url(sent)).context["adminform"]

    assert [names_in(form) & {"authority", "reason"} for form in (before, after)] == [set(), {"reason"}]


def names_in(form):
    return {field.field["name"] for fieldset in form for line in fieldset for field in line}


def test_template_in_use_is_read_only_and_its_next_edition_is_made(officer):
    used = opened_round(PartyFactory()).state_template

    page = officer.get(url(used))
    officer.post(url(used, "step", "next_edition"), {"seen_version": fresh(used).version})

    assert not page.context["has_change_permission"]
    following = Template.objects.get(code=used.code, edition=2)
    assert following.sections.count() == used.sections.count()
    assert officer.get(url(following)).context["has_change_permission"]


def test_section_is_written_with_its_questions(officer):
    section = TemplateSection.objects.filter(template=template()).first()
    page = officer.get(url(section))
    typed = {**of_workbench(page), "questions-0-text_en": "What was achieved, and where?"}

    response = officer.post(url(section), typed)

    assert response.status_code == 302
    assert section.questions.order_by("position").first().text_en == "What was achieved, and where?"


@pytest.mark.parametrize("role", ["focal_point", "reporting_officer", "cabinet", "anonymous"])
def test_nobody_else_enters(role, client):
    opened = opened_round(PartyFactory())
    if role != "anonymous":
        client.force_login(person(role))

    for address in (url(opened), url(opened, "overview"), reverse("admin:reports_contribution_changelist")):
        assert client.get(address).status_code in {302, 403}


def test_incoming_presidency_reads_and_writes_nothing(client):
    opened = opened_round(PartyFactory())
    client.force_login(person("presidency_incoming"))

    assert client.get(url(opened)).status_code == 200
    typed = {"seen_version": opened.version}
    assert client.post(url(opened, "step", "close_to_contributions"), typed).status_code == 403
    assert fresh(opened).state == "open"


@pytest.mark.parametrize(("language", "said", "direction"), [("en", "Priorities", "ltr"), ("ar", "أولويات", "rtl")])
def test_template_is_read_as_a_participant_sees_it_in_each_language(language, said, direction, officer):
    shipped = Template.objects.get(code="periodic-report", audience="state", edition=1)

    page = officer.get(url(shipped, "preview"), {"language": language}).content.decode()

    assert said in page
    assert f'lang="{language}" dir="{direction}"' in page
    assert "disabled" in page
    assert url(shipped, "preview") in officer.get(url(shipped)).content.decode()


@pytest.mark.parametrize("language", ["", "xx", "en-GB", "<script>"])
def test_preview_in_a_language_that_is_none_is_read_in_the_readers_own(language, officer):
    page = officer.get(url(template(), "preview"), {"language": language})

    assert (page.status_code, page.context["language"]) == (200, "en")


def test_round_shows_the_difference_before_it_moves_to_the_next_edition(officer):
    round_ = opened_round(PartyFactory(), **AHEAD, now=NOW)
    step = url(round_, "step", "next_edition")
    assert step not in officer.get(url(round_)).content.decode()
    old = fresh(round_.state_template)
    officer.post(url(old, "step", "next_edition"), {"seen_version": old.version})
    new = Template.objects.get(code=old.code, edition=2)
    new.sections.get(code="general").questions.filter(code="needs").update(text_en="What is needed most?")

    offered = officer.get(url(round_)).content.decode()
    shown = officer.get(step)
    moved = officer.post(step, {"seen_version": fresh(round_).version, "seen": shown.context["form"].initial["seen"]})

    assert step in offered
    assert "What is needed most?" in shown.content.decode()
    assert (moved.status_code, fresh(round_).state_template) == (302, new)


def test_whoever_closes_a_round_early_reads_what_has_come_and_when_it_was_due(officer):
    round_ = opened_round(PartyFactory(), PartyFactory(), now=NOW, **AHEAD)

    page = officer.get(reverse("admin:reports_round_step", args=[round_.pk, "close_to_contributions"])).content.decode()

    assert "The date that participants were given is still ahead" in page
    assert "Contributions received: 0 of 2 participating States" in page


def test_contribution_says_when_it_was_received_on_one_clock(officer):
    User.objects.update(time_zone="Europe/Paris")
    party = PartyFactory()
    contribution = submitted(party, opened_round(party))

    page = officer.get(url(contribution)).content.decode()

    assert "<bdi>Paris</bdi>" in page
    assert "<bdi>UTC</bdi>" not in page


def test_whoever_runs_a_round_reads_what_its_switches_do_to_reminders(officer):
    page = officer.get(url(opened_round(PartyFactory(), now=NOW, **AHEAD))).content.decode()

    assert "Focal point and alternate are reminded by mail while the contribution is awaited." in page
    assert "Nobody is reminded before this day." in page


def test_round_is_not_offered_meetings_that_are_over_nor_itself_as_the_one_before(officer):
    round_, other = RoundFactory(), RoundFactory()
    ahead, over = (MeetingFactory(kind=kind("som"), state=state) for state in ("planned", "concluded"))

    fields = officer.get(reverse("admin:reports_round_change", args=[round_.pk])).context["adminform"].form.fields

    assert ahead in fields["som"].queryset
    assert over not in fields["som"].queryset
    assert (round_ in fields["previous"].queryset, other in fields["previous"].queryset) == (False, True)
    round_.som = over
    round_.save()
    fields = officer.get(reverse("admin:reports_round_change", args=[round_.pk])).context["adminform"].form.fields
    assert over in fields["som"].queryset


def test_opening_a_round_says_which_of_its_meetings_nobody_sees_yet(officer):
    round_ = RoundFactory(som=MeetingFactory(kind=kind("som"), state="planned"), ministerial=None)
    page = reverse("admin:reports_round_step", args=[round_.pk, "open"])

    (warned,) = officer.get(page).context["warnings"]

    assert reverse("admin:meetings_meeting_change", args=[round_.som.pk]) in warned
    type(round_.som).objects.filter(pk=round_.som.pk).update(state="convened")
    assert officer.get(page).context["warnings"] == []


def test_contributions_are_filtered_by_states_in_which_staff_read_them(officer):
    page = officer.get(reverse("admin:reports_contribution_changelist")).context["cl"]

    [states] = [spec for spec in page.filter_specs if spec.title == "state"]
    offered = [choice["display"] for choice in states.choices(page)]
    assert {"draft", "awaited"}.isdisjoint(offered)
    assert "received" in offered


@pytest.mark.parametrize("act", ["endorsement", "review"])
def test_acts_are_filtered_by_the_verbs_of_that_act_only(officer, act):
    page = officer.get(reverse(f"admin:reports_{act}_changelist")).context["cl"]

    offered = {key for spec in page.filter_specs for key, _ in spec.lookup_choices}

    fitting = Verb.objects.filter(**{f"is_{act}": True}) | Verb.objects.filter(code="deferred")
    assert offered <= set(fitting.values_list("pk", flat=True))


def test_first_page_leads_to_the_question_that_waits_and_then_to_its_reply(officer):
    party = PartyFactory()
    query = questioned(party, opened_round(party))
    questioned(other := PartyFactory(), opened_round(other))

    def of_its_round():
        rounds = officer.get(reverse("admin:index")).context["now"].rounds
        return next(one for one in rounds if one.round == query.contribution.round)

    def listed_at(address):
        return list(officer.get(address).context["cl"].result_list)

    waits = of_its_round()
    before = listed_at(waits.questions_href), listed_at(waits.replies_href)
    nothing_to_add(query, actor=actor("focal_point", party), version=query.version, now=NOW)
    replied = of_its_round()

    assert (waits.questions_open, before, replied.questions_open, replied.replies_to_read) == (1, ([query], []), 0, 1)
    assert (listed_at(replied.questions_href), listed_at(replied.replies_href)) == ([], [query])


def test_marking_complete_warns_of_a_question_that_is_not_settled(officer):
    party = PartyFactory()
    query = questioned(party, opened_round(party))
    nothing_to_add(query, actor=actor("focal_point", party), version=query.version, now=NOW)
    page = url(query.contribution, "step", "complete")

    (told,) = officer.get(page).context["warnings"]
    officer.post(url(query, "step", "settle"), {"seen_version": fresh(query).version})

    assert url(query) in told
    assert list(officer.get(page).context["warnings"]) == []


def test_first_page_counts_the_contributions_to_read_and_leads_to_them(officer):
    party = PartyFactory()
    one = submitted(party, opened_round(party))
    page = officer.get(reverse("admin:index"))

    (now,) = page.context["now"].rounds

    assert (now.to_read, now.to_read_href in page.text.replace("&amp;", "&")) == (1, True)
    assert list(officer.get(now.to_read_href).context["cl"].result_list) == [one]
