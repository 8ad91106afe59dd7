"""Who may do what in the parties app, and the words other apps use for offices. Pure: no query, no HTTP."""

from foundation.actors import Actor
from parties.enums import OfficeSide
from parties.models import Mandate


def is_presidency_officer(actor: Actor) -> bool:
    """Wears an office of the Presidency that holds the chair now."""
    return actor.hat == OfficeSide.PRESIDENCY and any(office.window == "full" for office in actor.worn)


def is_secretariat_officer(actor: Actor) -> bool:
    """Wears an office of the Secretariat."""
    return actor.hat == OfficeSide.SECRETARIAT and bool(actor.worn)


def is_staff(actor: Actor) -> bool:
    """Acts for the Process: the system, the Presidency in the chair, or the Secretariat."""
    return actor.is_system or is_presidency_officer(actor) or is_secretariat_officer(actor)


def is_finishing(actor: Actor, term_id: int | None) -> bool:
    """Wears an office of an outgoing Presidency that still finishes the papers of its own term."""
    return term_id is not None and any(
        office.window == "finishing" and office.term_id == term_id for office in actor.worn
    )


def may_finish_for(actor: Actor, term_id: int | None) -> bool:
    """Staff, or the outgoing Presidency for what it chaired itself."""
    return is_staff(actor) or is_finishing(actor, term_id)


def holds_power(actor: Actor, power: str, party_id: int, authority_id: int | None = None) -> bool:
    """Wears an office of this participant that carries the power."""
    return any(
        power in office.powers and office.unit_id == party_id and office.authority_id == authority_id
        for office in actor.worn
        if office.side == OfficeSide.PARTICIPANT
    )


def writes_also_for(actor: Actor, party_id: int) -> bool:
    """Holds, under any hat, an office that writes for this participant: it may not judge its own words."""
    return any(office.unit_id == party_id and "write" in office.powers for office in actor.held)


def can_manage_parties(actor: Actor, obj: object = None) -> bool:  # noqa: ARG001 -- every predicate takes actor and object
    """Edits participants, participation, terms, seats and authorities."""
    return is_staff(actor)


def can_manage_accounts(actor: Actor, user: object = None) -> bool:  # noqa: ARG001 -- as above
    """Opens and closes accounts."""
    return is_staff(actor)


def can_set_switches(actor: Actor, participation: object) -> bool:  # noqa: ARG001 -- as above
    """Decides whether a participant is invited, asked, reminded and counted: the chair's to say."""
    return actor.is_system or is_presidency_officer(actor)


def can_keep_mandate(actor: Actor, mandate: object) -> bool:  # noqa: ARG001 -- as above
    """Confirms and ends mandates."""
    return is_staff(actor)


def can_confirm_own(actor: Actor, mandate: Mandate) -> bool:
    """Says that they still hold the office by which they submit for their participant: nobody else says it for them."""
    worn = (office for office in actor.worn if office.mandate_id == mandate.pk)
    return mandate.user_id == actor.user_id and any("submit" in office.powers for office in worn)


def can_give_mandate(actor: Actor, mandate: Mandate) -> bool:
    """Registers who holds which office, on the strength of a letter; never for themselves."""
    return is_staff(actor) and (actor.user_id is None or mandate.user_id != actor.user_id)


def can_break_glass(actor: Actor, user: object = None) -> bool:  # noqa: ARG001 -- as above
    """Opens emergency access: whoever rules the server, and nobody who is signed in."""
    return actor.is_system
