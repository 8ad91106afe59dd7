"""Files beside the answers: their participant's alone until it submits, then frozen, and opened to whom it chose."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Revision
from foundation.errors import IllegalTransition, NotAllowed, RuleBroken
from foundation.uploads import examine
from reports.enums import Use, Visibility
from reports.models import Attachment
from reports.selectors.asked import asked_sections
from reports.selectors.contributions import latest_snapshot
from reports.services import attachments as services
from reports.services.attachments import attach_file, remove_attachment
from reports.services.contributions import declare_nothing_to_report, delete_draft, submit_contribution
from reports.services.judging import reopen_contribution
from reports.services.terms import Terms, set_terms
from tests.factories.parties import actor, appoint, participant, person
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round
from tests.foundation.uploads.files import pdf_file, xlsx_file, zip_bomb

pytestmark = pytest.mark.django_db


@pytest.fixture
def kenya():
    return participant("KE")


@pytest.fixture
def focal_point(kenya):
    return actor("focal_point", kenya)


@pytest.fixture
def draft(kenya, focal_point):
    begun = drafted(kenya, opened_round(kenya, participant("SE")), by=focal_point)
    return answered(begun, by=focal_point, summary="What Kenya achieved.")


def attached(contribution, by, content=None, name="report.pdf", title="Annual report"):
    content = content or pdf_file()
    place = asked_sections(contribution)[0].name
    file = examine(content, name=name)
    return attach_file(contribution, actor=by, now=LATER, place=place, title=title, name=name, file=file)


def sent(contribution, by):
    current = fresh(contribution)
    return submit_contribution(current, actor=by, version=current.version, now=LATER)


def test_file_of_a_draft_is_read_in_its_own_house_only(draft, focal_point):
    file = attached(draft, focal_point)

    def reads(who):
        return Attachment.objects.visible_to(who).filter(pk=file.pk).exists()

    readers = [focal_point, actor("contributor", draft.party)]
    others = [actor("cabinet", draft.party), actor("focal_point", participant("SE")), actor("secretariat_officer")]
    assert [reads(who) for who in readers] == [True, True]
    assert [reads(who) for who in [*others, actor("anonymous")]] == [False] * 4


@pytest.mark.parametrize("office", ["cabinet", "mission", "contributor"])
def test_who_may_not_choose_who_sees_a_file_is_refused_without_its_name(client, draft, focal_point, office):
    attached(draft, focal_point, title="Named by nobody else")
    contribution = fresh(draft)
    contribution = declare_nothing_to_report(contribution, actor=focal_point, version=contribution.version, now=LATER)
    client.force_login(person(office, draft.party))

    refused = client.post(
        reverse("portal-terms", kwargs={"uuid": draft.uuid}), {"seen_version": contribution.version + 1}
    )

    assert refused.status_code == 409
    assert ("Named by nobody else" in refused.content.decode()) == (office == "contributor")


def test_submission_freezes_the_files_and_names_them(draft, focal_point):
    file = attached(draft, focal_point)

    contribution = sent(draft, focal_point)

    file = Attachment.objects.get(pk=file.pk)
    assert (file.content, bytes(file.revision.content)) == (None, pdf_file())
    assert file.revision.expression.document.classification == "owner"
    named = latest_snapshot(contribution).content["sections"][0]["files"]
    assert [(one["title"], one["sha256"]) for one in named] == [
        ("Annual report", hashlib.sha256(pdf_file()).hexdigest())
    ]


def test_submitted_file_is_read_by_staff_and_by_those_to_whom_it_is_opened(draft, focal_point):
    file = attached(draft, focal_point)
    contribution = sent(draft, focal_point)
    other, nobody, staff = actor("focal_point", participant("SE")), actor("anonymous"), actor("secretariat_officer")

    def readers():
        seen = Attachment.objects.filter(pk=file.pk)
        return [Attachment.objects.visible_to(who).filter(pk__in=seen).exists() for who in (staff, other, nobody)]

    def opened(visibility, use=Use.ATTRIBUTED):
        current = fresh(contribution)
        terms = {file.uuid: Terms(visibility, use)}
        set_terms(current, actor=focal_point, version=current.version, terms=terms)
        return readers()

    assert readers() == [True, False, False]
    assert opened(Visibility.PARTICIPANTS) == [True, True, False]
    assert opened(Visibility.PUBLIC) == [True, True, True]
    assert opened(Visibility.PUBLIC, Use.UNNAMED) == [True, False, False]


def test_file_removed_after_it_was_sent_stays_with_what_was_sent(draft, focal_point):
    file = attached(draft, focal_point)
    first = sent(draft, focal_point)
    again = reopen_contribution(first, actor=focal_point, version=first.version, now=LATER, reason="A correction.")

    remove_attachment(again, file.uuid, actor=focal_point, now=LATER)
    second = sent(again, focal_point)

    submissions = [one.content["sections"][0]["files"] for one in second.snapshots.order_by("number")]
    assert [len(files) for files in submissions] == [1, 0]
    assert Revision.objects.filter(sha256=file.sha256).exists()


def test_file_of_a_draft_is_removed_for_good(draft, focal_point):
    file = attached(draft, focal_point)

    remove_attachment(draft, file.uuid, actor=focal_point, now=LATER)

    assert not Attachment.objects.exists()


def test_files_go_with_a_deleted_draft(draft, focal_point):
    attached(draft, focal_point)
    current = fresh(draft)

    delete_draft(current, actor=focal_point, version=current.version, now=LATER)

    assert not Attachment.objects.exists()


def test_only_those_who_write_attach(draft):
    with pytest.raises(NotAllowed):
        attached(draft, actor("focal_point", participant("SE")))


def test_nothing_is_attached_to_what_was_sent(draft, focal_point):
    contribution = sent(draft, focal_point)

    with pytest.raises(IllegalTransition):
        attached(contribution, focal_point)


def test_there_is_room_for_so_many_files(draft, focal_point, monkeypatch):
    monkeypatch.setattr(services, "MOST_FILES", 1)
    attached(draft, focal_point)

    with pytest.raises(RuleBroken, match="1 files"):
        attached(draft, focal_point)


@pytest.fixture
def signed_in(client, draft):
    client.force_login(appoint("focal_point", draft.party))
    return client


def test_file_is_attached_on_its_page(signed_in, draft):
    place = asked_sections(draft)[0].name
    page = reverse("portal-attachments", kwargs={"uuid": draft.uuid})

    answer = signed_in.post(
        page, {"place": place, "content": SimpleUploadedFile("تقرير.xlsx", xlsx_file())}, follow=True
    )

    assert "تقرير" in answer.content.decode()
    file = Attachment.objects.get()
    download = signed_in.get(reverse("attachment", kwargs={"uuid": file.uuid}))
    assert (download.content[:4], download["X-Content-Type-Options"]) == (b"PK\x03\x04", "nosniff")
    assert download["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "make", "sentence"),
    [
        ("a.docx", zip_bomb, "unpacks to more"),
        ("a.exe", lambda: b"MZ", "Files of this kind are not taken here"),
        ("a.pdf", bytes, "The file is empty."),
        (None, None, "Choose a file first."),
    ],
)
def test_hostile_file_is_refused_at_the_field_and_nothing_is_kept(signed_in, draft, name, make, sentence):
    page = reverse("portal-attachments", kwargs={"uuid": draft.uuid})
    sent = {"place": asked_sections(draft)[0].name, "title": "Kept title"}
    if name:
        sent["content"] = SimpleUploadedFile(name, make())

    answer = signed_in.post(page, sent)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "Kept title" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_files_of_a_draft_stay_its_own_when_nothing_is_reported(draft, focal_point):
    attached(draft, focal_point)
    current = fresh(draft)

    declare_nothing_to_report(current, actor=focal_point, version=current.version, now=LATER)

    assert Attachment.objects.get().revision is None
    assert not Attachment.objects.visible_to(actor("secretariat_officer")).exists()


def test_file_that_a_colleague_sent_since_its_page_was_opened_is_not_removed(signed_in, draft, focal_point):
    file = attached(draft, focal_point)
    opened = signed_in.get(reverse("portal-attachments", kwargs={"uuid": draft.uuid})).content.decode()
    current = sent(draft, focal_point)
    secretariat, why = actor("secretariat_officer"), "A table is missing."
    reopen_contribution(current, actor=secretariat, version=current.version, now=LATER, reason=why)
    remove = reverse("portal-attachment-remove", kwargs={"uuid": draft.uuid, "attachment": file.uuid})

    answers = [signed_in.post(remove, seen) for seen in ({"seen_version": file.version}, {})]
    kept = Attachment.objects.get(removed_at=None)
    answers.append(signed_in.post(remove, {"seen_version": kept.version}))

    assert f'name="seen_version" value="{file.version}"' in opened
    assert [answer.status_code for answer in answers] == [409, 409, 302]
    assert not Attachment.objects.attached().exists()
