"""Mail that waits or was set aside: for staff to see, and what lets its reader in and is nobody's to read."""

from datetime import timedelta

from foundation.outbox.enums import State
from foundation.outbox.models import Bounce, Message
from foundation.outbox.services import release
from tests.canaries.strings import planted


def build(world):
    mail = Message(kind="world.mail", dedupe_key="world-1", to="a@example.org", subject="About a round")
    mail.body_text = planted("mail")
    secret = Message(kind="account.sign_in", dedupe_key="world-2", to="b@example.org", subject="Sign in", secret=True)
    secret.body_text, secret.expires_at = planted("sign-in mail"), world.now + timedelta(hours=1)
    mail.save()
    secret.save()
    world.rows["message"] = {
        "mail": mail,
        "secret": secret,
        **{state: _ended(world, state, State(state)) for state in ("failed", "quarantined")},
        "secret_failed": _ended(world, "secret_failed", State.FAILED, secret=True),
    }
    release(reason=planted("reason of a release"), now=world.now)
    why = {"cleared_at": world.now, "cleared_because": planted("why an address was cleared")}
    world.rows["bounce"] = {
        "standing": _bounced(world, "gone@example.org"),
        "cleared": _bounced(world, "back@example.org", **why),
    }


def _bounced(world, address, **cleared):
    said = planted("what a server said of an address")
    return Bounce.objects.create(
        address=address, source="by_mail", status="5.1.1", said=said, noted_at=world.now, **cleared
    )


def _ended(world, name, state, *, secret=False):
    words = {"body_text": planted("sign-in mail" if secret else "mail"), "last_error": "550 no such user"}
    ends = world.now + timedelta(hours=1) if secret else None
    message = Message.objects.create(
        kind="world.mail", dedupe_key=name, to="c@example.org", secret=secret, expires_at=ends, **words
    )
    for step in (State.LEASED, state):
        Message.objects.filter(pk=message.pk).update(state=step)
    message.refresh_from_db()
    return message
