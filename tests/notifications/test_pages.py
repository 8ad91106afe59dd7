"""What a participant reads of its reminders, why one came, and how digests end."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import User
from foundation.outbox.models import Message
from notifications.links import digests_link, why_link
from notifications.models import DigestRefusal, Notice
from notifications.services.sweep import sweep
from tests.factories.notifications import WEDNESDAY, asked, ladder, noticed
from tests.factories.parties import PartyFactory, appoint, person

pytestmark = pytest.mark.django_db
DUE = WEDNESDAY + timedelta(days=7, hours=8)


def path_of(link):
    return "/" + link.split("/", 3)[3]


def staff_log(notice):
    return ("changelist", []), ("change", [notice.pk])


@pytest.fixture
def sent():
    """One reminder of one participant."""
    party = PartyFactory(weekend_days=[6, 7])
    ladder(-7)
    appoint("focal_point", party)
    asked(party, due_at=DUE)
    sweep(now=WEDNESDAY)
    return Notice.objects.select_related("recipient", "obligation__party").get()


def test_a_mail_leads_its_reader_to_why_it_came(client, sent):
    link, mail = why_link(sent), Message.objects.get()
    assert link in mail.body_text
    assert link in mail.body_html
    assert client.get(path_of(link)).url.startswith(reverse("account_login"))
    client.force_login(sent.recipient)

    page = client.get(path_of(link)).content.decode()

    for said in (sent.obligation.party.name_en, "Focal point", "7 days before the date", "On its way"):
        assert said in page
    assert "Receive no digests" not in page


def test_a_digest_leads_to_why_each_of_its_parts_came(client, sent):
    parties = [PartyFactory(), PartyFactory()]
    for place, party in enumerate(parties):
        notice = noticed("queued", recipient=sent.recipient, request=asked(party, due_at=DUE + timedelta(days=place)))
        Notice.objects.filter(pk=notice.pk).update(message=sent.message_id)
    noticed("queued", recipient=sent.recipient)
    client.force_login(sent.recipient)

    page = client.get(path_of(why_link(sent))).content.decode()

    named = [page.index(party.name_en) for party in (sent.obligation.party, *parties)]
    assert named == sorted(named)
    assert page.count('<dl class="facts">') == 3


def test_a_mail_that_was_given_up_is_not_called_on_its_way(client, sent):
    for changes in ({"state": "leased"}, {"state": "quarantined"}):
        Message.objects.filter(pk=sent.message_id).update(**changes)
    client.force_login(sent.recipient)
    pages = [client.get(path) for path in (path_of(why_link(sent)), reverse("portal-reminders"))]
    client.force_login(person("secretariat_officer"))
    pages += [client.get(reverse(f"admin:notifications_notice_{page}", args=args)) for page, args in staff_log(sent)]

    for page in pages:
        said = page.content.decode().partition("<main")[2].partition('id="changelist-filter"')[0]
        assert ("Could not be sent" in said, "On its way" in said) == (True, False)


def test_nobody_else_reads_why_it_came(client, sent):
    colleague = appoint("alternate", sent.obligation.party)
    for reader in (colleague, person("focal_point"), person("secretariat_officer")):
        client.force_login(reader)
        assert client.get(path_of(why_link(sent))).status_code == 404
    client.force_login(sent.recipient)
    forged = Signer(sep=".", salt="notifications.digests").sign(str(sent.uuid))
    for signed in (str(sent.uuid), forged, "x"):
        assert client.get(reverse("portal-reminder", args=[signed])).status_code == 404


def test_participants_read_which_reminders_reached_their_own_people(client, sent):
    other = noticed("queued")
    noticed("prepared", request=sent.obligation)
    client.force_login(appoint("contributor", sent.obligation.party))
    counted = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("portal-reminders")).content.decode()
        counted.append(len(queries))
        for _more in range(3):
            noticed("queued", request=sent.obligation)

    assert sent.recipient.full_name in page
    assert other.recipient.full_name not in page
    assert page.count("<tr>") == 1 + 4
    assert counted[0] == counted[1]
    client.force_login(person("secretariat_officer"))
    assert client.get(reverse("portal-reminders")).status_code == 404


def test_a_mail_program_ends_the_digests_with_one_post_and_looking_changes_nothing(sent):
    asked(sent.obligation.party, subject=PartyFactory(), due_at=DUE)
    asked(sent.obligation.party, subject=PartyFactory(), due_at=DUE)
    tomorrow = WEDNESDAY + timedelta(days=1)
    sweep(now=tomorrow)
    headers = Message.objects.latest("pk").headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].split(">")[0].removeprefix("<")
    assert link == digests_link(sent.recipient)
    program = Client(enforce_csrf_checks=True)

    assert program.get(path_of(link)).status_code == 200
    assert program.head(path_of(link)).status_code == 200
    assert not DigestRefusal.objects.exists()
    for _each in range(2):
        assert program.post(path_of(link), {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert [row.user for row in DigestRefusal.objects.all()] == [sent.recipient]
    assert "Receive digests again" in program.get(path_of(link)).content.decode()
    assert program.post(path_of(link), {"again": "1"}).status_code == 200
    assert not DigestRefusal.objects.exists()
    assert program.post(reverse("digests", args=["1.x"])).status_code == 404


def test_the_way_out_of_digests_speaks_the_language_of_its_reader_until_another_is_chosen(client, sent):
    User.objects.filter(pk=sent.recipient.pk).update(language="ar")
    link = path_of(digests_link(sent.recipient))

    own = client.get(link, headers={"accept-language": "en"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    chosen = client.get(link)

    assert (own["Content-Language"], chosen["Content-Language"]) == ("ar", "fr")
    assert 'lang="ar" dir="rtl"' in own.content.decode()


def test_who_wants_no_digests_gets_each_reminder_in_a_mail_of_its_own(sent):
    Client().post(path_of(digests_link(sent.recipient)))
    for _each in range(2):
        asked(sent.obligation.party, subject=PartyFactory(), due_at=DUE)

    sweep(now=WEDNESDAY + timedelta(days=1))

    assert Message.objects.count() == 3
    assert all(message.headers == {} for message in Message.objects.all())
