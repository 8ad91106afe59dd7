"""The only writer of the limits of partner systems to rounds: part of a change of the system, never one of its own."""

from collections.abc import Iterable

from foundation.actors import Actor
from integrations.models import ApiClient
from reports.models import Round, RoundLimit


def limit_to_rounds(client: ApiClient, rounds: Iterable[Round], *, actor: Actor) -> list[str]:
    """Limit the system to these rounds; none: it is not limited. Called by the service that holds the system's row.

    A limit that the actor does not see, to a round in preparation, stays. Gives the codes of all its rounds.
    """
    held = RoundLimit.objects.filter(client=client)
    wanted = {one.pk for one in rounds}
    held.filter(round__in=Round.objects.visible_to(actor)).exclude(round__in=wanted).delete()
    missing = sorted(wanted - set(held.values_list("round", flat=True)))
    RoundLimit.objects.bulk_create([RoundLimit(client=client, round_id=number) for number in missing])
    return sorted(held.values_list("round__code", flat=True))
