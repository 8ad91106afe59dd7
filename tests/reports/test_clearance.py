"""Print for clearance: a paper of the draft for its own house, and who cleared which version of the answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from foundation.errors import IllegalTransition, NotAllowed, RuleBroken, StaleVersion
from foundation.exports import pdf
from foundation.ledger.models import LedgerEntry
from foundation.uploads import examine
from reports.forms.clearances import ClearanceForm
from reports.models import Clearance, Snapshot
from reports.papers.clearance import MOST_CLEARERS
from reports.selectors.asked import asked_sections
from reports.services.attachments import attach_file, remove_attachment
from reports.services.clearances import record_clearance
from reports.services.contributions import delete_draft, submit_contribution
from reports.services.snapshots import working_version
from tests.canaries.files import text_of_file
from tests.canaries.payloads import HOSTILE
from tests.factories.parties import actor, person
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round, submitted
from tests.foundation.uploads.files import pdf_file

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.mark.parametrize(("language", "said"), [("fr", "visa donné par"), ("ar", "الجهة المُجيزة")])
def test_who_cleared_a_paper_is_asked_in_words_of_a_clearance_not_of_a_repair(language, said):
    with override(language):
        assert str(ClearanceForm().fields["cleared_by"].label) == said


@pytest.fixture
def draft(party):
    return answered(
        drafted(party, opened_round(party, **AHEAD), now=NOW), now=NOW, summary="Nous avons formé 45 agents."
    )


def cleared(contribution, *, by="focal_point", now=LATER, **given):
    said = {
        "cleared_by": "Cabinet of the Minister",
        "cleared_on": now.date(),
        "answers_version": working_version(contribution),
        **given,
    }
    return record_clearance(
        contribution, actor=actor(by, contribution.party), version=contribution.version, now=now, **said
    )


def url(name, contribution):
    return reverse(f"portal-clearance{name}", kwargs={"uuid": contribution.uuid})


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_paper_holds_every_answer_the_mark_the_version_and_lines_for_each_who_signs(client, party, draft, ending):
    client.force_login(person("contributor", party))

    response = client.get(url(f"-{ending}", draft), {"clearers": "Ministry of Interior\nCabinet"})

    shown = "".join(text_of_file(response.content).split())
    for said in (
        "Nousavonsformé45agents.",
        "DRAFTFORCLEARANCE–notsubmitted",
        working_version(draft),
        "WritteninEnglish:theauthentictext.",
        "MinistryofInterior",
        "Signature",
        "Whomayseeitonceitissubmitted:PresidencyandSecretariat.",
    ):
        assert said in shown
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_paper_names_the_files_that_would_be_submitted_with_their_sections_and_sizes(client, party, draft, ending):
    kept, taken_away = (attached(draft, title=title) for title in ("Training report", "Old table"))
    remove_attachment(draft, taken_away.uuid, actor=actor("contributor", party), now=NOW)
    client.force_login(person("contributor", party))

    shown = "".join(text_of_file(client.get(url(f"-{ending}", draft)).content).split())

    section = "".join(str(kept.section.title).split())
    assert f"Trainingreport{section}training.pdf·{kept.size}bytesWhomayseeit" in shown
    assert "Oldtable" not in shown


def attached(contribution, *, title):
    file, place = examine(pdf_file(), name="training.pdf"), asked_sections(contribution)[0].name
    who = actor("contributor", contribution.party)
    return attach_file(contribution, actor=who, now=NOW, place=place, title=title, name="training.pdf", file=file)


def test_a_draft_without_files_has_no_heading_for_them(client, party, draft):
    client.force_login(person("contributor", party))

    assert "Files" not in text_of_file(client.get(url("-docx", draft)).content)


def test_a_paper_that_cannot_be_set_is_a_sentence_and_the_draft_stays(client, party, draft, monkeypatch):
    monkeypatch.setattr(pdf, "TYPESETTER", pdf.TYPESETTER.with_name("nothing.py"))
    client.force_login(person("focal_point", party))

    response = client.get(url("-pdf", draft))

    assert response.status_code == 503
    assert "your draft is kept" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert client.get(url("-docx", draft)).status_code == 200


def test_labels_are_in_the_readers_language_and_answers_in_their_own(client, party, draft):
    reader = person("focal_point", party)
    reader.language = "fr"
    reader.save(update_fields=["language"])
    client.force_login(reader)

    shown = text_of_file(client.get(url("-docx", draft), headers={"accept-language": "fr"}).content)

    assert "What was achieved?" in shown
    assert "Nous avons formé 45 agents." in shown
    assert "DRAFT FOR CLEARANCE" not in shown


def test_the_file_is_named_in_the_readers_language(client, party, draft):
    client.force_login(person("focal_point", party))
    client.cookies["django_language"] = "fr"

    named = client.get(url("-docx", draft))["Content-Disposition"]

    assert 'filename="Brouillon pour visa ' in named


def test_whatever_is_typed_as_who_clears_it_gives_a_paper(client, party, draft):
    client.force_login(person("focal_point", party))

    some, others = ("\n".join(HOSTILE[at::2]) for at in (0, 1))
    assert max(map(len, (some.splitlines(), others.splitlines()))) <= MOST_CLEARERS
    for clearers in ["", "\n" * 900, "x" * 5000, some, others]:
        assert client.get(url("-docx", draft), {"clearers": clearers}).status_code == 200, clearers


def test_a_clearance_is_for_one_version_of_the_answers_and_says_when_they_changed(client, party, draft):
    cleared(draft)
    client.force_login(person("focal_point", party))

    before = client.get(url("", draft)).content.decode()
    answered(fresh(draft), now=NOW, summary="Changed.")
    after = client.get(url("", draft)).content.decode()
    review = client.get(reverse("portal-review", kwargs={"uuid": draft.uuid})).content.decode()

    assert "these very answers" in before
    assert "changed since clearance" in after
    assert "changed since clearance" in review


def test_who_cleared_it_is_frozen_with_what_was_submitted_and_the_ledger_names_nobody(party, draft):
    cleared(draft)
    version = working_version(draft)
    draft = fresh(draft)

    submit_contribution(draft, actor=actor("focal_point", party), version=draft.version, now=LATER)

    content = Snapshot.objects.get().content
    assert content["clearances"] == [
        {"by": "Cabinet of the Minister", "on": LATER.date().isoformat(), "version": version}
    ]
    facts = LedgerEntry.objects.get(kind="contribution.cleared").facts
    assert "Cabinet" not in str(facts)


def test_a_clearance_is_recorded_once_a_page_and_by_those_who_write(party, draft):
    with pytest.raises(NotAllowed):
        cleared(draft, by="senior_official")
    cleared(draft)
    with pytest.raises(StaleVersion):
        cleared(draft)

    assert Clearance.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cleared_by": "  "}, "cleared_by"),
        ({"cleared_by": "x" * 201}, "cleared_by"),
        ({"cleared_on": LATER.date() + timedelta(days=1)}, "cleared_on"),
        ({"answers_version": "draft 2"}, "answers_version"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(draft, wrong, field):
    with pytest.raises(RuleBroken) as refused:
        cleared(draft, **wrong)

    assert refused.value.field == field
    assert not LedgerEntry.objects.filter(kind="contribution.cleared").exists()


def test_nothing_is_cleared_after_it_was_sent(party):
    sent = submitted(party, opened_round(party))

    with pytest.raises(IllegalTransition):
        cleared(sent)


def test_a_deleted_draft_takes_its_clearances_along(party, draft):
    cleared(draft)
    draft = fresh(draft)

    delete_draft(draft, actor=actor("focal_point", party), version=draft.version, now=LATER)

    assert not Clearance.objects.exists()


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(client, party, draft):
    client.force_login(person("focal_point", party))
    typed = {"seen_version": draft.version, "cleared_by": "Cabinet", "cleared_on": "x", "answers_version": "zz"}

    response = client.post(url("", draft), typed)

    assert response.status_code == 400
    assert 'value="Cabinet"' in response.content.decode()
    assert not Clearance.objects.exists()


def test_a_clearance_recorded_on_the_page_stands_on_it(client, party, draft):
    client.force_login(person("focal_point", party))
    typed = {
        "seen_version": draft.version,
        "cleared_by": "<b>Cabinet</b>\u202e",
        "cleared_on": LATER.date().isoformat(),
        "answers_version": working_version(draft).upper(),
    }

    page = client.post(url("", draft), typed, follow=True).content.decode()

    assert "&lt;b&gt;Cabinet&lt;/b&gt;" in page
    assert "\u202e" not in page
