"""Mail that waits: one for staff to read, one that lets its reader in and is nobody's to read."""

from datetime import timedelta

from foundation.outbox.models import Message
from tests.canaries.strings import planted


def build(world):
    mail = Message(kind="world.mail", dedupe_key="world-1", to="a@example.org", subject="About a round")
    mail.body_text = planted("mail")
    secret = Message(kind="account.sign_in", dedupe_key="world-2", to="b@example.org", subject="Sign in", secret=True)
    secret.body_text, secret.expires_at = planted("sign-in mail"), world.now + timedelta(hours=1)
    mail.save()
    secret.save()
    world.rows["message"] = {"mail": mail, "secret": secret}
