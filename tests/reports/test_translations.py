"""A translation stands beneath the authentic text, is marked, and is read by exactly those who read the answer."""

import hashlib

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from foundation.errors import BrokenConstraint, NotAllowed, RuleBroken, StaleVersion
from foundation.kept import RECORDED
from foundation.ledger.models import LedgerEntry
from reports.models import AnswerTranslation
from reports.papers.copies import copy_of
from reports.selectors.openness import sections_open_to
from reports.selectors.passages import quotable_passages, withheld_sentences
from reports.selectors.snapshots import read_sections
from reports.selectors.translations import translations_of, translations_read
from reports.selectors.versions import read_version
from reports.services.contributions import delete_draft, submit_contribution, withdraw_contribution
from reports.services.joint import name_participant
from reports.services.judging import mark_complete, reopen_contribution
from reports.services.rounds import close_to_contributions
from reports.services.terms import Terms, set_terms
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, answered, drafted, fresh, opened_round, submitted
from tests.factories.reports_consolidated import drafted as report_drafted
from tests.factories.reports_translations import sent, translated, written

pytestmark = pytest.mark.django_db
OWN = {"contributor", "focal_point", "alternate", "cabinet", "mission"}
WORDS = "Forty officials were trained."


@pytest.fixture
def focal_point(party):
    return actor("focal_point", party)


@pytest.fixture
def draft(party, focal_point):
    return answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary=WORDS)


@pytest.fixture
def received(draft, focal_point):
    return submit_contribution(draft, actor=focal_point, version=draft.version, now=LATER)


def reads(who):
    return AnswerTranslation.objects.visible_to(who).exists()


def opened(contribution, focal_point, visibility, use="attributed"):
    general = contribution.round.state_template.sections.get(code="general")
    terms = {general.uuid: Terms(visibility, use)}
    return set_terms(contribution, actor=focal_point, version=fresh(contribution).version, terms=terms)


def sent_again(contribution, focal_point, text):
    """Reopened, answered anew, submitted again."""
    again = reopen_contribution(
        fresh(contribution), actor=focal_point, version=fresh(contribution).version, now=LATER, reason="More to say."
    )
    again = answered(again, by=focal_point, summary=text)
    return submit_contribution(again, actor=focal_point, version=again.version, now=LATER)


def test_a_translation_names_the_text_it_translates_who_made_it_and_when(received):
    by = actor("secretariat_officer")

    made = translated(received, by=by, into="ar", text="  دُرّب أربعون موظفا.  ")

    assert made.sha256 == hashlib.sha256(WORDS.encode()).hexdigest()
    assert (made.authentic_language, made.language, made.text) == ("en", "ar", "دُرّب أربعون موظفا.")
    assert (made.made_by_side, made.translated_by_id, made.translated_at) == ("secretariat", by.user_id, LATER)
    assert (made.version, made.stands_in) == (1, received.snapshots.get())


@pytest.mark.parametrize(
    ("role", "mark"),
    [
        ("secretariat_officer", "Translation by the Secretariat, 9 March 2026; the authentic text is in English"),
        ("presidency_current", "Translation by the Presidency, 9 March 2026; the authentic text is in English"),
        ("focal_point", "Translation by the participant, 9 March 2026; the authentic text is in English"),
    ],
)
def test_it_is_marked_beneath_the_authentic_text(role, mark, received):
    translated(received, by=actor(role, received.party))

    answer = read_version(received, 1, actor=actor("secretariat_officer")).sections[0].answers[0]

    assert answer.text == WORDS
    assert [(one.text, one.mark) for one in answer.beneath.translations] == [("Ce qui a été fait.", mark)]


def test_a_translation_is_no_part_of_what_is_submitted(received, focal_point):
    before = received.snapshots.get().sha256, fresh(received).version, fresh(received).state

    translated(received, by=focal_point)

    assert (received.snapshots.get().sha256, fresh(received).version, fresh(received).state) == before


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("contributor", True),
        ("focal_point", True),
        ("alternate", True),
        ("cabinet", False),
        ("mission", False),
        ("secretariat_officer", True),
        ("presidency_current", True),
        ("presidency_incoming", False),
        ("presidency_outgoing", False),
        ("reporting_officer", False),
        ("anonymous", False),
    ],
)
def test_who_translates_what_was_submitted(role, may, received):
    who = actor(role, received.party if role in OWN else None)

    if may:
        assert translated(received, by=who).version == 1
    else:
        with pytest.raises(NotAllowed):
            translated(received, by=who)


def test_the_writers_of_another_participant_do_not(received):
    with pytest.raises(NotAllowed):
        translated(received, by=actor("focal_point"))


@pytest.mark.parametrize("role", ["secretariat_officer", "presidency_current", "focal_point"])
def test_a_draft_is_translated_in_its_own_house_only(role, draft):
    with pytest.raises(NotAllowed):
        translated(draft, of=written(draft), by=actor(role))


def test_staff_never_read_the_translation_of_a_draft(draft, focal_point, party):
    translated(draft, of=written(draft), by=focal_point)

    assert reads(focal_point)
    assert [
        role for role in ("cabinet", "secretariat_officer", "presidency_current") if reads(actor(role, party))
    ] == []
    assert LedgerEntry.objects.get(kind="answer.translated").audience == f"unit:{party.pk}:read_drafts"


def test_once_submitted_it_is_read_with_the_answer(draft, focal_point, party):
    made = translated(draft, of=written(draft), by=focal_point)

    submit_contribution(fresh(draft), actor=focal_point, version=draft.version, now=LATER)

    assert fresh(made).stands_in.number == 1
    assert all(reads(actor(role, party)) for role in ("cabinet", "secretariat_officer", "presidency_incoming"))
    assert not reads(actor("focal_point"))


@pytest.mark.parametrize(
    ("visibility", "use", "participants", "public"),
    [
        ("staff", "attributed", False, False),
        ("participants", "attributed", True, False),
        ("participants", "not_quoted", True, False),
        ("participants", "unnamed", False, False),
        ("public", "attributed", True, True),
        ("public", "unnamed", False, False),
    ],
)
def test_others_read_it_where_they_read_the_answer(visibility, use, participants, public, received, focal_point):
    translated(received)
    opened(received, focal_point, visibility, use)
    snapshot = received.snapshots.get()

    for who, may in ((actor("focal_point"), participants), (actor("anonymous"), public)):
        assert reads(who) is may
        assert bool(list(sections_open_to(snapshot, actor=who))) is may


def test_of_a_withdrawn_contribution_nobody_else_reads_one(received, focal_point):
    translated(received)
    shown = opened(received, focal_point, "public")

    withdraw_contribution(shown, actor=focal_point, version=shown.version, now=LATER, reason="A mistake.")

    assert (reads(actor("anonymous")), reads(actor("secretariat_officer"))) == (False, True)


def test_who_is_asked_to_confirm_a_joint_contribution_reads_them():
    party, other = PartyFactory(), PartyFactory()
    focal_point = actor("focal_point", party)
    begun = answered(drafted(party, opened_round(party, other), by=focal_point), by=focal_point, summary=WORDS)
    name_participant(begun, actor=focal_point, version=begun.version, party=other.uuid)
    translated(begun, of=written(begun), by=focal_point)
    assert not reads(actor("focal_point", other))

    submit_contribution(fresh(begun), actor=focal_point, version=fresh(begun).version, now=LATER)

    assert reads(actor("focal_point", other))
    assert not reads(actor("focal_point"))


def test_when_the_answer_changes_the_translation_stays_with_what_it_translates(received, focal_point):
    translated(received)
    opened(received, focal_point, "public")
    staff = actor("secretariat_officer")

    again = sent_again(received, focal_point, "Fifty officials were trained.")

    def beneath(number):
        return read_version(again, number, actor=staff).sections[0].answers[0].beneath

    assert [one.text for one in beneath(1).translations] == ["Ce qui a été fait."]
    assert beneath(2).translations == []
    assert list(map(str, beneath(2).changed_since)) == ["The answer has changed since it was translated into French."]
    assert not reads(actor("anonymous"))


def test_words_that_come_back_find_their_translation(received, focal_point):
    made = translated(received)
    sent_again(received, focal_point, "Fifty officials were trained.")

    sent_again(received, focal_point, WORDS)

    assert fresh(made).stands_in.number == 3


def test_each_text_is_translated_once_into_each_language(received, focal_point):
    first = translated(received)
    translated(received, into="ar", text="ما تم.")
    again = sent_again(received, focal_point, "Fifty officials were trained.")
    translated(again, of=sent(again, number=2), text="Cinquante.")

    corrected = translated(received, text="Ce qui a été accompli.")

    assert (corrected.pk, corrected.version) == (first.pk, 2)
    assert AnswerTranslation.objects.count() == 3


def test_nobody_overwrites_what_they_have_not_read(received, focal_point):
    translated(received)

    with pytest.raises(StaleVersion):
        translated(received, by=focal_point, text="Autre chose.", version=0)

    assert AnswerTranslation.objects.get().text == "Ce qui a été fait."


def test_who_translated_a_text_that_has_changed_is_told(draft, focal_point):
    read = written(draft)
    answered(draft, by=focal_point, summary="Fifty officials were trained.")

    with pytest.raises(StaleVersion, match="The answer has changed since you read it"):
        translated(draft, of=read, by=focal_point)


def test_the_participant_corrects_a_translation_of_the_secretariat_and_not_the_other_way_round(received, focal_point):
    translated(received)

    own = translated(received, by=focal_point, text="Nos mots.")

    assert (own.version, own.made_by_side) == (2, "participant")
    with pytest.raises(NotAllowed, match="only its own people"):
        translated(received, text="Vos mots.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"into": "en"}, "language"),
        ({"into": "de"}, "language"),
        ({"into": ""}, "language"),
        ({"text": "  "}, "text"),
        ({"text": "a\x07b"}, "text"),
        ({"text": "a" * 40_001}, "text"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(given, field, received):
    with pytest.raises(RuleBroken) as told:
        translated(received, **given)

    assert told.value.field == field
    assert not AnswerTranslation.objects.exists()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("language = 'en'", RECORDED),
        ("sha256 = repeat('0', 64)", RECORDED),
        ("text = ''", "translation_has_words"),
    ],
)
def test_what_it_translates_is_not_rewritten(change, constraint, received):
    made = translated(received)

    with pytest.raises(BrokenConstraint) as told, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE reports_answertranslation SET {change} WHERE id = %s", [made.pk])

    assert told.value.constraint == constraint


def test_the_database_knows_no_translation_into_the_language_of_the_answer(received):
    made = translated(received)
    made.pk, made.language = None, "en"
    made.uuid = received.uuid

    with pytest.raises(BrokenConstraint) as told, transaction.atomic():
        made.save(force_insert=True)

    assert told.value.constraint == "translation_is_into_another_language"


def test_one_that_others_have_read_is_not_removed_and_one_of_a_draft_goes_with_it(received, party, focal_point):
    made = translated(received)
    with pytest.raises(BrokenConstraint), transaction.atomic():
        made.delete()
    begun = answered(drafted(party, opened_round(party), by=focal_point), by=focal_point, summary=WORDS)
    translated(begun, of=written(begun), by=focal_point)

    delete_draft(fresh(begun), actor=focal_point, version=fresh(begun).version, now=LATER)

    assert AnswerTranslation.objects.get() == made
    assert fresh(begun).state == "not_started"


def test_the_ledger_tells_the_participant_and_staff_by_hashes_alone(received):
    made = translated(received)

    entry = LedgerEntry.objects.get(kind="answer.translated")

    assert entry.audience == f"unit+staff:{received.party_id}"
    assert entry.facts["authentic_sha256"] == made.sha256
    assert entry.facts["translation_sha256"] == hashlib.sha256(made.text.encode()).hexdigest()
    assert "Ce qui" not in str(entry.facts)


def test_readers_are_shown_the_one_in_their_own_language(received, focal_point):
    translated(received, text="En français.")
    translated(received, into="ar", text="بالعربية.")
    opened(received, focal_point, "public")
    sections = received.snapshots.get().content["sections"]

    def shown(language):
        with override(language):
            found = translations_read(received, actor("anonymous"))
            return [one.text for one in read_sections(sections, (), found)[0].answers[0].beneath.translations]

    assert [shown(language) for language in ("en", "fr", "ar")] == [[], ["En français."], ["بالعربية."]]


@pytest.fixture
def consolidated(received):
    mark_complete(received, actor=actor("secretariat_officer"), version=received.version, now=LATER)
    translated(received, text="Quarante fonctionnaires ont été formés.")
    staff, round_ = actor("secretariat_officer"), fresh(received.round)
    close_to_contributions(round_, actor=staff, version=round_.version, now=LATER)
    return report_drafted(round_=fresh(round_))


def test_drafters_read_it_beside_the_passage_without_the_participants_name(consolidated, received, focal_point):
    opened(fresh(received), focal_point, "staff", "unnamed")

    with override("fr"):
        passage = next(one for one in quotable_passages(consolidated) if one.text == WORDS)
        mark = passage.beneath.translations[0].mark

    assert passage.beneath.translations[0].text == "Quarante fonctionnaires ont été formés."
    assert received.party.name_fr not in mark


def test_what_is_not_to_be_quoted_is_not_quoted_in_translation(consolidated, received, focal_point):
    opened(fresh(received), focal_point, "staff", "not_quoted")

    assert "quarante fonctionnaires ont été formés." in withheld_sentences(consolidated)
    assert all(one.text != WORDS for one in quotable_passages(consolidated))


def test_a_copy_to_read_has_the_authentic_text_first_and_then_the_translation(received):
    translated(received, text="Quarante.")

    with override("fr"):
        paper = copy_of(received, 1, actor=actor("secretariat_officer"))

    texts = [block.text.text for block in paper.blocks if hasattr(block, "text") and hasattr(block.text, "language")]
    assert texts == [WORDS, "Quarante."]
    assert paper.language == "fr"


def test_reading_translations_asks_once_however_many_there_are(party, focal_point):
    begun = drafted(party, opened_round(party), by=focal_point)
    begun = answered(begun, by=focal_point, summary=WORDS, needs="Trainers are needed.")
    received = submit_contribution(begun, actor=focal_point, version=begun.version, now=LATER)
    translated(received)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            translations_of(received, focal_point)
        return len(captured)

    few = queries()
    translated(received, of=sent(received, place=2))
    translated(received, of=sent(received, place=2), into="ar")

    assert queries() == few == 1


def test_a_number_and_a_word_of_ours_are_not_translated(party, focal_point):
    received = submitted(party, opened_round(party), by=focal_point, summary="42")

    assert sent(received) is None
    assert sent(received, place=2) is None
