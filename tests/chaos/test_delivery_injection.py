"""What people type into names, titles, texts and addresses reaches a mail as words, never as a header or a command."""

from email import message_from_bytes, policy
from itertools import product

import pytest
from django.utils import timezone

from foundation.accounts.models import User
from foundation.outbox.delivery import drain
from foundation.outbox.enums import State
from foundation.outbox.models import Message
from notifications.services.sweep import sweep
from parties.models import Mandate, Party
from tests.chaos.delivering import Post, furnish, say

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("released")]
ENDS = ["\n", "\r", "\r\n", "\n ", "\r\n\t", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
SMUGGLED = [
    "Bcc: thief@example.org",
    "To: thief@example.org",
    "Subject: another",
    "Content-Type: text/html\r\n\r\n<b>body</b>",
    ".\r\nMAIL FROM:<thief@example.org>\r\nRCPT TO:<thief@example.org>\r\nDATA",
    "=?utf-8?q?=0D=0ABcc=3A_thief=40example=2Eorg?=",
]
PAYLOADS = [f"A Name{end}{more}" for end, more in product(ENDS, SMUGGLED)]
TEMPLATES = [
    "{name.__class__}",
    "{name.__class__.__mro__}",
    "{0}",
    "{{ 7919*7919 }}",
    "{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "%(name)s",
    "%s",
    "${7919*7919}",
    "#{7919*7919}",
    "<%= 7919*7919 %>",
    "{name!r}",
    "{due:>50}",
    "{participant.pk}",
]
HEADERS = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-language"} | {
    "content-transfer-encoding",
    "auto-submitted",
}


@pytest.fixture
def post(settings):
    post = Post(keep=True).open()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    yield post
    post.close()


def mails(post):
    return [(one.rcpt_tos, message_from_bytes(one.content, policy=policy.default)) for one in post.kept]


def people():
    return list(User.objects.filter(email__startswith="reader").order_by("pk"))


def check_headers(post, recipients):
    for rcpt, mail in mails(post):
        assert len(rcpt) == 1
        assert rcpt[0] in recipients
        assert mail["to"] == rcpt[0]
        assert {name.lower() for name in mail.keys()} <= HEADERS  # noqa: SIM118 -- a mail is no mapping
        assert all(len(mail.get_all(name)) == 1 for name in mail.keys())  # noqa: SIM118 -- as above


def text_of(mail):
    return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("place", ["name of a person", "name of a participant", "title"])
def test_sixty_payloads_in_names_and_titles_make_no_header_and_no_recipient(place, post):
    assert len(PAYLOADS) == 60
    subject = {"name of a person": "For {name}", "name of a participant": "For {participant}"}.get(place)
    furnish(60, parties=60, subjects=[subject or payload for payload in PAYLOADS])
    for mandate, payload in zip(Mandate.objects.filter(user__in=people()), PAYLOADS, strict=True):
        if place == "name of a person":
            User.objects.filter(pk=mandate.user_id).update(full_name=payload)
        elif place == "name of a participant":
            Party.objects.filter(pk=mandate.party_id).update(name_en=payload)
    sweep(now=timezone.now())

    outcomes = drain(now=timezone.now())

    assert outcomes == {"sent": 60}
    check_headers(post, {user.email for user in people()})
    say(f"60 payloads in the {place}", mails=60, headers_smuggled=0, recipients_smuggled=0)


def test_sixty_payloads_in_addresses_are_set_aside_and_stop_nobody_else(post):
    furnish(70, parties=1)
    poisoned = people()[:60]
    for user, payload in zip(poisoned, PAYLOADS, strict=True):
        User.objects.filter(pk=user.pk).update(email=f"reader{user.pk}{payload[6:]}@example.org")
    sweep(now=timezone.now())

    outcomes = drain(now=timezone.now())

    assert outcomes == {"sent": 10, "set aside": 60}
    assert Message.objects.filter(state=State.QUARANTINED).count() == 60
    check_headers(post, {user.email for user in people()[-10:]} | {user.email for user in people()[60:]})
    say("60 payloads in addresses", mails=10, set_aside=60, headers_smuggled=0, recipients_smuggled=0)


def test_templates_in_texts_are_words(post, settings):
    """The form of a step refuses most of them; here they stand in the table all the same."""
    settings.SECRET_KEY = "a-secret-that-no-mail-may-hold"
    furnish(len(TEMPLATES), parties=len(TEMPLATES), subjects=TEMPLATES)
    for user, payload in zip(people(), TEMPLATES, strict=True):
        User.objects.filter(pk=user.pk).update(full_name=payload)
    sweep(now=timezone.now())

    assert drain(now=timezone.now()) == {"sent": len(TEMPLATES)}

    evaluated = 0
    assert sorted(mail["subject"] for _rcpt, mail in mails(post)) == sorted(TEMPLATES)
    for _rcpt, mail in mails(post):
        for text in text_of(mail):
            evaluated += any(
                word in text for word in ("62710561", "class '", "no-mail-may-hold", "DEBUG", "mappingproxy")
            )
    assert evaluated == 0
    say("templates in texts and names", payloads=len(TEMPLATES), evaluated=evaluated)
