"""Links as evidence: one https address in each entry, kept like every answer, inert wherever it is shown."""

import io
import re
import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.errors import RuleBroken
from reports.links import link_in
from reports.models import Answer
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.selectors.translations import is_in_words
from reports.services.answers import write_answers
from reports.services.contributions import submit_contribution
from reports.services.terms import Terms, set_terms
from tests.canaries.files import text_of_file
from tests.factories.parties import PartyFactory, actor, person
from tests.factories.reports import QuestionFactory, answered, draft_for, drafted, fresh, opened_round, template
from tests.reports.offline.forms import Letter, Workbook, download, stands, take_in, upload, url
from tests.reports.test_items import finish, next_round
from tests.states import kept

pytestmark = pytest.mark.django_db
ADDRESS = "https://www.example.org/evaluation?year=2025&part=2"
ENTRY = f"Evaluation of the training {ADDRESS}"
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@kept
def asking_for_links():
    """The usual template with a list of links for each activity."""
    made = template()
    led = made.sections.get(code="activity")
    QuestionFactory(section=led, code="evidence", kind="links", position=9, text_en="Links")
    return made


@pytest.fixture
def begun(party, activity):
    asked = asking_for_links()
    return drafted(party, opened_round(party, plan=activity.objective.plan, state_template=asked, **AHEAD), now=NOW)


@pytest.fixture
def office(client, party):
    client.force_login(person("focal_point", party))
    return client


def rows(contribution):
    items = [item for section in asked_sections(fresh(contribution)) for item in section.questions]
    return [item for item in items if item.question.code == "evidence"]


def write(contribution, *texts):
    activity = rows(contribution)[0].activity
    drafts = [draft_for(contribution, "evidence", text, activity=activity, item=uuid4()) for text in texts]
    by = actor("focal_point", contribution.party)
    return write_answers(contribution, actor=by, drafts=drafts, now=timezone.now())


@pytest.mark.parametrize(
    ("said", "address", "caption", "host"),
    [
        (ENTRY, ADDRESS, "Evaluation of the training", "www.example.org"),
        (f"{ADDRESS}\nEvaluation", ADDRESS, "Evaluation", "www.example.org"),
        (ADDRESS, ADDRESS, "", "www.example.org"),
        ("See HTTPS://Example.ORG/a. (2025)", "HTTPS://Example.ORG/a", "See (2025)", "example.org"),
        ("تقرير https://example.org/تقرير\u200f", "https://example.org/تقرير", "تقرير", "example.org"),
        ("https://وزارة.مصر/1", "https://وزارة.مصر/1", "", "xn--mgbexc3i.xn--wgbh1c"),
        ("https://www.pаypal.com/", "https://www.pаypal.com/", "", "www.xn--pypal-4ve.com"),
        ("javascript:alert(1) https://example.org", "https://example.org", "javascript:alert(1)", "example.org"),
    ],
)
def test_an_entry_is_an_address_what_it_shows_and_the_site_in_letters_that_deceive_nobody(said, address, caption, host):
    link = link_in(said)

    assert (link.address, link.caption, link.host) == (address, caption, host)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("The evaluation of 2025", "beginning with https"),
        ("javascript:alert(document.domain)", "beginning with https"),
        ("data:text/html,<script>alert(1)</script>", "beginning with https"),
        ("http://example.org/a", "https:// are taken"),
        ("ftp://example.org https://example.org", "https:// are taken"),
        ("https://example.org https://example.com", "One address"),
        ("https://", "beginning with https"),
        ("https://intranet/", "cannot be right"),
        ("https://192.168.0.1/", "cannot be right"),
        ("https://user:secret@example.org/", "cannot be right"),
        ("https://example.org:8443/", "cannot be right"),
        ("https://example.org:port/", "cannot be right"),
        ("https://[::1/", "cannot be right"),
        ("https://exa\u202emple.org/", "cannot be right"),
        ("https://example..org/", "cannot be right"),
        ("https://faß.example/", "cannot be right"),
        ("https://κόσμος.example/", "cannot be right"),
        (f"https://example.org/{'a' * 1000}", "cannot be right"),
    ],
)
def test_what_is_no_address_of_the_open_web_is_refused_with_a_sentence(said, told):
    with pytest.raises(RuleBroken, match=told):
        link_in(said)


def test_a_refused_link_says_so_at_its_field_and_nothing_is_stored(office, begun):
    name = rows(begun)[0].name
    address = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": name})

    refused = office.post(address, {"text": "http://example.org", "version": 0})
    saved = office.post(address, {"text": ENTRY, "version": 0, "language": "fr"})

    assert (refused.status_code, refused.json()["state"]) == (400, "refused")
    assert saved.json()["state"] == "saved"
    assert Answer.objects.values_list("text", "language").get() == (ENTRY, "fr")


def test_an_activity_takes_ten_links_and_says_so_at_the_eleventh(office, begun):
    write(begun, *(f"https://example.org/{number}" for number in range(9)))
    spare = rows(begun)[-1].name
    address = reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": spare})
    assert office.post(address, {"text": "https://example.org/10", "version": 0}).status_code == 200
    emptied = rows(begun)[0]

    again = rows(begun)[-1].name
    full = office.post(
        reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": again}), {"text": ENTRY, "version": 0}
    )
    office.post(
        reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": emptied.name}), {"text": "", "version": 1}
    )
    write(begun, ENTRY)
    refilled = office.post(
        reverse("portal-autosave", kwargs={"uuid": begun.uuid, "name": emptied.name}), {"text": ENTRY, "version": 2}
    )

    assert "10 entries at most" in full.json()["said"]
    assert "10 entries at most" in refilled.json()["said"]
    assert Answer.objects.exclude(text="").count() == 10


def test_a_page_shows_where_a_link_leads_and_follows_it_for_nobody(office, begun):
    write(begun, f'"><script>alert(1)</script> {ADDRESS}')

    form = office.get(url("form", begun)).content.decode()
    [link] = re.findall(r'<a class="link-out"[^>]*>', form)

    assert 'href="https://www.example.org/evaluation?year=2025&amp;part=2"' in link
    assert 'rel="external nofollow noopener noreferrer"' in link
    assert "leads to the site <bdi>www.example.org</bdi>" in form
    assert "<script>alert" not in form


def test_what_is_submitted_shows_its_links_on_the_page_and_in_the_papers(office, begun):
    write(begun, ENTRY)
    now, by = answered(begun, summary="Done."), actor("focal_point", begun.party)
    sent = submit_contribution(now, actor=by, version=now.version, now=timezone.now())

    pages = [office.get(url("version", begun, number=1)), office.get(url("contribution", begun))]
    paper = office.get(url("copy", begun, number=1, kind="pdf")).content

    answers = [answer for section in latest_snapshot(sent).content["sections"] for answer in section["answers"]]
    assert [one["answer"] for one in answers if one["kind"] == "links"] == [ENTRY]
    assert ['rel="external nofollow noopener noreferrer"' in page.content.decode() for page in pages] == [True, True]
    assert "".join(ENTRY.split()) in "".join(text_of_file(paper).split())
    assert b"/URI" not in paper


def test_a_workbook_and_a_document_hold_links_as_text_and_bring_them_back(office, begun):
    write(begun, ENTRY)

    for kind, holder in (("xlsx", Workbook), ("docx", Letter)):
        content = download(office, begun, kind=kind)
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        assert not any(b"yperlink" in part and b"example.org" in part for part in parts.values())
        filled = holder(content)
        filled.fill("Links", f"From {kind}: https://example.org/{kind}", nth=-1)
        shown = upload(office, begun, filled.saved(), f"form.{kind}")
        take_in(office, begun, shown)

    assert sorted(text for (code, _item), text in stands(begun).items() if code == "evidence") == [
        ENTRY,
        "From docx: https://example.org/docx",
        "From xlsx: https://example.org/xlsx",
    ]


def test_the_next_round_asks_whether_each_link_still_holds_but_for_those_that_were_closed(begun):
    write(begun, ENTRY, "Old https://example.org/old")
    old = next(item for item in rows(begun) if item.text.startswith("Old"))
    draft = draft_for(begun, "evidence", old.text, activity=old.activity, item=old.item, closes=True)
    write_answers(begun, actor=actor("focal_point", begun.party), drafts=[draft], now=timezone.now())
    answered(begun, summary="Done.")
    finish(begun)

    after = next_round(begun)

    assert [(item.text, item.waits_for_confirmation) for item in rows(after)] == [(ENTRY, True), ("", False)]


@pytest.mark.parametrize(("visibility", "reads"), [("staff", False), ("participants", True), ("public", True)])
def test_a_link_is_read_by_those_to_whom_its_section_was_opened(client, begun, visibility, reads):
    write(begun, ENTRY)
    now, by = answered(begun, summary="Done."), actor("focal_point", begun.party)
    sent = submit_contribution(now, actor=by, version=now.version, now=timezone.now())
    section = next(one.section for one in asked_sections(sent) if one.activity)
    set_terms(sent, actor=by, version=sent.version, terms={section.uuid: Terms(visibility, "attributed")})
    client.force_login(person("focal_point", PartyFactory()))

    answer = client.get(reverse("shared-contribution", kwargs={"uuid": sent.uuid}))

    assert ("https://www.example.org/evaluation" in answer.content.decode()) is reads


def test_a_spreadsheet_that_makes_a_link_of_an_address_by_itself_is_read_all_the_same(office, begun):
    filled = Workbook(download(office, begun))
    cell = filled.fill("Links", ENTRY)
    filled.sheet[cell].hyperlink = ADDRESS

    take_in(office, begun, upload(office, begun, filled.saved()))

    assert list(stands(begun).values()) == [ENTRY]


def test_a_wrong_address_in_a_workbook_is_said_at_its_cell(office, begun):
    filled = Workbook(download(office, begun))
    filled.fill("Links", "The evaluation of 2025")

    shown = upload(office, begun, filled.saved())

    assert not stands(begun)
    assert "Write the address, beginning with https://" in shown.content.decode()


def test_addresses_are_not_offered_for_translation():
    assert not is_in_words("links", ENTRY)
