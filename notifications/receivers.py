"""Which reminders are still wanted when they are about to leave, and who is asked to confirm an office."""

from datetime import datetime

from django.dispatch import receiver
from django.utils import timezone

from foundation.outbox.models import Message
from foundation.outbox.registry import still_wanted, writes_anew
from foundation.outbox.signals import address_cleared
from notifications.models import Obligation
from notifications.selectors.mandates import MANDATE_CONFIRMATION
from notifications.services import keep_asked, keep_asked_of
from notifications.services.mails import KIND
from notifications.services.obligations import look_again
from notifications.services.rechecks import is_still_wanted
from notifications.services.sweep import written_anew
from parties.models import Authority, Mandate
from parties.signals import mandate_kept, representation_put_on_hold, representation_released, time_zone_changed


@still_wanted(KIND)
def reminder_is_still_wanted(message: Message) -> bool:
    """Still open, still entitled, still wanted, on the clock of the delivery: by another one it would never end."""
    return is_still_wanted(message, now=message.begun_at or timezone.now())


@writes_anew(KIND)
def reminder_in_another_language(message: Message, language: str) -> Message | None:
    """As it would be written to somebody who reads that language: for the development mailbox."""
    return written_anew(message, language)


@receiver(mandate_kept, dispatch_uid="notifications.ask_to_confirm")
def whoever_submits_confirms_once_a_year(*, mandate: Mandate, now: datetime, **_kwargs: object) -> None:
    """A year from now; not again once it has ended."""
    keep_asked(MANDATE_CONFIRMATION, [mandate.uuid], now=now, reason="ended" if mandate.ended_at else "confirmed")


@receiver(address_cleared, dispatch_uid="notifications.look_again")
def whoever_is_reached_again_is_told_what_was_due(*, address: str, **_kwargs: object) -> None:
    """The next sweep catches up with what their participants are asked."""
    look_again(Obligation.objects.filter(party__mandates__user__email__iexact=address))


@receiver(representation_put_on_hold, dispatch_uid="notifications.ask_each_side")
def while_two_contend_each_confirms_its_own(*, party_id: int, now: datetime, **_kwargs: object) -> None:
    """Each side is asked about its own people."""
    _ask_of(party_id, now)


@receiver(representation_released, dispatch_uid="notifications.ask_the_released")
def what_was_released_confirms_for_all(*, authority: Authority, now: datetime, **_kwargs: object) -> None:
    """One side acts for its participant again."""
    _ask_of(authority.party_id, now)


@receiver(time_zone_changed, dispatch_uid="notifications.go_by_the_new_clock")
def what_is_asked_goes_by_the_new_clock(*, party_id: int, now: datetime, **_kwargs: object) -> int:
    """A day that was given ends where the participant is."""
    return keep_asked_of(party_id, now=now)


def _ask_of(party_id: int, now: datetime) -> None:
    mandates = Mandate.objects.filter(party=party_id).values_list("uuid", flat=True)
    keep_asked(MANDATE_CONFIRMATION, list(mandates), now=now, reason="ended")
