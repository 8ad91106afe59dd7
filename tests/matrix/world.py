"""One world for many tests: everybody of the matrix, and things in every state, each with its own secret words.

It is built and committed once; a module's tests have a clone of it, in which each request runs in a savepoint.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from foundation.accounts.models import User
from foundation.actors import Actor
from foundation.ledger.selectors import START, latest
from foundation.search.services import rebuild
from integrations.models import ApiClient
from integrations.selectors import actor_of_client
from integrations.services.clients import issue_key, limit_client, register_own_client, save_client
from integrations.services.deliveries import Event, tell
from integrations.services.webhooks import enter_webhook, pause_webhook
from parties.models import Authority, Mandate, Party, Presidency
from reports.models import Contribution
from tests.canaries.strings import planted
from tests.factories import parties as people
from tests.factories.reports_alike import Held
from tests.matrix.doors import Door
from tests.matrix.roles import LIMITED, NOBODY_KNOWN, ROLES
from tests.matrix.things import BUILDERS


@dataclass
class World:
    """Participants, people, their doors, and rows by collection and state."""

    now: datetime
    own: Party
    other: Party
    chair: Party
    contested: Party
    first: Authority
    second: Authority
    term: Presidency
    people: dict[str, User] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Of partner systems, by role."""
    missing: dict[Any, Any] = field(default_factory=dict)
    """What was answered where there is no row: foreign rows are compared with it."""

    contributions: dict[str, frozenset[str]] = field(default_factory=dict)
    """Those that each reader sees, by their uuids."""

    held: dict[object, Held] = field(default_factory=dict)
    """What contributions hold that are written alike, while the world is built."""

    _readers: dict[str, Actor] = field(default_factory=dict)
    _names: re.Pattern[str] | None = None

    def actor(self, role: str, hat: str | None = None) -> Actor:
        """The person of a role as an actor, under the hat of its own door or another."""
        staff = {"presidency_current", "presidency_incoming", "presidency_outgoing", "both_hats"}
        default = "presidency" if role in staff else "secretariat" if role == "secretariat" else "participant"
        return people.actor_as(self.people[role], hat or default, now=datetime.now(UTC))

    def readers(self) -> dict[str, Actor]:
        """Everybody as the rows know them: by role, and the two hats of one person apart."""
        if not self._readers:
            nobody = people.anonymous(self.now)
            for role in set(ROLES) - LIMITED:
                person = None if role in NOBODY_KNOWN else self.people[role]
                hat = "participant" if role == "both_hats" else None
                self._readers[role] = self.actor(role, hat) if person else nobody
            self._readers["both_hats_in_workbench"] = self.actor("both_hats")
            own = self.rows["client"]["own"]
            self._readers |= {role: actor_of_client(own, datetime.now(UTC)) for role in LIMITED}
        return self._readers

    def parties(self) -> dict[str, Party]:
        """The participants by the words of the table of readers."""
        return {"own": self.own, "other": self.other, "chair": self.chair}

    def names(self) -> re.Pattern[str]:
        """The names and addresses of every account."""
        if self._names is None:
            told = User.objects.values_list("email", "full_name")
            self._names = re.compile("|".join(sorted({re.escape(one) for row in told for one in row if one})))
        return self._names


def build() -> World:
    """Everything, in the caller's transaction."""
    now = datetime.now(UTC)
    term = people.term_in_chair()
    contested = people.participant("UG")
    world = World(
        now=now,
        own=people.participant("ET"),
        other=people.participant("SE"),
        chair=people.holder_of(term),
        contested=contested,
        first=people.AuthorityFactory(party=contested, state="on_hold", decision=planted("decision on representation")),
        second=people.AuthorityFactory(party=contested, state="on_hold"),
        term=term,
    )
    _people(world)
    _key(world)
    for builder in BUILDERS:
        builder.build(world)
    _limits(world)
    world.held.clear()
    for rows in world.rows.values():
        for row in rows.values():
            row.refresh_from_db()
    rebuild()
    return world


def open_doors(world: World) -> None:
    """Everybody signs in; afterwards one account is deactivated."""
    for role in ROLES:
        world.doors[role] = Door.of(world.people.get(role), key=world.keys.get(role, ""))
    User.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)
    for reader, actor in world.readers().items():
        seen = Contribution.objects.visible_to(actor).values_list("uuid", flat=True)
        world.contributions[reader] = frozenset(map(str, seen))


def _people(world: World) -> None:
    own, other = planted("mandate of the own participant"), planted("mandate of the other participant")
    for office in ("contributor", "focal_point", "senior_official"):
        world.people[f"{office}_own"] = people.appoint(office, world.own, letter_number=own)
        world.people[f"{office}_other"] = people.appoint(office, world.other, letter_number=other)
    world.people["cabinet_own"] = people.appoint("cabinet", world.own)
    world.people["secretariat"] = people.person("secretariat_officer")
    world.people["reporting_officer"] = people.person("reporting_officer")
    world.people["both_hats"] = people.person("both_hats")
    for window in ("current", "incoming", "outgoing"):
        world.people[f"presidency_{window}"] = people.person(f"presidency_{window}")
    world.people["deactivated"] = people.appoint("focal_point", world.own)
    world.people["mandate_ended"] = people.appoint("focal_point", world.own, ended_at=world.now - timedelta(minutes=1))
    world.people["emergency_over"] = people.let_in(people.UserFactory(), since=world.now - timedelta(hours=1)).user
    world.people["no_office"] = people.UserFactory()
    for name, authority in (("first", world.first), ("second", world.second)):
        letter = planted(f"mandate of the {name} authority")
        world.people[f"on_hold_{name}"] = people.appoint(
            "focal_point", world.contested, authority=authority, letter_number=letter
        )
    world.people["service"] = people.person("service", world.own)
    system = people.UserFactory(is_service=True)
    world.people["writing_service"] = people.appoint("focal_point", world.own, user=system, letter_number=own)


def _key(world: World) -> None:
    staff = world.actor("secretariat")
    everything = {"scopes": ["own.read"], "per_minute": 1_000_000}
    client = ApiClient(name=planted("partner system"), user=world.people["service"], **everything)
    save_client(client, actor=staff, version=None, creating=True)
    until = world.now + timedelta(days=30)
    world.keys["service"] = issue_key(client, actor=staff, version=client.version, expires_at=until, now=world.now)
    _writing_key(world, until)
    own = world.actor("focal_point_own")
    mandate = Mandate.objects.get(pk=own.worn[0].mandate_id)
    name = planted("partner system of the own participant")
    kept = register_own_client(mandate, actor=own, name=name, writes=False, networks=[])
    said = {"version": kept.version, "expires_at": until, "now": world.now}
    world.keys["limited_service"] = issue_key(kept, actor=own, **said)
    world.rows["client"] = {"of_staff": client, "own": kept}
    _webhooks(world, client, kept)


def _writing_key(world: World, until: datetime) -> None:
    """Of a system that reads what the own participant reads, and does what its office may do."""
    staff, granted = world.actor("secretariat"), {"scopes": ["own.read"], "grants": ["*.read", "*.write"]}
    client = ApiClient(name=planted("partner system that writes"), user=world.people["writing_service"], **granted)
    client.per_minute = 1_000_000
    save_client(client, actor=staff, version=None, creating=True)
    said = {"version": client.version, "expires_at": until, "now": world.now}
    world.keys["writing_service"] = issue_key(client, actor=staff, **said)


def _limits(world: World) -> None:
    """The own system reads of one round, and of another once that is opened."""
    client = world.rows["client"]["own"]
    client.refresh_from_db()
    rounds = [world.rows["round"][state] for state in ("consolidating", "preparing")]
    limit_client(client, actor=world.actor("secretariat"), version=client.version, now=world.now, rounds=rounds)


def _webhooks(world: World, *clients: ApiClient) -> None:
    """One of staff, an own one, and an own one that rests; a call of each."""
    staff = world.actor("secretariat")
    made = []
    of_staff, own = planted("webhook of a system of staff"), planted("webhook of a system of the own participant")
    for client, name in zip((*clients, clients[-1]), (of_staff, own, f"{own}/resting"), strict=True):
        client.refresh_from_db()
        address = f"https://partner.example/{name}"
        said = {"version": client.version, "now": world.now, "address": address}
        made.append(enter_webhook(client, actor=staff, **said)[0])
        tell(made[-1], [Event(START, "parties:1")], place=latest(), now=world.now)
    resting = pause_webhook(made[2], actor=staff, version=made[2].version, now=world.now)
    world.rows["webhook"] = {"of_staff": made[0], "own": made[1], "own_resting": resting}
    calls = {state: row.deliveries.get() for state, row in world.rows["webhook"].items()}
    world.rows["call"] = calls
