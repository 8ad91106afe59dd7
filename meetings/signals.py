"""Sent inside the transaction of the change, so that apps above can follow it."""

from django.dispatch import Signal

silence_declared_concluded = Signal()
"""The Chair declared that silence was kept. Sender: `SilenceProcedure`; arguments: `procedure`, `actor`, `now`."""

meeting_kind_changed = Signal()
"""A meeting is about to be of another kind; whoever needs what only the old one may do refuses.

Sender: `Meeting`; argument: `meeting`, as it will be.
"""

meeting_moved = Signal()
"""A meeting was saved, convened or called off, others were invited to it, or a window of silence moved.

Sender: `Meeting`; argument: `now`.
"""
