"""What the keepers of a partner system are told when one of its webhooks was ended."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.outbox.mails import link_to, mail_to
from foundation.outbox.models import Message
from integrations.models import Webhook

ENDED = "webhook.disabled"


def mails_on_end(webhook: Webhook, keepers: Iterable[User]) -> list[Message]:
    """One mail to each, in their language; once for each time that it ends."""
    ended, words = f"{webhook.uuid}:{webhook.round}", _words(webhook)
    return [mail_to(keeper, ENDED, key=f"{ended}:{keeper.uuid}", about=webhook, words=words) for keeper in keepers]


def _words(webhook: Webhook) -> Callable[[], tuple[str, str]]:
    def words() -> tuple[str, str]:
        told = {"system": webhook.client, "address": webhook.address, "link": _link(webhook)}
        text = _(
            "For five days no call to this address was taken, so it is called no more.\n\n"
            "Partner system: %(system)s\n"
            "Address: %(address)s\n\n"
            "Nothing is lost: once its receiver answers again, resume the webhook, and it is told of everything that "
            "it did not take:\n"
            "%(link)s\n"
        )
        return _("A webhook was ended after five days of failures"), text % told

    return words


def _link(webhook: Webhook) -> str:
    """Where its keeper resumes it."""
    if webhook.client.party_id is None:
        return link_to("admin:integrations_webhook_change", object_id=webhook.pk)
    return link_to("portal-client", uuid=webhook.client.uuid)
