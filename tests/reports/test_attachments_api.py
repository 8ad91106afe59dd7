"""Files beside the answers over the API: looked into as every upload, once for their key, read by whoever may."""

import base64
import hashlib
from uuid import UUID

import pytest

from reports.enums import Use, Visibility
from reports.models import Attachment
from reports.selectors.asked import asked_sections
from reports.services.contributions import submit_contribution
from reports.services.terms import Terms, set_terms
from tests.factories.parties import PartyFactory, actor, person
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round
from tests.foundation.uploads.files import pdf_file, zip_bomb

pytestmark = pytest.mark.django_db
API = "/api/v1/attachments/"


@pytest.fixture
def draft(party):
    return drafted(party, opened_round(party))


@pytest.fixture
def own(client, party):
    client.force_login(person("contributor", party))
    return client


def body(draft, content=None, name="evidence.pdf", **more):
    section = asked_sections(draft)[0]
    told = {"contribution": str(draft.uuid), "section": str(section.section.uuid), "file_name": name}
    if section.activity:
        told["activity"] = str(section.activity.uuid)
    return {**told, "content": base64.b64encode(content or pdf_file()).decode(), **more}


def post(client, sent, key="one"):
    return client.post(API, sent, content_type="application/json", headers={"idempotency-key": key})


def test_file_is_put_beside_the_answers_and_read(own, draft):
    content = pdf_file()

    made = post(own, body(draft, content, title="Evidence"))
    told = made.json()
    read = own.get(told["url"])

    assert (made.status_code, made["Location"]) == (201, f"http://testserver{API}{told['uuid']}/")
    assert (told["title"], told["file_name"], told["media_type"]) == ("Evidence", "evidence.pdf", "application/pdf")
    assert (told["size"], told["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert (read.content, read["ETag"]) == (content, f'"{told["sha256"]}"')
    assert "attachment" in read["Content-Disposition"]
    assert "sandbox" in read["Content-Security-Policy"]
    assert own.get(told["url"], headers={"if-none-match": read["ETag"]}).status_code == 304
    assert fresh(draft).version == draft.version + 1


def test_file_sent_again_with_its_key_is_there_once(own, draft):
    first, again = (post(own, body(draft)) for _each in range(2))
    other = post(own, body(draft, title="Other"))

    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.content == again.content
    assert other.status_code == 422
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "evidence.pdf", "base64"),
        (b"<script>", "evidence.pdf", "kind"),
        (b"MZ", "evidence.exe", "PDF"),
        (zip_bomb(), "evidence.docx", ""),
    ],
    ids=["empty", "another kind", "a program", "zip bomb"],
)
def test_file_that_may_not_be_kept_is_refused_at_its_place(own, draft, content, name, says):
    sent = body(draft, content or None, name)
    sent["content"] = sent["content"] if content else "no base64!"

    told = post(own, sent)

    (error,) = told.json()["errors"]
    assert (told.status_code, error["pointer"]) == (400, "/content")
    assert says in error["detail"]
    assert not Attachment.objects.exists()


def test_section_that_is_not_asked_is_refused(own, draft):
    told = post(own, body(draft, section=str(draft.uuid)))

    assert (told.status_code, Attachment.objects.count()) == (400, 0)


def delete(client, address, tag=None):
    """Over what was just read, or over what is named."""
    seen = tag if tag is not None else client.get(address)["ETag"]
    return client.delete(address, headers={"if-match": seen} if seen else {})


def test_file_of_a_draft_is_removed_for_good(own, draft):
    made = post(own, body(draft))
    address = f"{API}{made.json()['uuid']}/"

    removed = [delete(own, address, made["ETag"]).status_code for _each in range(2)]

    assert removed == [204, 404]
    assert not Attachment.objects.exists()


def test_file_is_removed_over_the_version_that_was_seen(own, draft):
    made = post(own, body(draft))
    address = f"{API}{made.json()['uuid']}/"
    terms = {UUID(made.json()["uuid"]): Terms(Visibility.PARTICIPANTS, Use.ATTRIBUTED)}

    set_terms(draft, actor=actor("focal_point", draft.party), version=fresh(draft).version, terms=terms)
    unseen, stale = delete(own, address, ""), delete(own, address, made["ETag"])

    assert (unseen.status_code, stale.status_code) == (428, 412)
    assert stale.json()["current"] == own.get(address).json()
    assert stale.json()["current"]["version"] == made.json()["version"] + 1
    assert delete(own, address, stale["ETag"]).status_code == 204


def test_who_only_reads_the_draft_takes_nothing_away(client, own, draft):
    made = post(own, body(draft))
    client.force_login(person("senior_official", draft.party))

    assert delete(client, f"{API}{made.json()['uuid']}/", made["ETag"]).status_code == 403
    assert Attachment.objects.count() == 1


def test_file_of_what_was_sent_stays(own, draft):
    address = f"{API}{post(own, body(draft)).json()['uuid']}/"
    written = answered(fresh(draft), summary="What was done.")
    by = actor("focal_point", draft.party)
    submit_contribution(written, actor=by, version=written.version, now=LATER)

    told = delete(own, address)

    assert (told.status_code, told.json()["errors"][0]["code"]) == (409, "illegal_transition")
    assert own.get(f"{address}content/").content == pdf_file()


def test_strangers_find_nothing_and_put_nothing(client, draft, own):
    address = f"{API}{post(own, body(draft)).json()['uuid']}/"
    client.force_login(person("focal_point", PartyFactory()))

    assert client.get(API).json()["results"] == []
    assert [client.get(one).status_code for one in (address, f"{address}content/")] == [404, 404]
    assert [delete(client, address, '"1"').status_code, post(client, body(draft), "two").status_code] == [404, 404]


def test_list_costs_the_same_whatever_it_holds(own, draft, django_assert_num_queries):
    def asked(number):
        post(own, body(draft), f"{number}")
        own.get(API)

    asked(1)
    with django_assert_num_queries(4):
        own.get(f"{API}?contribution={draft.uuid}")
    asked(2)
    asked(3)
    with django_assert_num_queries(4):
        assert len(own.get(f"{API}?contribution={draft.uuid}").json()["results"]) == 3
