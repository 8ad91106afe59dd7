"""Whatever is typed into a text of the portal is text on every page that shows it, to whomever."""

from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.uploads import examine
from reports.models import JointName
from reports.selectors.asked import asked_sections
from reports.services.answers import write_answers
from reports.services.attachments import attach_file
from reports.services.clearances import record_clearance
from reports.services.contributions import submit_contribution
from reports.services.queries import ask, reply_to_query
from reports.services.snapshots import working_version
from tests.canaries.payloads import BIDI, FORMULAS, MARKUP, OVERRIDES
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import actor, person
from tests.factories.reports import QuestionFactory, answered, draft_for, drafted, fresh, handed_section, opened_round
from tests.factories.reports import template as usual_template
from tests.factories.reports_comments import commented, open_today
from tests.factories.reports_translations import sent, translated, written
from tests.foundation.uploads.files import pdf_file
from tests.reports.letters import arranged, registered

pytestmark = pytest.mark.django_db
TYPED = ("typed!", *MARKUP, *FORMULAS, *BIDI)
LONG = "\n".join(TYPED)
LINE = f"typed! {MARKUP[0]} {MARKUP[1]} {BIDI[0]}"
"""For texts of one line."""
LEADS_TO = {"", "http", "https", "mailto"}
KEEPS_WHAT_WAS_TYPED = {"textarea", "input", "option"}
"""Where the very words are kept, to be typed on: a browser shows them and runs nothing."""


class Judge(HTMLParser):
    """Reads a page as a browser does, and notes what would do more than be read."""

    def __init__(self, page):
        super().__init__()
        self.inside, self.faults, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside.append(tag)
        if tag == "script" and "src" not in given and given.get("type") not in {"application/json", "speculationrules"}:
            self.faults.append(f"script {given}")
        if tag == "img" and given.get("src") == "x":
            self.faults.append(f"img {given}")
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _attribute(self, tag, name, value):
        is_address = name in {"href", "src", "action", "formaction"}
        if name.startswith("on") or name in {"style", "srcdoc"}:
            self.faults.append(f"{tag} {name}={value}")
        if is_address and urlsplit(value).scheme.lower() not in LEADS_TO:
            self.faults.append(f"{tag} {name}={value}")
        if tag not in KEEPS_WHAT_WAS_TYPED and set(OVERRIDES) & set(value):
            self.faults.append(f"override in {tag} {name}")

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        tag = self.inside[-1] if self.inside else ""
        self.text += data
        if tag not in KEEPS_WHAT_WAS_TYPED and set(OVERRIDES) & set(data):
            self.faults.append(f"override in the text of {tag}: {data!r}")


def looked_at(client, *addresses, keeps_order=True):
    """How often these pages show what was typed; each is inert, and lets nothing reorder it unless told otherwise."""
    shown = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        judged = Judge(answer.content.decode())
        assert [fault for fault in judged.faults if keeps_order or not fault.startswith("override")] == [], address
        shown.append(judged.text.count("typed!"))
    return shown


@pytest.fixture
def begun(party):
    """A draft in which every kind of words is hostile."""
    made, now, activity = usual_template(), timezone.now(), ActivityFactory(lead=party)
    general, led = made.sections.get(code="general"), made.sections.get(code="activity")
    for position, kind in enumerate(("entries", "needs", "offers"), start=4):
        QuestionFactory(section=general, code=f"list-{kind}", kind=kind, position=position)
    QuestionFactory(section=general, code="line", kind="short_text", position=8)
    QuestionFactory(section=led, code="evidence", kind="links", position=9)
    dates = {"due_at": now + timedelta(days=70), "cutoff_at": now + timedelta(days=90), "now": now}
    draft = drafted(party, opened_round(party, plan=activity.objective.plan, state_template=made, **dates), now=now)
    told = [draft_for(draft, f"list-{kind}", LONG, item=uuid4()) for kind in ("entries", "needs", "offers")]
    told += [draft_for(draft, "summary", LONG), draft_for(draft, "line", LINE)]
    told += [draft_for(draft, "progress", LONG, activity=activity)]
    link = LONG.replace("http://x.invalid", "x.invalid") + " https://example.org/a"
    told += [draft_for(draft, "evidence", link, activity=activity, item=uuid4())]
    return write_answers(draft, actor=actor("focal_point", party), drafts=told, now=now).contribution


@pytest.fixture
def with_everything(begun, party):
    """The same with files, a translation, a clearance and a section that was handed over, all in hostile words."""
    by, now = actor("focal_point", party), timezone.now()
    place, file = asked_sections(begun)[0].name, examine(pdf_file(), name="a.pdf")
    attach_file(begun, actor=by, now=now, place=place, title=LINE, name='"><img src=x>\u202efdp.pdf', file=file)
    translated(begun, of=written(begun), by=by, text=LONG, now=now)
    handed_section(begun, by=by, now=now, note=LINE)
    cleared = {"cleared_by": LINE, "cleared_on": now.date(), "answers_version": working_version(begun)}
    record_clearance(begun, actor=by, version=fresh(begun).version, now=now, **cleared)
    return fresh(begun)


def pages(contribution, *names, **more):
    return [reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more}) for name in names]


def test_the_pages_of_a_draft_are_inert(client, with_everything, party):
    client.force_login(person("focal_point", party))

    shown = looked_at(
        client,
        *pages(with_everything, "contribution", "form", "review", "sharing", "clearance", "attachments"),
        *pages(with_everything, "translate-draft", name=asked_sections(with_everything)[0].questions[0].name),
    )

    assert all(shown)
    looked_at(client, *pages(with_everything, "offline"))


def test_the_pages_of_a_submission_its_questions_and_its_replies_are_inert(client, with_everything, party):
    by, now = actor("focal_point", party), timezone.now()
    received = submit_contribution(with_everything, actor=by, version=with_everything.version, now=now)
    staff = actor("secretariat_officer")
    query = ask(received, actor=staff, version=received.version, now=now, asked=LONG)
    answered(fresh(received), by=by, summary=f"{LONG} more", now=now)
    reply_to_query(query, actor=by, version=query.version, now=now, reply=LONG)
    translated(received, of=sent(received, number=2), by=staff, into="ar", text=LONG, now=now)

    client.force_login(person("focal_point", party))
    own = looked_at(client, *pages(received, "contribution", "receipt"), *pages(received, "version", number=2))
    client.force_login(person("secretariat_officer"))
    change = reverse("admin:reports_contribution_change", args=[received.pk])
    theirs = looked_at(client, change, keeps_order=False)

    assert (all(own[::2]), all(theirs)) == (True, True)


def test_what_stands_beside_an_answer_after_a_conflict_is_inert(client, begun, party):
    item = asked_sections(begun)[0].questions[0]
    client.force_login(person("focal_point", party))

    answer = client.post(*pages(begun, "form"), {"language": "en", item.name: f"{LONG} mine", f"v{item.name[1:]}": 0})

    assert answer.status_code == 409
    assert Judge(answer.content.decode()).faults == []


def test_a_letter_its_passages_and_comments_on_a_report_are_inert(client, party):
    round_ = opened_round(party, due_at="2030-03-31T22:59:59Z", cutoff_at="2030-04-30T22:59:59Z")
    letter = registered(party, round_, sender=LINE, number="typed! <svg/onload=alert(1)>")
    arranged(letter, LONG)
    client.force_login(person("focal_point", party))
    of_letter = looked_at(client, *pages(letter.contribution, "contribution"))

    report = open_today()
    commented(report, party, text=LONG)
    of_report = looked_at(client, reverse("portal-report", kwargs={"uuid": report.uuid}))

    assert (all(of_letter), all(of_report)) == (True, True)
    assert not JointName.objects.exists()


def test_a_page_that_ran_something_would_be_noticed():
    hostile = '<p>\u202e</p><img src=x onerror=alert(1)><script>alert(1)</script><a href="javascript:x">y</a>'

    assert len(Judge(hostile).faults) == 5
