"""The demonstration's accounts: one for each office, so that a newcomer can sign in as each of them."""

from dataclasses import dataclass
from datetime import date, datetime

from foundation.accounts.models import User
from foundation.actors import Actor, Side, system
from parties.models import Mandate, Office, Party, Presidency
from parties.selectors import actor_of, presidency_in_chair
from parties.services.mandates import give_mandate

PASSWORD = "walk-the-chain-2025"  # noqa: S105 -- of invented accounts that exist in the demonstration only
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Person:
    """One account: who, in which language, with which offices (office code, participant code)."""

    name: str
    full_name: str
    language: str
    time_zone: str
    offices: tuple[tuple[str, str], ...]
    what: str
    """What the account is good for, as `make run` says it."""

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.name}@{DOMAIN}"


PEOPLE = (
    Person(
        "presidency",
        "Claire Fontaine",
        "fr",
        "Europe/Paris",
        (("presidency_officer", "FR"),),
        "officer of the Presidency (workbench)",
    ),
    Person(
        "secretariat",
        "Samuel Okoro",
        "en",
        "Europe/Vienna",
        (("secretariat_officer", "ICMPD"),),
        "officer of the Secretariat (workbench)",
    ),
    Person(
        "egypt",
        "Amina Hassan",
        "ar",
        "Africa/Cairo",
        (("focal_point", "EG"),),
        "focal point of Egypt (portal, Arabic)",
    ),
    Person(
        "egypt.ministry", "Karim Fouad", "ar", "Africa/Cairo", (("contributor", "EG"),), "contributor of Egypt (portal)"
    ),
    Person(
        "egypt.official",
        "Nadia Selim",
        "ar",
        "Africa/Cairo",
        (("senior_official", "EG"),),
        "senior official of Egypt (portal)",
    ),
    Person("egypt.cabinet", "Omar Lotfy", "ar", "Africa/Cairo", (("cabinet", "EG"),), "minister's cabinet of Egypt"),
    Person("kenya", "Grace Wanjiru", "en", "Africa/Nairobi", (("focal_point", "KE"),), "focal point of Kenya (portal)"),
    Person(
        "germany", "Jonas Weber", "en", "Europe/Berlin", (("focal_point", "DE"),), "focal point of Germany (portal)"
    ),
    Person(
        "tunisia", "Leïla Mansour", "fr", "Africa/Tunis", (("focal_point", "TN"),), "focal point of Tunisia (French)"
    ),
    Person(
        "uganda", "Peter Okello", "en", "Africa/Kampala", (("focal_point", "UG"),), "focal point of Uganda (portal)"
    ),
    Person(
        "france",
        "Hélène Moreau",
        "fr",
        "Europe/Paris",
        (("focal_point", "FR"), ("presidency_officer", "FR")),
        "both hats: focal point of France (portal) and officer of the Presidency (workbench)",
    ),
    Person(
        "icmpd",
        "Marta Novak",
        "en",
        "Europe/Vienna",
        (("focal_point", "ICMPD"),),
        "focal point of ICMPD (portal)",
    ),
)


def appoint_everybody(*, begins_on: date, now: datetime) -> None:
    """Open the accounts and give the mandates, each by an invented letter."""
    term = presidency_in_chair()
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email,
            PASSWORD,
            full_name=person.full_name,
            language=person.language,
            time_zone=person.time_zone,
        )
        for office, party in person.offices:
            _appoint(user, office, party, term=term, begins_on=begins_on, now=now)


def _appoint(user: User, office: str, party: str, *, term: Presidency | None, begins_on: date, now: datetime) -> None:
    mandate = Mandate(
        user=user,
        office=Office.objects.get(code=office),
        party=Party.objects.get(code=party),
        presidency=term if office == "presidency_officer" else None,
        begins_on=begins_on,
        letter_number=f"DEMO/{user.pk}",
        letter_date=begins_on,
        letter_authority="Demonstration",
    )
    give_mandate(mandate, actor=system(now))


def acting(name: str, hat: Side, now: datetime) -> Actor:
    """One of the people above, wearing a hat, at a moment."""
    return actor_of(User.objects.get(email=f"{name}@{DOMAIN}"), hat=hat, now=now)
