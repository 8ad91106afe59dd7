"""What is issued stays as it was issued, and says what it corrects."""

import hashlib

import psycopg
import pytest
from django.db import connection, transaction

from documents.models import Document, Expression, Revision
from documents.selectors import current_revisions
from documents.services import classify, create_work, issue_revision
from foundation.errors import BrokenConstraint, NotAllowed, RuleBroken, StaleVersion
from foundation.ledger.audience import unit
from foundation.ledger.models import LedgerEntry
from tests.factories.documents import NOW, DocumentFactory, issue

pytestmark = pytest.mark.django_db


def entries_about(document):
    return list(LedgerEntry.objects.about(document).values_list("kind", "audience"))


def test_work_awaits_its_authentic_text_and_the_languages_asked_for(secretariat):
    work = create_work(
        title={"en": "Report"}, classification="staff", authentic_language="fr", awaited=("ar",), actor=secretariat
    )

    assert list(work.expressions.values_list("language", "state")) == [("ar", "awaited"), ("fr", "awaited")]
    assert entries_about(work) == [("document.created", "staff")]


def test_issued_bytes_carry_their_hash_and_the_next_number(secretariat):
    work = DocumentFactory()

    first = issue(work, b"one", actor=secretariat)
    second = issue(work, b"two", actor=secretariat)

    assert (first.number, second.number) == (1, 2)
    assert second.sha256 == hashlib.sha256(b"two").hexdigest()
    assert second.size == 3
    assert entries_about(work) == [("document.issued", "public")] * 2
    assert Document.objects.get().version == 3


def test_current_revision_of_each_language_is_the_newest():
    work = DocumentFactory()
    issue(work, b"one")
    issue(work, b"un", language="fr")
    second = issue(work, b"two")

    current = current_revisions(work)

    assert {language: revision.number for language, revision in current.items()} == {"en": 2, "fr": 1}
    assert current["en"] == second


def test_other_languages_are_older_than_an_authentic_text_revised_after_them():
    work = DocumentFactory()
    issue(work, b"one")
    issue(work, b"un", language="fr")
    issue(work, b"two")

    stale = dict(Expression.objects.filter(document=work).values_list("language", "is_stale"))

    assert stale == {"en": False, "fr": True}


def test_new_translation_is_up_to_date_again():
    work = DocumentFactory()
    issue(work, b"un", language="fr")
    issue(work, b"one")

    issue(work, b"deux", language="fr")

    assert not Expression.objects.filter(document=work, is_stale=True).exists()


def test_revised_translation_leaves_the_authentic_text_alone():
    work = DocumentFactory()
    issue(work, b"one")

    issue(work, b"un", language="fr")

    assert not Expression.objects.filter(document=work, is_stale=True).exists()


def test_corrigenda_and_addenda_are_counted_apart_and_name_what_they_correct():
    work = DocumentFactory()
    report = issue(work, b"one")

    corrigenda = [issue(work, b"read two", kind="corrigendum", corrects=report) for _ in range(2)]
    addendum = issue(work, b"and three", kind="addendum", corrects=report)

    assert [correction.number for correction in corrigenda] == [1, 2]
    assert addendum.number == 1
    assert list(Revision.objects.filter(corrects=report).order_by("issued_at", "id")) == [*corrigenda, addendum]
    assert current_revisions(work)["en"] == report


def test_correction_that_names_nothing_is_refused():
    work = DocumentFactory()

    with pytest.raises(RuleBroken) as refused:
        issue(work, kind="corrigendum")

    assert refused.value.field == "corrects"


def test_correction_names_a_revision_of_its_own_work_and_language():
    work, other = DocumentFactory(), DocumentFactory()
    french, foreign = issue(work, b"un", language="fr"), issue(other)
    correction = issue(work, kind="corrigendum", language="fr", corrects=french)

    for wrong in (french, foreign):
        with pytest.raises(RuleBroken):
            issue(work, kind="corrigendum", language="en", corrects=wrong)
    with pytest.raises(RuleBroken):
        issue(work, kind="corrigendum", language="fr", corrects=correction)


def test_revision_corrects_nothing():
    work = DocumentFactory()
    report = issue(work)

    with pytest.raises(RuleBroken):
        issue(work, b"two", corrects=report)


def test_database_refuses_a_correction_of_nothing_too():
    expression = Expression.objects.create(document=DocumentFactory(), language="en")

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        Revision.objects.create(
            expression=expression,
            kind="addendum",
            number=1,
            media_type="text/plain",
            content=b"x",
            sha256=Revision.digest(b"x"),
            size=1,
            issued_at=NOW,
        )

    assert refused.value.constraint == "correction_names_what_it_corrects"


@pytest.mark.parametrize("change", [{"content": b"other"}, {"number": 9}])
def test_issued_bytes_are_never_changed(change):
    issue(DocumentFactory())

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        Revision.objects.update(**change)

    assert refused.value.constraint == "revision_is_frozen"


def test_issued_bytes_are_never_removed():
    issue(DocumentFactory())

    with pytest.raises(BrokenConstraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_revision")

    assert Revision.objects.count() == 1


def test_no_session_setting_lifts_the_freeze():
    issue(DocumentFactory())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{documents_revision:revision_is_frozen}'")

    with pytest.raises(BrokenConstraint), transaction.atomic():
        Revision.objects.update(number=9)


@pytest.mark.django_db(transaction=True)
def test_even_a_superuser_must_disable_the_trigger_first(test_databases):
    issue(DocumentFactory())

    with test_databases.connect(test_databases.clone) as superuser:
        for statement in ("UPDATE documents_revision SET number = 9", "TRUNCATE documents_revision CASCADE"):
            with pytest.raises(psycopg.errors.CheckViolation, match="frozen"):
                superuser.execute(statement)
        superuser.execute("ALTER TABLE documents_revision DISABLE TRIGGER revision_is_frozen")
        superuser.execute("UPDATE documents_revision SET number = 9")

    assert Revision.objects.get().number == 9


def test_hash_of_other_bytes_is_refused():
    expression = Expression.objects.create(document=DocumentFactory(), language="en")
    row = {"expression": expression, "number": 1, "media_type": "text/plain", "content": b"x", "issued_at": NOW}

    with pytest.raises(BrokenConstraint) as refused, transaction.atomic():
        Revision.objects.create(**row, sha256=Revision.digest(b"y"), size=1)

    assert refused.value.constraint == "revision_has_its_hash"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "text/plain"),
        (b"MZ", "application/x-msdownload"),
        (b"no pdf", "application/pdf"),
        (b"\xff\xfe", "text/plain"),
        (b"a\x00b", "text/csv"),
        (b"x" * (10 * 1024 * 1024 + 1), "text/plain"),
    ],
)
def test_bytes_that_are_not_what_they_claim_are_refused_at_the_file(content, media_type):
    work = DocumentFactory()

    with pytest.raises(RuleBroken) as refused:
        issue(work, content, media_type=media_type)

    assert refused.value.field == "content"
    assert Revision.objects.count() == 0


@pytest.mark.parametrize(
    ("reader", "classification", "may"),
    [
        ("nobody", "public", False),
        ("focal_point", "public", False),
        ("incoming", "staff", False),
        ("secretariat", "staff", True),
        ("presidency", "public", True),
        ("outgoing", "staff", True),
        ("nobody", "owner", False),
        ("focal_point", "owner", True),
    ],
)
def test_who_may_issue(reader, classification, may, readers):
    work = DocumentFactory(classification=classification)
    given = {"language": "en", "content": b"x", "media_type": "text/plain", "now": NOW, "audience": unit(1)}

    if may:
        assert issue_revision(work, actor=readers[reader], **given).number == 1
    else:
        with pytest.raises(NotAllowed):
            issue_revision(work, actor=readers[reader], **given)


def test_ledger_of_an_owners_work_is_read_by_whom_the_owner_names():
    work = DocumentFactory(classification="owner")

    issue(work, audience=unit(7))

    assert entries_about(work) == [("document.issued", "unit:7")]
    with pytest.raises(ValueError, match="owner"):
        issue(work)


def test_staff_change_who_may_read(secretariat):
    work = DocumentFactory(classification="staff")

    classify(work, classification="public", actor=secretariat, version=1, now=NOW)

    work.refresh_from_db()
    assert (work.classification, work.version) == ("public", 2)
    with pytest.raises(StaleVersion):
        classify(work, classification="staff", actor=secretariat, version=1, now=NOW)


@pytest.mark.parametrize(("before", "after"), [("owner", "public"), ("staff", "owner")])
def test_an_owners_work_stays_its_owners(before, after, secretariat):
    work = DocumentFactory(classification=before)

    with pytest.raises(NotAllowed):
        classify(work, classification=after, actor=secretariat, version=1, now=NOW)
