"""A participant signs with one or with two, as it chooses; two signatures stand under the very same words."""

from collections import Counter

import pytest
from django.urls import reverse

from foundation.errors import NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.models import LedgerEntry, subject_of
from reports.models import Signature, SigningRule, Snapshot, TemplateSection
from reports.selectors.signing import signatures_of
from reports.services.contributions import declare_nothing_to_report, submit_contribution
from reports.services.signing import agree, choose_signing, sign_off
from reports.services.snapshots import digest_of
from reports.services.terms import Terms, set_terms
from tests.factories.parties import AuthorityFactory, PartyFactory, actor, actor_as, appoint, person
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round
from tests.reports.together import at_once
from tests.waiting import beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


@pytest.fixture
def official(party):
    return actor("senior_official", party)


@pytest.fixture
def begun(party, focal_point):
    return answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary="Sent by two.")


def signed(contribution, by, **terms):
    current = fresh(contribution)
    return sign_off(current, actor=by, version=current.version, now=LATER, terms=terms)


def agreed(contribution, by):
    current = fresh(contribution)
    return agree(current, actor=by, version=current.version, now=LATER)


def counting(contribution):
    reader = actor("contributor", contribution.party)
    return [one.counts for one in signatures_of(contribution, reader, sha256=digest_of(fresh(contribution)))]


def test_who_has_chosen_nothing_submits_alone(begun, focal_point, official):
    with pytest.raises(NotAllowed):
        agreed(begun, official)

    assert signed(begun, focal_point).state == "submitted"


@pytest.mark.parametrize("order", ["focal point first", "senior official first"])
def test_second_signature_submits_in_either_order(order, begun, focal_point, official):
    choose_signing(begun, actor=official, seen=False, is_together=True)
    steps = [lambda: signed(begun, focal_point), lambda: agreed(begun, official)]
    first, second = steps if order == "focal point first" else reversed(steps)

    assert first().state == "draft"
    assert counting(begun).count(True) == 1
    assert second().state == "submitted"

    kinds = LedgerEntry.objects.filter(subject=subject_of(begun)).order_by("id").values_list("kind", "audience")
    own = f"unit:{begun.party_id}:read_drafts"
    assert ("contribution.signing_chosen", own) in kinds
    assert list(kinds).count(("contribution.signed", own)) == 2
    assert kinds[len(kinds) - 1][0] == "contribution.submitted"
    assert not Signature.objects.exists()
    assert Snapshot.objects.get(contribution=begun).number == 1


def test_nobody_submits_alone_where_two_sign(begun, focal_point, official):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)

    with pytest.raises(RuleBroken, match="Two people sign"):
        submit_contribution(begun, actor=focal_point, version=begun.version, now=LATER)
    signed(begun, focal_point)
    assert signed(begun, focal_point).state == "draft"
    choose_signing(begun, actor=official, seen=True, is_together=False)
    assert signed(begun, focal_point).state == "submitted"


def test_changed_answer_takes_the_first_signature_back(begun, focal_point, official, party):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    agreed(begun, official)
    answered(begun, by=actor("contributor", party), summary="Changed since.")

    assert counting(begun) == [False, False]
    assert signed(begun, focal_point).state == "draft"
    assert counting(begun) == [True, False]
    assert agreed(begun, official).state == "submitted"


def test_changed_terms_take_the_first_signature_back_too(begun, focal_point, official):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    agreed(begun, official)
    section = TemplateSection.objects.get(template=begun.round.state_template, code="general")
    current = fresh(begun)

    set_terms(current, actor=focal_point, version=current.version, terms={section.uuid: Terms("public", "attributed")})

    assert counting(begun) == [False, False]


def test_two_signatures_are_two_people(begun, party):
    both = appoint("focal_point", party)
    appoint("senior_official", party, user=both)
    by = actor_as(both, "participant")
    choose_signing(begun, actor=by, seen=False, is_together=True)
    signed(begun, by)

    with pytest.raises(RuleBroken, match="another person"):
        agreed(begun, by)

    assert fresh(begun).state == "draft"


def test_nobody_signs_what_was_changed_under_their_eyes_or_what_stands_open(begun, focal_point, official):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    read = fresh(begun)
    answered(begun, by=focal_point, summary="")

    with pytest.raises(StaleVersion):
        agree(read, actor=official, version=read.version, now=LATER)
    with pytest.raises(RuleBroken, match="still need"):
        agreed(begun, official)
    assert not Signature.objects.exists()


@pytest.mark.parametrize("role", ["contributor", "alternate", "cabinet", "secretariat_officer", "presidency_current"])
def test_others_neither_sign_nor_choose(role, begun, focal_point, party):
    by = actor(role, party)
    with pytest.raises(NotAllowed):
        choose_signing(begun, actor=by, seen=False, is_together=True)
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)

    with pytest.raises(NotAllowed):
        agreed(begun, by)
    with pytest.raises(NotAllowed):
        signed(begun, by)
    assert not Signature.objects.visible_to(actor("secretariat_officer")).exists()


def test_choice_is_kept_for_the_participant_and_for_each_authority_apart(begun, focal_point, party):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)

    assert SigningRule.objects.get().party == party
    assert LedgerEntry.objects.filter(kind="contribution.signing_chosen").count() == 1
    rule = SigningRule(party=party, authority=AuthorityFactory(party=party))
    rule.save()
    assert SigningRule.objects.count() == 2


def test_nothing_to_report_stays_with_the_focal_point(party, focal_point, begun):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    current = fresh(begun)

    sent = declare_nothing_to_report(current, actor=focal_point, version=current.version, now=LATER)

    assert sent.state == "nothing_to_report"


@pytest.mark.django_db(transaction=True)
def test_of_both_who_sign_at_once_comes_one_submission():
    party = PartyFactory()
    focal_point, official = actor("focal_point", party), actor("senior_official", party)
    begun = answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary="Sent by two.")
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)
    current = fresh(begun)
    jobs = [
        lambda: sign_off(current, actor=focal_point, version=current.version, now=LATER, terms={}).state,
        lambda: agree(current, actor=official, version=current.version, now=LATER).state,
    ]

    results = at_once(2, lambda number: jobs[number]())

    assert Counter(results) == {"draft": 1, "submitted": 1}
    assert Snapshot.objects.filter(contribution=begun).count() == 1
    assert LedgerEntry.objects.filter(subject=subject_of(begun), kind="contribution.submitted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_agrees_while_one_signature_is_chosen_is_told_and_signs_nothing(begun, focal_point, official):
    choose_signing(begun, actor=focal_point, seen=False, is_together=True)

    late = beside(
        lambda: choose_signing(begun, actor=focal_point, seen=True, is_together=False), lambda: agreed(begun, official)
    )

    with pytest.raises(NotAllowed):
        late.result()
    assert not Signature.objects.exists()


def terms_of(page):
    return {bound.html_name: bound.value() for bound in page.context["form"]}


def test_two_people_sign_in_the_portal(client, begun, party):
    ways = {name: reverse(f"portal-{name}", kwargs={"uuid": begun.uuid}) for name in ("signing", "review", "receipt")}
    official, focal_point = person("senior_official", party), person("focal_point", party)
    client.force_login(official)
    choice = client.get(ways["signing"]).content.decode()
    client.post(ways["signing"], {"signs": "1", "seen": "0"})
    page = client.get(ways["review"])
    signed_page = client.post(ways["review"], {"seen_version": fresh(begun).version}, follow=True).content.decode()
    answered(begun, summary="Changed since.")
    taken_back = client.get(ways["review"]).content.decode()
    client.post(ways["review"], {"seen_version": fresh(begun).version})
    client.force_login(focal_point)
    review = client.get(ways["review"])
    sent = client.post(ways["review"], {**terms_of(review), "seen_version": fresh(begun).version})

    assert "whoever signs second submits it" in choice
    assert page.content.decode().count("still to sign") == 2
    assert "You have signed." in signed_page
    assert f"✓ <bdi>{official.full_name}</bdi>" in signed_page
    assert "the signature no longer counts" in taken_back
    assert sent.headers["Location"] == ways["receipt"]
    assert fresh(begun).state == "submitted"


def test_choice_made_on_an_old_page_does_not_undo_a_newer_one(client, begun, party, official):
    way = reverse("portal-signing", kwargs={"uuid": begun.uuid})
    client.force_login(person("focal_point", party))
    opened = terms_of(client.get(way))
    choose_signing(begun, actor=official, seen=False, is_together=True)

    refused = client.post(way, opened)

    assert (opened, refused.status_code) == ({"signs": "0", "seen": "0"}, 409)
    assert SigningRule.objects.get().is_together
    assert terms_of(refused) == {"signs": "1", "seen": "1"}
    assert client.post(way, {**terms_of(refused), "signs": "0"}).status_code == 302
    assert not SigningRule.objects.get().is_together


def test_choice_that_does_not_exist_is_refused_and_readers_only_read_it(client, begun, party):
    way = reverse("portal-signing", kwargs={"uuid": begun.uuid})
    client.force_login(person("focal_point", party))
    assert client.post(way, {"signs": "3", "seen": "0"}).status_code == 400
    client.force_login(person("contributor", party))
    assert "Your participant signs with one." in client.get(way).content.decode()
    assert client.post(way, {"signs": "1", "seen": "0"}).status_code == 403
    assert not SigningRule.objects.filter(is_together=True).exists()
