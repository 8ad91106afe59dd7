"""Mail to the owner of an account, in the language of the account; its words stand in `templates/accounts/mail/`."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from foundation.accounts.models import User


def write_to(user: User, kind: str, path: str, **more: Any) -> None:
    """Write one mail, with an absolute address for `path`; the outbox forgets its words once it is sent."""
    context = {"user": user, "url": f"{settings.PUBLIC_URL}{path}", **more}
    with translation.override(user.language):
        subject = render_to_string(f"accounts/mail/{kind}_subject.txt", context)
        body = render_to_string(f"accounts/mail/{kind}.txt", context)
        send_mail(" ".join(subject.split()), body.strip() + "\n", None, [user.email])
