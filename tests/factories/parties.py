"""People and the offices they hold, on the reference data that every test database carries.

`person("focal_point", party)` gives somebody in a role, `actor("focal_point", party)` the same as an actor.
"""

from datetime import UTC, date, datetime, timedelta

import factory

from foundation.accounts.models import User
from foundation.actors import anonymous
from parties.models import Authority, Mandate, Office, Party, Presidency, PresidencyHolder
from parties.selectors import actor_of, presidency_in_chair
from tests.states import kept

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEGAN = date(2025, 1, 1)
"""Mandates are in force from here on, so also when a request asks the real clock."""


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    time_zone = "UTC"

    @factory.post_generation
    def password(self, create, extracted, **_kwargs):
        """Without a password unless one is asked for: hashing is slow on purpose."""
        if extracted:
            self.set_password(extracted)
            self.save(update_fields=["password"])


class PartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Party

    code = factory.Sequence(lambda n: f"P{n}")
    kind = "state"
    region = "africa"
    name_en = factory.LazyAttribute(lambda party: f"Participant {party.code}")
    name_fr = factory.LazyAttribute(lambda party: f"Participant {party.code} (FR)")
    name_ar = factory.LazyAttribute(lambda party: f"مشارك {party.code}")
    sort_en = sort_fr = sort_ar = factory.LazyAttribute(lambda party: party.code)
    time_zone = "UTC"


class AuthorityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Authority

    party = factory.SubFactory(PartyFactory)
    name = factory.Sequence(lambda n: f"Ministry {n}")


class PresidencyFactory(factory.django.DjangoModelFactory):
    """A designated term; `holder=party` names who will hold it."""

    class Meta:
        model = Presidency
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"TERM-{n}")
    name_en = factory.LazyAttribute(lambda term: f"Presidency {term.code}")
    state = "designated"

    @factory.post_generation
    def holder(self, create, extracted, **_kwargs):
        if create:
            PresidencyHolder.objects.create(presidency=self, party=extracted or PartyFactory())


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    party = factory.SubFactory(PartyFactory)
    office = factory.LazyFunction(lambda: office("focal_point"))
    begins_on = BEGAN
    letter_number = factory.Sequence(lambda n: f"NV/{n}")
    letter_date = BEGAN
    letter_authority = "Ministry of Foreign Affairs"
    confirmed_on = factory.LazyFunction(lambda: datetime.now(UTC).date())


def participant(code):
    """A participant of the reference data: "FR", "EG", "ICMPD"."""
    return Party.objects.get(code=code)


def office(code):
    return Office.objects.get(code=code)


def term_in_chair():
    return presidency_in_chair()


def holder_of(term):
    return term.parties.order_by("pk").first()


@kept
def designated_term():
    """A term that has not begun; made once per test."""
    term = Presidency.objects.filter(state="designated").first()
    return term or PresidencyFactory(code="NEXT", holder=participant("KE"))


@kept
def finishing_term(until=None):
    """The last finished term, still finishing its papers, also by the real clock."""
    term = Presidency.objects.filter(state="finished").order_by("-begins_on").first()
    term.finishing_until = until or max(NOW.date(), datetime.now(UTC).date()) + timedelta(days=30)
    term.save(update_fields=["finishing_until"])
    return term


@kept
def appoint(office_code, party=None, *, user=None, **given):
    """Somebody who holds the office for the participant; gives back the person."""
    party = party or PartyFactory()
    return MandateFactory(office=office(office_code), party=party, user=user or UserFactory(), **given).user


@kept
def let_in(user, *, since=NOW, reason="Nobody can be reached."):
    """Emergency access for an hour; gives back the mandate."""
    secretariat = {"office": office("secretariat_officer"), "party": participant("ICMPD")}
    hour = {"opened_at": since, "expires_at": since + timedelta(hours=1), "begins_on": since.date(), "reason": reason}
    return MandateFactory(user=user, letter_number="", letter_date=None, letter_authority="", **secretariat, **hour)


@kept
def appoint_for_term(term, *, user=None):
    """An officer of the Presidency, appointed by the participant that holds the term."""
    return appoint("presidency_officer", holder_of(term), user=user, presidency=term)


def _both_hats(_party):
    user = appoint_for_term(term_in_chair())
    return appoint("focal_point", holder_of(term_in_chair()), user=user)


def _service(party):
    return appoint("contributor", party, user=UserFactory(is_service=True))


def _deactivated(party):
    return appoint("focal_point", party, user=UserFactory(is_active=False))


def _just_ended(party):
    return appoint("focal_point", party, ended_at=NOW - timedelta(minutes=1))


def _on_hold(party):
    """Of the first of two authorities that contend; the second is made with it."""
    party = party or PartyFactory()
    authority = AuthorityFactory(party=party, state="on_hold")
    AuthorityFactory(party=party, state="on_hold")
    return appoint("focal_point", party, authority=authority)


OFFICES = ("contributor", "focal_point", "alternate", "senior_official", "mission", "cabinet")
SPECIAL = {
    "presidency_current": ("presidency", lambda _party: appoint_for_term(term_in_chair())),
    "presidency_incoming": ("presidency", lambda _party: appoint_for_term(designated_term())),
    "presidency_outgoing": ("presidency", lambda _party: appoint_for_term(finishing_term())),
    "secretariat_officer": ("secretariat", lambda _party: appoint("secretariat_officer", participant("ICMPD"))),
    "reporting_officer": ("participant", lambda _party: appoint("focal_point", participant("ICMPD"))),
    "both_hats": ("presidency", _both_hats),
    "service": ("participant", _service),
    "deactivated": ("participant", _deactivated),
    "just_ended": ("participant", _just_ended),
    "on_hold": ("participant", _on_hold),
}
ROLES = (*OFFICES, *SPECIAL)
"""Every role but the anonymous reader; the first ones hold an office of the participant asked for."""


@kept
def person(role, party=None):
    """A new person in the role."""
    return appoint(role, party) if role in OFFICES else SPECIAL[role][1](party)


def hat_of(role):
    """The hat this role wears at its own door; a person with both hats may wear "participant" too."""
    return "participant" if role in OFFICES else SPECIAL[role][0]


def actor_as(user, hat, *, now=None):
    """What a request of this person would carry under this hat."""
    return actor_of(user, hat=hat, now=now or NOW)


@kept
def actor(role, party=None, *, hat=None, now=None):
    """A new person in the role, as an actor; "anonymous" is nobody."""
    if role == "anonymous":
        return anonymous(now or NOW)
    return actor_as(person(role, party), hat or hat_of(role), now=now)


@kept
def everybody():
    """Somebody in every role and the anonymous reader, as actors by their roles."""
    return {role: actor(role) for role in (*ROLES, "anonymous")}
