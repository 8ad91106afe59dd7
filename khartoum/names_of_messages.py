"""What the office calls the messages of the outbox, by their kind: the list of messages says it in each language."""

from django.utils.translation import gettext_lazy as _

from foundation.errors import Sentence
from foundation.outbox import backend
from integrations.hooks import mail as webhook_mail
from integrations.services import deliveries
from notifications.services import mails
from parties import emergency_mail
from reports import closing_mail, handed_mail, joint_mail, letter_mail
from reports.services.receipts import RECEIPT

NAMES: dict[str, Sentence] = {
    backend.KIND: _("Account"),
    emergency_mail.KIND: _("Emergency access"),
    emergency_mail.FIRST_ENTRY: _("First entry by emergency access"),
    letter_mail.REGISTERED: _("Letter registered"),
    letter_mail.ARRANGED: _("Passages of a letter"),
    handed_mail.KIND: _("Section handed over"),
    joint_mail.KIND: _("Joint contribution"),
    joint_mail.ENDED: _("Joint contribution ended"),
    closing_mail.LAPSED: _("Round closed"),
    RECEIPT: _("Receipt"),
    deliveries.KIND: _("Webhook"),
    webhook_mail.ENDED: _("Webhook ended"),
    mails.KIND: _("Reminder"),
}
