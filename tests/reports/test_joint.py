"""A contribution may speak in the name of others: who has confirmed counts as received, and nobody else is named."""

from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from foundation.actors import system
from foundation.errors import DomainError, IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry
from foundation.outbox.models import Message
from foundation.outbox.registry import is_wanted
from foundation.uploads import examine
from notifications.models import Obligation
from reports.models import Attachment, JointName
from reports.papers.clearance import ForClearance, clearance_paper
from reports.selectors.asked import asked_sections
from reports.selectors.joint import changes_since_answered, could_be_named, named_for, together_with
from reports.selectors.obligations import to_submit
from reports.selectors.passages import quotable_passages
from reports.selectors.rounds import n_of_N, received_from, round_overview
from reports.services.attachments import attach_file
from reports.services.consolidated import draft_report
from reports.services.contributions import (
    declare_nothing_to_report,
    delete_draft,
    start_contribution,
    submit_contribution,
    withdraw_contribution,
)
from reports.services.joint import confirm, decline, name_participant, take_out
from reports.services.judging import mark_complete, reopen_contribution
from reports.services.queries import ask, reply_to_query
from reports.services.rounds import close_to_contributions
from reports.services.snapshots import digest_of
from reports.workflow import JOINT
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, participant, person
from tests.factories.reports import LATER, answered, contribution_of, drafted, fresh, opened_round
from tests.reports.together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafter():
    return PartyFactory()


@pytest.fixture
def named():
    return PartyFactory()


@pytest.fixture
def round_(drafter, named):
    return opened_round(drafter, named)


@pytest.fixture
def begun(drafter, round_):
    return answered(drafted(drafter, round_), summary="What we did together.")


@pytest.fixture
def speaks_for(named):
    return actor("focal_point", named)


def name(contribution, party, *, by=None):
    current = fresh(contribution)
    by = by or actor("focal_point", contribution.party)
    return name_participant(current, actor=by, version=current.version, party=party.uuid)


def send(contribution):
    current = fresh(contribution)
    by = actor("focal_point", contribution.party)
    return submit_contribution(current, actor=by, version=current.version, now=LATER)


def asked(contribution, party):
    """Named and submitted: the participant is asked."""
    joint = name(contribution, party)
    send(contribution)
    return fresh(joint)


def answer(step, joint, by):
    current = fresh(joint)
    return step(current, actor=by, version=current.version, now=LATER)


def confirmed(contribution, party):
    return answer(confirm, asked(contribution, party), actor("focal_point", party))


def sent_again(contribution, **texts):
    current = fresh(contribution)
    by = actor("focal_point", contribution.party)
    reopen_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")
    if texts:
        answered(fresh(contribution), **texts)
    return send(contribution)


def taken_at_once(*steps):
    """What became of each of these steps, taken at the same moment: done, or the rule that refused it."""

    def take(number):
        try:
            steps[number]()
        except DomainError as error:
            return type(error).__name__
        return "done"

    return at_once(len(steps), take)


def received(round_):
    return n_of_N(round_).states.received


def requested(party, round_):
    """Whether it is asked for a report of its own."""
    own = contribution_of(party, round_)
    is_open = Obligation.objects.open().filter(kind="contribution.due", subject_uuid=own.uuid).exists()
    assert is_open == (to_submit().filter(pk=own.pk).exists())
    return is_open


def test_named_participant_counts_once_it_has_confirmed_and_not_before(begun, round_, drafter, named, speaks_for):
    joint = name(begun, named)
    assert not named_for(speaks_for).exists()
    send(begun)

    assert (received(round_), received_from(round_)) == (1, [drafter])
    assert together_with(begun) == []
    assert requested(named, round_)

    answer(confirm, joint, speaks_for)

    assert received(round_) == 2
    assert set(received_from(round_)) == {drafter, named}
    assert together_with(begun) == [named]
    assert not requested(named, round_)


def test_declined_name_never_appears_and_its_participant_is_asked_for_its_own(begun, round_, named, speaks_for):
    joint = confirmed(begun, named)

    answer(decline, joint, speaks_for)

    assert together_with(begun) == []
    assert received(round_) == 1
    assert requested(named, round_)
    assert answer(confirm, joint, speaks_for).state == "confirmed"


def test_changed_text_asks_again_and_the_same_text_does_not(begun, round_, named):
    joint = confirmed(begun, named)
    sent_again(begun)
    assert fresh(joint).state == "confirmed"
    assert fresh(joint).snapshot.number == 2

    sent_again(begun, summary="Something else.")

    assert fresh(joint).state == "asked"
    assert fresh(joint).snapshot.number == 3
    assert received(round_) == 1
    assert requested(named, round_)


@pytest.mark.parametrize("step", [confirm, decline])
def test_who_is_asked_again_reads_what_changed_from_the_text_it_answered_about(step, client, begun, named, speaks_for):
    joint = asked(begun, named)
    address = reverse("portal-joint-name", kwargs={"uuid": joint.uuid})
    client.force_login(person("focal_point", named))
    first = client.get(address).content.decode()
    answer(step, joint, speaks_for)
    answered_once = client.get(address).content.decode()
    sent_again(begun, summary="What we did in Cairo.")
    sent_again(begun, summary="What we did together in Cairo.")

    page = client.get(address).content.decode()

    assert "What changed from submission 1" in page
    assert "What we did <del>together.</del><ins>together in Cairo.</ins>" in page
    assert "What changed from" not in first + answered_once
    answer(confirm, joint, speaks_for)
    assert "What changed from" not in client.get(address).content.decode()
    assert fresh(joint).answered.number == 1


def test_who_is_asked_again_after_a_withdrawal_reads_what_changed_and_is_told_so_by_mail(begun, named, drafter):
    person("focal_point", named)
    joint = confirmed(begun, named)
    current, by = fresh(begun), actor("focal_point", drafter)
    withdraw_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")
    assert changes_since_answered(fresh(joint)) is None

    sent_again(begun)

    assert changes_since_answered(fresh(joint)) == []
    mail = Message.objects.filter(kind="contribution.joint_asked").latest("id")
    assert "had answered was submitted anew" in mail.body_text


@pytest.mark.parametrize(("texts", "state"), [({}, "confirmed"), ({"summary": "Something else."}, "asked")])
def test_reply_that_changes_the_text_asks_again(texts, state, drafter, named):
    third, by = PartyFactory(), actor("focal_point", drafter)
    begun = answered(drafted(drafter, opened_round(drafter, named, third)), summary="What we did together.")
    joint = confirmed(begun, named)
    current = fresh(begun)
    question = ask(current, actor=actor("secretariat_officer"), version=current.version, now=LATER, asked="How many?")
    if texts:
        answered(fresh(begun), **texts)
    late = name(begun, third)

    reply_to_query(question, actor=by, version=question.version, now=LATER, reply="Twelve.")

    assert (fresh(joint).state, fresh(late).state) == (state, "asked")
    assert fresh(late).snapshot == begun.snapshots.last()


def test_those_who_speak_for_it_are_told_where_to_look_once_for_each_text(begun, named):
    reader = person("focal_point", named)
    person("contributor", named)
    joint = asked(begun, named)
    sent_again(begun, summary="Something else.")

    first, second = Message.objects.filter(kind="contribution.joint_asked").order_by("id")
    assert {first.to, second.to} == {reader.email}
    assert str(joint.uuid) in second.body_text
    assert begun.party.name_en not in second.body_text
    assert second.secret
    assert (is_wanted(first), is_wanted(second)) == (False, True)
    answer(decline, joint, actor("focal_point", named))
    assert not is_wanted(second)


@pytest.mark.parametrize("begins", [start_contribution, declare_nothing_to_report])
def test_participant_with_a_report_of_its_own_chooses(begins, begun, round_, named, speaks_for):
    joint = asked(begun, named)
    own = contribution_of(named, round_)
    begins(own, actor=speaks_for, version=own.version, now=LATER)

    with pytest.raises(RuleBroken, match="Choose: delete or withdraw it"):
        answer(confirm, joint, speaks_for)

    assert fresh(joint).state == "asked"
    if begins is start_contribution:
        own = fresh(own)
        delete_draft(own, actor=speaks_for, version=own.version, now=LATER)
        assert answer(confirm, joint, speaks_for).state == "confirmed"
    else:
        assert answer(decline, joint, speaks_for).state == "declined"


@pytest.mark.parametrize("begins", [start_contribution, declare_nothing_to_report])
def test_who_has_joined_another_begins_none_of_its_own_until_it_declines(begins, begun, round_, named, speaks_for):
    joint = confirmed(begun, named)
    own = contribution_of(named, round_)

    with pytest.raises(RuleBroken, match="reports together with"):
        begins(own, actor=speaks_for, version=own.version, now=LATER)

    assert fresh(own).state == "not_started"
    answer(decline, joint, speaks_for)
    begins(own, actor=speaks_for, version=own.version, now=LATER)


def test_one_contribution_of_another_is_confirmed_in_a_round(drafter, named, speaks_for):
    third = PartyFactory()
    round_ = opened_round(drafter, named, third)
    texts = [answered(drafted(party, round_), summary=f"Of {party.code}.") for party in (drafter, third)]
    first, second = (asked(one, named) for one in texts)
    answer(confirm, first, speaks_for)

    with pytest.raises(IntegrityError, match="confirmed another contribution"), transaction.atomic():
        answer(confirm, second, speaks_for)

    assert fresh(second).state == "asked"


def test_withdrawn_contribution_speaks_in_nobodys_name(begun, round_, named, drafter):
    reader = person("focal_point", named)
    joint = confirmed(begun, named)
    current = fresh(begun)
    by = actor("focal_point", drafter)

    withdraw_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")

    assert (fresh(joint).state, fresh(joint).snapshot) == ("named", None)
    assert Message.objects.filter(kind="contribution.joint_ended", to=reader.email).count() == 1
    assert received(round_) == 0
    assert requested(named, round_)


def test_who_is_taken_out_no_longer_counts_and_can_be_named_again(begun, round_, named, drafter):
    joint = confirmed(begun, named)
    by = actor("focal_point", drafter)
    current = fresh(begun)
    reopen_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")

    answer(take_out, joint, by)

    assert received(round_) == 1
    assert requested(named, round_)
    assert name(begun, named).pk == joint.pk
    send(begun)
    assert fresh(joint).state == "asked"


@pytest.mark.parametrize(
    ("was", "says"), [(confirmed, "a contribution of your own is asked"), (asked, "nothing to confirm")]
)
def test_who_was_asked_is_told_when_that_is_over_and_by_whom_it_was_named_stays_unsaid(
    was, says, begun, named, drafter
):
    reader = person("focal_point", named)
    person("contributor", named)
    joint = was(begun, named)
    current, by = fresh(begun), actor("focal_point", drafter)
    reopen_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")

    answer(take_out, joint, by)

    (mail,) = Message.objects.filter(kind="contribution.joint_ended", to=reader.email)
    assert says in mail.body_text
    assert begun.party.name_en not in mail.body_text
    assert mail.secret
    assert is_wanted(mail)
    name(begun, named)
    send(begun)
    assert not is_wanted(mail)


def test_report_lists_only_those_that_have_confirmed(drafter, named):
    silent = PartyFactory()
    round_ = opened_round(drafter, named, silent)
    begun = answered(drafted(drafter, round_), summary="What we did together.")
    name(begun, silent)
    confirmed(begun, named)
    staff, current = actor("secretariat_officer"), fresh(begun)
    mark_complete(current, actor=staff, version=current.version, now=LATER)
    close_to_contributions(round_, actor=staff, version=fresh(round_).version, now=LATER)

    report = draft_report(fresh(round_), title={"en": "Report"}, actor=system(LATER), now=LATER)

    assert set(report.received_from.all()) == {drafter, named}
    assert (report.received_states, report.asked_states) == (2, 3)
    assert {passage.participant for passage in quotable_passages(report)} == {f"{drafter} · {named}"}


@pytest.mark.parametrize(("language", "order"), [("en", ["EG", "DE"]), ("fr", ["DE", "EG"])])
def test_those_that_speak_as_one_stand_in_the_alphabet_of_the_reader(language, order, drafter):
    together = [participant(code) for code in order]
    round_ = opened_round(drafter, *together)
    begun = answered(drafted(drafter, round_), summary="What we did together.")
    joints = [name(begun, party) for party in reversed(together)]
    send(begun)
    for joint in joints:
        answer(confirm, joint, actor("focal_point", joint.party))
    staff, current = actor("secretariat_officer"), fresh(begun)
    mark_complete(current, actor=staff, version=current.version, now=LATER)
    close_to_contributions(round_, actor=staff, version=fresh(round_).version, now=LATER)
    report = draft_report(fresh(round_), title={"en": "Report"}, actor=system(LATER), now=LATER)

    with override(language):
        (spoken,) = {passage.participant for passage in quotable_passages(report)}
        assert spoken == " · ".join(str(party) for party in (drafter, *together))


def test_only_participants_of_the_round_that_speak_as_one_can_be_named(begun, drafter, named, round_):
    stranger = PartyFactory()
    for other in (stranger, drafter):
        with pytest.raises(RuleBroken, match="Choose one of the participants offered"):
            name(begun, other)
    name(begun, named)
    with pytest.raises(RuleBroken, match="Choose one of the participants offered"):
        name(begun, named)

    third = PartyFactory()
    other_round = opened_round(drafter, third)
    AuthorityFactory(party=third, state="on_hold")
    AuthorityFactory(party=third, state="on_hold")
    assert third not in could_be_named(contribution_of(drafter, other_round))


@pytest.mark.parametrize("role", ["contributor", "alternate", "senior_official", "cabinet", "secretariat_officer"])
def test_others_neither_name_nor_answer(role, begun, named, drafter):
    with pytest.raises(NotAllowed):
        name(begun, named, by=actor(role, drafter))
    joint = asked(begun, named)
    by = actor(role, named)

    for step in (confirm, decline):
        with pytest.raises(NotAllowed):
            answer(step, joint, by)
    assert JOINT.available(fresh(joint), by) == []


def test_drafter_does_not_answer_for_another_and_names_nobody_once_it_is_sent(begun, named, drafter):
    joint = asked(begun, named)
    by = actor("focal_point", drafter)

    with pytest.raises(NotAllowed):
        answer(confirm, joint, by)
    with pytest.raises(IllegalTransition):
        name(begun, named)
    with pytest.raises(IllegalTransition):
        answer(take_out, joint, by)


def test_nobody_answers_about_another_text_than_was_read(begun, named, speaks_for):
    joint = asked(begun, named)
    sent_again(begun, summary="Something else.")

    with pytest.raises(StaleVersion):
        confirm(joint, actor=speaks_for, version=joint.version, now=LATER)


def test_names_are_part_of_what_is_signed(begun, named):
    before = digest_of(fresh(begun))

    name(begun, named)

    assert digest_of(fresh(begun)) != before


def test_paper_for_clearance_says_who_will_be_asked(begun, named):
    asks = asked_sections(begun)
    draft = ForClearance(begun, asks, terms={}, version="0" * 12, files=[], clearances=[], due_at=LATER, named=[named])

    paper = clearance_paper(draft, clearers=[""], now=LATER, zone="UTC")

    assert ("To be asked to confirm it too", str(named.name)) in paper.blocks[0].pairs


def test_names_of_a_draft_are_seen_in_its_own_house_alone(begun, named, drafter):
    joint = name(begun, named)
    own = actor("contributor", drafter)
    readers = [actor(role) for role in ("secretariat_officer", "presidency_current")]
    assert JointName.objects.visible_to(own).get() == joint
    for other in (*readers, actor("focal_point", named), actor("cabinet", drafter)):
        assert not JointName.objects.visible_to(other).exists()

    send(begun)

    for other in (own, *readers, actor("contributor", named), actor("cabinet", named), actor("cabinet", drafter)):
        assert JointName.objects.visible_to(other).exists()
    assert not JointName.objects.visible_to(actor("focal_point", PartyFactory())).exists()


def test_each_step_is_told_to_those_it_concerns(begun, named, drafter):
    confirmed(begun, named)

    told = dict(LedgerEntry.objects.filter(kind__startswith="joint.").values_list("kind", "audience"))
    assert told == {
        "joint.named": f"unit:{drafter.pk}:read_drafts",
        "joint.asked": f"unit+staff:{drafter.pk}",
        "joint.confirmed": f"unit+staff:{named.pk}",
    }


def test_staff_see_with_whom_it_was_received(begun, round_, named, drafter, django_assert_num_queries):
    confirmed(begun, named)
    staff = actor("secretariat_officer")

    with django_assert_num_queries(QUERIES_OF_OVERVIEW):
        rows = {row.addressee.party: row for row in round_overview(round_, actor=staff)}

    assert (rows[drafter].status, rows[named].status) == ("submitted", "joined")
    assert rows[named].joined.contribution == begun


QUERIES_OF_OVERVIEW = 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["start", "decline", "withdraw", "take_out"])
def test_of_two_steps_at_once_no_participant_is_counted_twice_or_lost(other):
    drafter, named = PartyFactory(), PartyFactory()
    round_ = opened_round(drafter, named)
    begun = answered(drafted(drafter, round_), summary="What we did together.")
    joint = asked(begun, named)
    drafting, sent = actor("focal_point", drafter), fresh(begun)
    if other == "take_out":
        reopen_contribution(sent, actor=drafting, version=sent.version, now=LATER, reason="By instruction.")
    by, own = actor("focal_point", named), contribution_of(named, round_)
    at = {"now": LATER}
    others = {
        "start": lambda: start_contribution(own, actor=by, version=own.version, **at),
        "decline": lambda: decline(joint, actor=by, version=joint.version, **at),
        "withdraw": lambda: withdraw_contribution(
            sent, actor=drafting, version=sent.version, reason="By instruction.", **at
        ),
        "take_out": lambda: take_out(joint, actor=drafting, version=joint.version, **at),
    }

    steps = [lambda: confirm(joint, actor=by, version=joint.version, **at), others[other]]

    results = taken_at_once(*steps)

    assert Counter(results)["done"] == (2 if other == "withdraw" and results[0] == "done" else 1)
    is_joined, has_begun = fresh(joint).state == "confirmed", fresh(own).state == "draft"
    assert not (is_joined and has_begun)
    assert requested(named, round_) != is_joined


@pytest.mark.django_db(transaction=True)
def test_of_a_confirmation_and_another_text_at_once_nobody_is_named_under_words_unread():
    drafter, named = PartyFactory(), PartyFactory()
    joint = asked(answered(drafted(drafter, opened_round(drafter, named)), summary="What we did together."), named)
    drafting, by, sent = actor("focal_point", drafter), actor("focal_point", named), fresh(joint.contribution)
    reopen_contribution(sent, actor=drafting, version=sent.version, now=LATER, reason="By instruction.")
    changed = fresh(answered(fresh(sent), summary="What nobody has read."))
    steps = [
        lambda: confirm(joint, actor=by, version=joint.version, now=LATER),
        lambda: submit_contribution(changed, actor=drafting, version=changed.version, now=LATER),
    ]

    results = taken_at_once(*steps)

    assert results[1] == "done"
    assert fresh(joint).state == "asked"
    assert not together_with(fresh(sent))


@pytest.mark.django_db(transaction=True)
def test_of_two_contributions_confirmed_at_once_one_is():
    named, *drafters = PartyFactory.create_batch(3)
    round_ = opened_round(named, *drafters)
    drafts = [answered(drafted(party, round_), summary=f"Of {party.code}.") for party in drafters]
    joints, by = [asked(begun, named) for begun in drafts], actor("focal_point", named)

    def step(number):
        try:
            confirm(joints[number], actor=by, version=joints[number].version, now=LATER)
        except IntegrityError:
            return "told"
        return "done"

    assert Counter(at_once(2, step)) == {"done": 1, "told": 1}
    assert sorted(fresh(joint).state for joint in joints) == ["asked", "confirmed"]


def test_naming_and_confirming_in_the_portal(client, begun, named, drafter):
    page = reverse("portal-joint", kwargs={"uuid": begun.uuid})
    client.force_login(person("focal_point", drafter))
    nobody = client.get(page).content.decode()
    refused = client.post(page, {"party": "nobody", "seen_version": fresh(begun).version})
    client.post(page, {"party": str(named.uuid), "seen_version": fresh(begun).version})
    review = client.get(reverse("portal-review", kwargs={"uuid": begun.uuid})).content.decode()
    send(begun)
    joint = JointName.objects.get()
    address = reverse("portal-joint-name", kwargs={"uuid": joint.uuid})
    foreign = client.get(address)
    client.force_login(person("focal_point", named))
    home = client.get(reverse("portal")).content.decode()
    text = client.get(address).content.decode()
    client.post(address, {"step": "confirm", "seen_version": joint.version})
    joined = client.get(reverse("portal")).content.decode()
    own = client.get(reverse("portal-contribution", kwargs={"uuid": contribution_of(named, begun.round).uuid}))
    client.force_login(person("focal_point", drafter))
    receipt = client.get(reverse("portal-receipt", kwargs={"uuid": begun.uuid})).content.decode()
    contribution = client.get(reverse("portal-contribution", kwargs={"uuid": begun.uuid})).content.decode()

    assert "speaks in the name of your participant alone" in nobody
    assert refused.status_code == 400
    assert "Choose one of the participants offered." in refused.content.decode()
    assert named.name_en in review
    assert foreign.status_code == 404
    assert address in home
    assert "What we did together." in text
    assert "Your participant reports together with" in joined
    assert "Nothing to report for this period" not in joined
    assert "Your participant reports together with" in own.content.decode()
    assert ">Begin<" not in own.content.decode()
    assert named.name_en in receipt
    assert f"Now {drafter.name_en}, {named.name_en}, the Presidency" in contribution


def test_whoever_comes_to_a_contribution_that_was_withdrawn_is_told_if_it_was_put_to_them(
    client, begun, named, drafter
):
    joint = name(begun, named)
    address = reverse("portal-joint-name", kwargs={"uuid": joint.uuid})
    client.force_login(person("focal_point", named))
    before = client.get(address).status_code
    send(begun)
    current = fresh(begun)
    by = actor("focal_point", drafter)
    withdraw_contribution(current, actor=by, version=current.version, now=LATER, reason="By instruction.")

    told = client.post(address, {"step": "confirm", "seen_version": fresh(joint).version}, follow=True)
    client.force_login(person("focal_point", PartyFactory()))
    foreign = client.get(address).status_code

    assert (before, foreign, fresh(joint).state) == (404, 404, "named")
    assert "There is nothing to confirm." in told.content.decode()
    assert told.redirect_chain == [("/portal/", 302)]


def test_stale_or_unknown_answers_are_refused_with_a_sentence(client, begun, named, round_, speaks_for):
    joint = asked(begun, named)
    own = contribution_of(named, round_)
    start_contribution(own, actor=speaks_for, version=own.version, now=LATER)
    address = reverse("portal-joint-name", kwargs={"uuid": joint.uuid})
    client.force_login(person("focal_point", named))

    choosing = client.get(address).content.decode()
    own_draft = client.post(address, {"step": "confirm", "seen_version": joint.version})
    stale = client.post(address, {"step": "decline", "seen_version": "0"})
    unknown = client.post(address, {"step": "x", "seen_version": joint.version})
    answer(decline, joint, speaks_for)
    chosen = client.get(address).content.decode()

    assert reverse("portal-contribution", kwargs={"uuid": own.uuid}) in choosing
    assert (own_draft.status_code, stale.status_code, unknown.status_code) == (400, 409, 404)
    assert "Choose: delete or withdraw it" in own_draft.content.decode()
    assert ("Choose: delete" in choosing, "Choose: delete" in chosen) == (True, False)


def test_files_are_read_with_what_is_to_be_confirmed(begun, named, drafter):
    place, file = asked_sections(begun)[0].name, examine(b"What was done.", name="evidence.txt")
    by = actor("focal_point", drafter)
    attach_file(begun, actor=by, now=LATER, place=place, title="Evidence", name="evidence.txt", file=file)
    joint = asked(begun, named)
    reader = actor("contributor", named)

    assert Attachment.objects.visible_to(reader).count() == 1
    assert not Attachment.objects.visible_to(actor("cabinet", PartyFactory())).exists()
    answer(decline, joint, actor("focal_point", named))
    assert Attachment.objects.visible_to(reader).count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_however_many_are_named(number, client, django_assert_num_queries):
    drafter, *others = PartyFactory.create_batch(number + 1)
    drafts = [
        answered(drafted(drafter, opened_round(drafter, *others)), summary="Together.") for _each in range(number)
    ]
    for begun in drafts:
        for other in others:
            name(begun, other)
        send(begun)
    joint = JointName.objects.filter(party=others[0]).first()
    client.force_login(person("focal_point", drafter))
    client.get(reverse("portal"))

    with django_assert_num_queries(QUERIES["drafter"]):
        assert client.get(reverse("portal-joint", kwargs={"uuid": begun.uuid})).status_code == 200
    client.force_login(person("focal_point", others[0]))
    client.get(reverse("portal"))
    with django_assert_num_queries(QUERIES["named"]):
        assert client.get(reverse("portal-joint-name", kwargs={"uuid": joint.uuid})).status_code == 200
    with django_assert_num_queries(QUERIES["home"]):
        assert client.get(reverse("portal")).status_code == 200


QUERIES = {"drafter": 6, "named": 7, "home": 14}
