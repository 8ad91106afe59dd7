"""Sent inside the transaction of the change, so that apps above can follow it."""

from django.dispatch import Signal

representation_put_on_hold = Signal()
"""Two authorities contend from now on. Sender: `Party`; arguments: `party_id`, `actor`, `now`."""

representation_released = Signal()
"""One authority acts for its participant again. Sender: `Authority`; arguments: `authority`, `actor`, `now`."""

mandate_kept = Signal()
"""A mandate was given, confirmed, ended or attributed. Sender: `Mandate`; arguments: `mandate`, `now`."""

time_zone_changed = Signal()
"""A participant goes by another clock. Sender: `Party`; arguments: `party_id`, `now`; answers: how much moved."""
