"""The portal over HTTP: a focal point fills in, submits and replies without a script, and nobody else gets in."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.ledger.models import LedgerBlock
from meetings.models import FollowUp
from notifications.models import Obligation
from parties.models import Mandate
from parties.services.mandates import end_mandate
from reports.models import Answer, Snapshot
from reports.selectors.asked import asked_sections, everything_asked
from reports.services.autosave import save_language
from reports.services.contributions import submit_contribution
from reports.services.queries import reply_to_query
from reports.services.rounds import close_round, close_to_contributions
from reports.services.terms import Terms, set_terms
from reports.views import sending
from tests.browsers import form_on
from tests.factories import reports_consolidated as consolidated
from tests.factories.actionplan import ActivityFactory
from tests.factories.meetings import FollowUpFactory, conclude
from tests.factories.parties import AuthorityFactory, actor, actor_as, appoint, participant, person
from tests.factories.reports import answered, completed, contribution_of, drafted, fresh, opened_round, questioned
from tests.posted import of_portal

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def round_(party):
    return opened_round(party, **AHEAD)


@pytest.fixture
def focal_point(client, party):
    client.force_login(person("focal_point", party))
    return client


def url(name, contribution, **more):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more})


def field(response, text):
    """The name of the field under a question."""
    return next(bound.html_name for bound in response.context["form"] if bound.label == text)


def test_a_contribution_is_begun_written_reviewed_submitted_and_receipted(focal_point, party, round_):
    contribution = contribution_of(party, round_)
    home = focal_point.get(reverse("portal"))
    assert "Begin" in home.content.decode()

    begun = focal_point.post(url("start", contribution), {"seen_version": contribution.version}, follow=True)
    typed = {**of_portal(begun), field(begun, "What was achieved?"): "Forty were trained.", "review": "1"}
    reviewed = focal_point.post(url("form", contribution), typed, follow=True)
    assert "Forty were trained." in reviewed.content.decode()
    signed = {**of_portal(reviewed), "seen_version": fresh(contribution).version}
    receipt = focal_point.post(url("review", contribution), signed, follow=True)

    sent = fresh(contribution)
    assert sent.state == "submitted"
    assert receipt.redirect_chain == [(url("receipt", contribution), 302)]
    assert sent.receipt_number in receipt.content.decode()
    assert sent.snapshots.get().sha256 in receipt.content.decode()


def test_receipt_names_the_block_of_the_ledger_once_it_is_sealed(client, party, transactional_db):
    sent = completed(party, opened_round(party, **AHEAD))
    client.force_login(person("focal_point", party))

    response = client.get(url("receipt", sent))

    block = LedgerBlock.objects.get(seq=response.context["head"].block)
    assert bytes(block.hash).hex() in response.content.decode()


def test_frozen_bytes_are_handed_out_and_have_their_hash(focal_point, party, round_):
    sent = completed(party, round_)

    response = focal_point.get(url("submission", sent, number=1))

    assert hashlib.sha256(response.content).hexdigest() == Snapshot.objects.get().sha256
    assert focal_point.get(url("submission", sent, number=2)).status_code == 404


def test_what_stands_in_the_way_is_named_and_nothing_is_sent(focal_point, party, round_):
    begun = drafted(party, round_)

    reviewed = focal_point.get(url("review", begun))
    refused = focal_point.post(url("review", begun), {**of_portal(reviewed), "seen_version": begun.version})

    assert "an answer is needed" in reviewed.content.decode()
    assert (refused.status_code, fresh(begun).state) == (400, "draft")


def test_conflict_shows_both_texts_and_the_next_save_keeps_ours(focal_point, party, round_):
    begun = drafted(party, round_)
    opened = focal_point.get(url("form", begun))
    name = field(opened, "What was achieved?")
    answered(begun, summary="Theirs, written meanwhile.")

    conflict = focal_point.post(url("form", begun), {**of_portal(opened), name: "Ours, typed here."})
    text = conflict.content.decode()
    again = focal_point.post(url("form", begun), of_portal(conflict))

    assert conflict.status_code == 409
    assert "Theirs, written meanwhile." in text
    assert "Ours, typed here." in text
    assert again.status_code == 302
    assert Answer.objects.get(question__code="summary").text == "Ours, typed here."


def test_form_that_was_left_open_does_not_undo_anothers_choice_of_language(focal_point, party, round_):
    begun = drafted(party, round_)
    opened = focal_point.get(url("form", begun))
    typed = {**of_portal(opened), "language-seen": "1", field(opened, "What was achieved?"): "Forty people."}
    save_language(begun, "fr", actor=actor("contributor", party), seen="en")

    focal_point.post(url("form", begun), typed)
    stood = fresh(begun).language
    focal_point.post(url("form", begun), {**typed, "language-seen": "2"})

    assert (stood, fresh(begun).language) == ("fr", "en")
    assert Answer.objects.get(question__code="summary").language == "en"


def test_bad_answer_is_refused_at_its_question_and_everything_typed_is_kept(focal_point, party):
    activity = ActivityFactory(lead=party)
    begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))
    opened = focal_point.get(url("form", begun))
    typed = {
        **of_portal(opened),
        field(opened, "What was achieved?"): "Typed and kept.",
        field(opened, "Where does it stand?"): "nowhere",
    }

    response = focal_point.post(url("form", begun), typed)

    assert response.status_code == 400
    assert "Typed and kept." in response.content.decode()
    assert f">{activity.code} · Where does it stand?</a>: " in response.content.decode()
    assert ("<title>Error: " in opened.content.decode(), "<title>Error: " in response.content.decode()) == (False, True)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999", "²"])
def test_step_without_the_version_its_reader_saw_is_refused(version, focal_point, party, round_):
    contribution = contribution_of(party, round_)

    response = focal_point.post(url("start", contribution), {"seen_version": version})

    assert (response.status_code, fresh(contribution).state) == (409, "not_started")


def test_form_shows_what_was_decided_about_the_activity(focal_point, party):
    activity = ActivityFactory(lead=party)
    open_one, done = (FollowUpFactory(title_en=title) for title in ("Train the trainers", "Done already"))
    for follow_up in (open_one, done):
        conclude(follow_up.decision.meeting)
    FollowUp.objects.filter(pk=done.pk).update(state="done")
    for follow_up in (open_one, done):
        activity.follow_ups.create(follow_up=follow_up)
    begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))

    text = focal_point.get(url("form", begun)).content.decode()

    assert "Train the trainers" in text
    assert "Done already" not in text


def test_answers_of_the_last_round_ask_to_be_confirmed(focal_point, party):
    first = opened_round(party, **AHEAD)
    completed(party, first, summary="Still true.")
    second = opened_round(party, period_begins_on="2026-01-01", period_ends_on="2026-12-31", **AHEAD)
    begun = drafted(party, second)

    opened = focal_point.get(url("form", begun))
    typed = {**of_portal(opened), **{name: "on" for name in opened.context["form"].fields if name[:2] == "c-"}}
    focal_point.post(url("form", begun), typed)

    answer = Answer.objects.get(contribution=begun)
    assert "Still true?" in opened.content.decode()
    assert (answer.text, answer.is_prefilled) == ("Still true.", False)


def test_nothing_to_report_is_declared_with_one_confirmation_and_undone(focal_point, party, round_):
    contribution = contribution_of(party, round_)

    asked = focal_point.get(url("nothing", contribution))
    receipt = focal_point.post(url("nothing", contribution), {"seen_version": contribution.version}, follow=True)
    declared = fresh(contribution)
    focal_point.post(url("undo-nothing", contribution), {"seen_version": declared.version})

    assert "undo it until the cut-off" in asked.content.decode()
    assert "<dd>Nothing to report for this period</dd>" in receipt.content.decode()
    assert (declared.state, fresh(contribution).state) == ("nothing_to_report", "draft")


def test_question_is_answered_on_the_page_of_the_contribution(focal_point, party, round_):
    query = questioned(party, round_)

    page = focal_point.get(url("contribution", query.contribution))
    empty = focal_point.post(url("reply", query.contribution, query=query.uuid), {"seen_version": 1, "language": "en"})
    answer = {"seen_version": query.version, "language": "fr", "reply": "Quarante."}
    replied = focal_point.post(url("reply", query.contribution, query=query.uuid), answer, follow=True)

    assert "How many?" in page.content.decode()
    assert empty.status_code == 400
    assert "Quarante." in replied.content.decode()
    assert "Your reply was sent." in replied.content.decode()
    assert fresh(query.contribution).state == "submitted"


def test_nothing_to_add_is_told_as_what_was_said(focal_point, party, round_):
    query = questioned(party, round_)

    said = {"seen_version": query.version, "nothing": ""}
    page = focal_point.post(url("reply", query.contribution, query=query.uuid), said, follow=True).content.decode()

    assert "You said that there is nothing to add." in page
    assert "Your reply was sent." not in page


def test_a_typed_reply_is_not_lost_by_saying_that_there_is_nothing_to_add(focal_point, party, round_):
    query = questioned(party, round_)

    said = {"seen_version": query.version, "language": "en", "reply": "Typed at length.", "nothing": ""}
    page = focal_point.post(url("reply", query.contribution, query=query.uuid), said).content.decode()

    assert "Typed at length." in page
    assert "You have written a reply." in page
    assert fresh(query).state == "open"


def test_stale_reply_keeps_what_was_typed(focal_point, party, round_):
    query = questioned(party, round_)

    stale = {"seen_version": 99, "language": "en", "reply": "Typed at length."}
    response = focal_point.post(url("reply", query.contribution, query=query.uuid), stale)

    assert response.status_code == 409
    assert "Typed at length." in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert fresh(query).state == "open"


def test_reply_to_a_question_that_a_colleague_answered_stays_on_the_page(focal_point, party, round_):
    query = questioned(party, round_)
    reply_to_query(query, actor=actor("focal_point", party), version=query.version, now=NOW, reply="Forty.")
    typed = {"seen_version": query.version, "language": "en", "reply": "Typed at length."}

    response = focal_point.post(url("reply", query.contribution, query=query.uuid), typed)

    assert response.status_code == 409
    assert "Typed at length." in response.content.decode()


@pytest.mark.parametrize("said", [{"reply": "Forty.", "language": "en"}, {"nothing": "1"}])
def test_what_a_colleague_changes_while_a_reply_is_written_is_not_sent_unread(focal_point, party, round_, said):
    query = questioned(party, round_)
    address, page = url("reply", query.contribution, query=query.uuid), url("contribution", query.contribution)
    opened = form_on(focal_point.get(page).content.decode())
    answered(fresh(query.contribution), summary="Half a sen")

    refused = focal_point.post(address, {**opened, **said})
    again = form_on(refused.content.decode())
    sent = focal_point.post(address, {**again, **said})

    assert (refused.status_code, sent.status_code) == (409, 302)
    assert "Half a sen" in refused.content.decode()
    assert again.get("reply", "").strip() == said.get("reply", "")
    assert Snapshot.objects.filter(contribution=query.contribution).count() == 2


@pytest.mark.parametrize("said", [{"reply": "Forty.", "language": "en"}, {"nothing": "1"}])
def test_a_reply_that_does_not_say_which_answers_it_was_written_beside_sends_none_unread(
    focal_point, party, round_, said
):
    query = questioned(party, round_)
    answered(fresh(query.contribution), summary="Half a sen")

    sent = {"seen_version": query.version, "read": "", **said}
    refused = focal_point.post(url("reply", query.contribution, query=query.uuid), sent)

    assert refused.status_code == 409
    assert fresh(query).state == "open"


def test_nothing_to_add_closes_the_question(focal_point, party, round_):
    query = questioned(party, round_)

    focal_point.post(url("reply", query.contribution, query=query.uuid), {"seen_version": 1, "nothing": "1"})

    assert fresh(query).state == "nothing_to_add"


def test_withdrawing_and_reopening_ask_for_a_reason(focal_point, party, round_):
    done = completed(party, round_)

    refused = focal_point.post(url("withdraw", done), {"seen_version": done.version, "reason": " "})
    focal_point.post(url("withdraw", done), {"seen_version": done.version, "reason": "A wrong table."})
    withdrawn = fresh(done)
    focal_point.post(url("reopen", done), {"seen_version": withdrawn.version, "reason": "Corrected."})

    assert (refused.status_code, withdrawn.state, fresh(done).state) == (400, "withdrawn", "reopened")


def test_terms_are_changed_after_submission(focal_point, party, round_):
    done = completed(party, round_)
    page = focal_point.get(url("terms", done))
    section = done.round.state_template.sections.get(code="general")
    chosen = {**of_portal(page), f"see-{section.uuid.hex}": "public", "seen_version": done.version}

    focal_point.post(url("terms", done), chosen)
    wrong = {f"see-{section.uuid.hex}": "everybody", "seen_version": fresh(done).version}
    refused = focal_point.post(url("terms", done), {**chosen, **wrong})

    assert done.terms.get(section=section).visibility == "public"
    assert refused.status_code == 400


def test_one_choice_for_all_holds_for_each_part_that_was_left_as_it_was_shown(focal_point, party, activity):
    done = completed(party, opened_round(party, plan=activity.objective.plan))
    general, other = done.round.state_template.sections.order_by("position")[:2]
    page = focal_point.get(url("terms", done))
    own = {f"use-{general.uuid.hex}": "not_quoted"}
    sent = {**of_portal(page), "see": "public", "use": "unnamed", **own, "seen_version": done.version}

    focal_point.post(url("terms", done), sent)
    again = focal_point.get(url("terms", done))
    chosen = {one.section: (one.visibility, one.use) for one in done.terms.all()}

    assert '<details class="choices">' in page.content.decode()
    assert '<details class="choices" open>' in again.content.decode()
    assert (chosen[general], chosen[other]) == (("public", "not_quoted"), ("public", "unnamed"))
    assert (of_portal(again)["see"], of_portal(again)["use"]) == ("public", "")


def test_a_choice_for_all_that_is_refused_is_shown_at_each_part_and_narrowed_at_one(focal_point, party, activity):
    begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))
    general = begun.round.state_template.sections.order_by("position").first()
    opened = {**of_portal(focal_point.get(url("review", begun))), "see": "public", "seen_version": 99}

    shown = of_portal(focal_point.post(url("review", begun), opened))
    narrowed = {**shown, f"see-{general.uuid.hex}": "staff", "seen_version": fresh(begun).version}
    refused = of_portal(focal_point.post(url("review", begun), narrowed))

    assert {value for name, value in shown.items() if name.startswith("see")} == {"public"}
    assert (refused[f"see-{general.uuid.hex}"], refused["see"]) == ("staff", "")


def test_terms_stand_once_the_report_is_tabled(client):
    report = consolidated.tabled()
    sent = report.round.contributions.filter(submitted_at__isnull=False).first()
    client.force_login(person("focal_point", sent.party))
    section = sent.round.state_template.sections.first()
    chosen = {f"see-{section.uuid.hex}": "public", "seen_version": sent.version}

    contribution = client.get(url("contribution", sent))
    page = client.get(url("terms", sent))
    refused = client.post(url("terms", sent), chosen)

    assert (contribution.context["may_set_terms"], contribution.context["terms_stand"]) == (False, True)
    assert "What you chose, which stands" in contribution.content.decode()
    assert "You can change this until" not in page.content.decode()
    for shown in (page, refused):
        assert "The consolidated report is tabled: what you chose stands." in shown.content.decode()
        assert "<select" not in shown.content.decode()
    assert (page.status_code, refused.status_code in {400, 409}) == (200, True)


def test_a_section_says_once_that_nothing_in_it_is_required(focal_point, party):
    activity = ActivityFactory(lead=party)
    begun = drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))

    page = focal_point.get(url("form", begun)).content.decode()

    assert page.count("Nothing in this section has to be answered.") == 1
    assert page.count("(optional)") == 1


def test_a_link_at_the_top_leads_to_the_list_of_sections(focal_point, party, round_):
    page = focal_point.get(url("form", drafted(party, round_))).content.decode()
    top, _form, after = page.partition('<form method="post" novalidate')

    assert '<a href="#sections-title">Sections</a>' in top
    assert after.count('id="sections-title"') == 1


def test_draft_is_deleted_with_one_confirmation(focal_point, party, round_):
    begun = answered(drafted(party, round_), summary="Gone.")

    focal_point.post(url("delete-draft", begun), {"seen_version": begun.version})

    assert fresh(begun).state == "not_started"
    assert not Answer.objects.exists()


PAGES = ("contribution", "form", "review", "receipt", "terms", "nothing", "withdraw", "reopen", "delete-draft")
STEPS = ("start", "form", "review", "terms", "nothing", "undo-nothing", "withdraw", "reopen", "delete-draft")
OUTSIDE = ("presidency_current", "secretariat_officer", "presidency_incoming", "reporting_officer", "just_ended")


@pytest.mark.parametrize("role", [*OUTSIDE, "focal_point", "cabinet"])
def test_foreign_and_missing_contributions_answer_the_same_404(role, client, party, round_):
    begun = answered(drafted(party, round_), summary="canary in a draft")
    client.force_login(person(role))

    for name in PAGES:
        assert client.get(url(name, begun)).status_code == 404, name
    for name in STEPS:
        assert client.post(url(name, begun), {"seen_version": begun.version}).status_code == 404, name
    assert "canary" not in client.get(reverse("portal")).content.decode()


def test_who_is_not_signed_in_is_asked_to_sign_in(client, party, round_):
    begun = drafted(party, round_)

    for address in [reverse("portal"), *(url(name, begun) for name in PAGES)]:
        response = client.get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))


def test_person_with_both_hats_writes_here_and_the_presidency_sees_nothing_of_it(client):
    france, user = participant("FR"), person("both_hats")
    begun = drafted(france, opened_round(france, **AHEAD), by=actor_as(user, "participant"))
    client.force_login(user)

    assert client.get(url("form", begun)).status_code == 200
    assert client.get(reverse("admin:reports_contribution_change", args=[begun.pk])).status_code == 302


@pytest.mark.parametrize(("role", "status"), [("contributor", 200), ("alternate", 200), ("senior_official", 302)])
def test_form_is_for_those_who_write(role, status, client, party, round_):
    begun = drafted(party, round_)
    client.force_login(person(role, party))

    assert client.get(url("form", begun)).status_code == status


def test_what_a_colleague_types_while_the_review_is_put_together_is_not_sent_unread(
    focal_point, party, round_, monkeypatch
):
    begun = answered(drafted(party, round_), summary="Forty were trained.")

    def typed_meanwhile(contribution):
        found = everything_asked(contribution)
        answered(begun, summary="Fifty were trained.")
        return found

    monkeypatch.setattr(sending, "everything_asked", typed_meanwhile)
    page = focal_point.get(url("review", begun))
    monkeypatch.undo()
    seen = {**of_portal(page), "seen_version": page.context["contribution"].version}
    refused = focal_point.post(url("review", begun), seen)

    assert "Forty were trained." in page.content.decode()
    assert refused.status_code == 409
    assert fresh(begun).state == "draft"


def test_what_a_colleague_chose_since_the_review_was_opened_is_shown_before_it_is_sent(focal_point, party, round_):
    begun = answered(drafted(party, round_), summary="Forty were trained.")
    opened = {**of_portal(focal_point.get(url("review", begun))), "seen_version": fresh(begun).version}
    narrow = {begun.round.state_template.sections.get(code="general").uuid: Terms("staff", "not_quoted")}
    set_terms(begun, actor=actor("focal_point", party), version=fresh(begun).version, terms=narrow)

    refused = focal_point.post(url("review", begun), opened)
    again = {**of_portal(refused), "seen_version": refused.context["contribution"].version}
    sent = focal_point.post(url("review", begun), again)

    assert (refused.status_code, sent.status_code) == (409, 302)
    assert begun.terms.get(section__code="general").use == "not_quoted"


def test_contributor_reviews_and_does_not_submit(client, party, round_):
    begun = answered(drafted(party, round_), summary="All there.")
    client.force_login(person("contributor", party))

    page = client.get(url("review", begun))
    typed = {**of_portal(page), "seen_version": begun.version}
    refused = client.post(url("review", begun), typed)

    assert "Only the submitting office" in page.content.decode()
    assert (refused.status_code, fresh(begun).state) == (403, "draft")


def test_senior_official_reads_the_working_answers(client, party, round_):
    begun = answered(drafted(party, round_), summary="Not sent yet.")
    client.force_login(person("senior_official", party))

    assert "Not sent yet." in client.get(url("contribution", begun)).content.decode()


def test_cabinet_reads_what_was_submitted_only(client, party, round_):
    query = questioned(party, round_, summary="As it was sent.")
    answered(query.contribution, summary="canary typed since")
    client.force_login(person("cabinet", party))

    text = client.get(url("contribution", query.contribution)).content.decode()

    assert "As it was sent." in text
    assert "canary" not in text
    assert client.get(url("form", query.contribution)).status_code == 404


def test_closed_round_is_read_and_offers_no_step(focal_point, party, round_):
    done = completed(party, round_)
    staff = actor("secretariat_officer")
    consolidating = close_to_contributions(round_, actor=staff, version=round_.version, now=NOW)
    close_round(consolidating, actor=staff, version=consolidating.version, now=NOW)

    page = focal_point.get(url("contribution", done))
    home = focal_point.get(reverse("portal")).content.decode()

    assert page.context["steps"] == []
    assert "What became of earlier rounds" in home
    assert "Nothing is asked of you" in home


def test_question_says_by_when_a_reply_is_expected_until_there_is_one(focal_point, party, round_):
    query = questioned(party, round_)
    due = Obligation.objects.get(kind="contribution.question").due_at
    address = url("contribution", query.contribution)

    assert f'reply expected by <span class="moment"><time datetime="{due.isoformat()}">' in (
        focal_point.get(address).content.decode()
    )

    focal_point.post(
        url("reply", query.contribution, query=query.uuid),
        {"seen_version": query.version, "language": "en", "reply": "Forty."},
    )
    assert "reply expected by" not in focal_point.get(address).content.decode()


def test_question_left_open_in_a_closed_round_asks_nothing_more_and_the_page_says_so(focal_point, party, round_):
    query = questioned(party, round_)
    staff = actor("secretariat_officer")
    sentence = "This round is closed: nothing more is asked of your participant."
    before = focal_point.get(url("contribution", query.contribution)).content.decode()
    consolidating = close_to_contributions(fresh(round_), actor=staff, version=None, now=NOW)
    close_round(consolidating, actor=staff, version=consolidating.version, now=NOW)

    page = focal_point.get(url("contribution", query.contribution))

    assert sentence not in before
    assert sentence in page.content.decode()
    assert [form for _query, form in page.context["queries"]] == [None]


def test_each_authority_on_hold_sees_its_own_contribution_only(client, party):
    one, other = (AuthorityFactory(party=party, state="on_hold") for _ in range(2))
    round_ = opened_round(party, **AHEAD)
    mine, theirs = (contribution_of(party, round_, authority=side) for side in (one, other))
    client.force_login(appoint("focal_point", party, authority=one))

    assert client.get(url("contribution", mine)).status_code == 200
    assert client.get(url("contribution", theirs)).status_code == 404
    assert other.name not in client.get(reverse("portal")).content.decode()


def test_who_left_the_office_reads_nothing_any_more_and_who_follows_reads_everything(client, party, round_):
    begun = answered(drafted(party, round_), summary="Forty were trained.")
    leaving = appoint("focal_point", party)
    client.force_login(leaving)
    assert client.get(url("form", begun)).status_code == 200
    first = asked_sections(begun)[0].questions[0]
    saved = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": first.name})

    end_mandate(Mandate.objects.get(user=leaving), actor=actor("secretariat_officer"), version=1, now=timezone.now())

    assert [client.get(url(name, begun)).status_code for name in ("contribution", "form", "review")] == [404] * 3
    assert client.post(saved, {"text": "Typed after all.", "version": 1}).status_code == 404
    client.force_login(person("focal_point", party))
    assert "Forty were trained." in client.get(url("form", begun)).content.decode()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("name", ["contribution", "form", "review"])
def test_pages_stand_in_each_language(name, language, client, party, round_):
    user = person("focal_point", party)
    user.language = language
    user.save(update_fields=["language"])
    begun = drafted(party, round_)
    client.force_login(user)
    client.cookies["django_language"] = language

    text = client.get(url(name, begun)).content.decode()

    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text


@pytest.mark.parametrize("number", [1, 3])
def test_form_costs_the_same_however_many_activities(number, client, party, django_assert_num_queries):
    first = ActivityFactory(lead=party)
    for _ in range(number - 1):
        ActivityFactory(lead=party, objective=first.objective)
    begun = drafted(party, opened_round(party, plan=first.objective.plan, **AHEAD))
    client.force_login(person("focal_point", party))
    client.get(url("form", begun))

    with django_assert_num_queries(QUERIES_OF_FORM):
        client.get(url("form", begun))


QUERIES_OF_FORM = 10


def test_submission_over_http_is_refused_when_somebody_typed_meanwhile(focal_point, party, round_):
    begun = answered(drafted(party, round_), summary="Read by the focal point.")
    page = focal_point.get(url("review", begun))
    answered(begun, summary="Changed since.")

    response = focal_point.post(url("review", begun), {**of_portal(page), "seen_version": begun.version})

    assert (response.status_code, fresh(begun).state) == (409, "draft")


def test_pages_are_not_kept_by_browsers(focal_point, party, round_):
    begun = drafted(party, round_)

    assert "no-store" in focal_point.get(url("form", begun))["Cache-Control"]


def test_submitting_twice_is_refused_the_second_time(focal_point, party, round_):
    begun = answered(drafted(party, round_), summary="Once.")
    page = of_portal(focal_point.get(url("review", begun)))
    sent = submit_contribution(begun, actor=actor("focal_point", party), version=begun.version, now=NOW)

    response = focal_point.post(url("review", begun), {**page, "seen_version": sent.version})

    assert response.status_code == 409
