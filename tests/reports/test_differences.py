"""What changed between two versions, word by word, for both sides; and every version as a page."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.selectors.asked import asked_sections
from reports.selectors.differences import Piece, changes_between, word_by_word
from reports.services.queries import ask, ask_again, reply_to_query
from tests.factories.parties import PartyFactory, actor, person
from tests.factories.reports import answered, fresh, opened_round, submitted

NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90)}


def test_words_that_came_and_went_stand_in_reading_order():
    assert word_by_word("Forty officials were trained.", "Sixty officials were trained in Cairo.") == [
        Piece("del", "Forty "),
        Piece("ins", "Sixty "),
        Piece("same", "officials were "),
        Piece("del", "trained."),
        Piece("ins", "trained in Cairo."),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "New."), ("Gone.", ""), ("One.\n\nTwo.", "One.\nThree."), ("تدرّب أربعون", "تدرّب ستون"), ("a" * 9_000, "b")],
)
def test_both_versions_can_be_read_from_the_difference(old, new):
    pieces = word_by_word(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


@pytest.mark.bench
def test_long_texts_made_to_be_slow_are_compared_in_a_moment():
    words = [f"w{number % 100}" for number in range(5_000)]

    begun = time.process_time()
    word_by_word(" ".join(words), " ".join(reversed(words)))
    word_by_word(" ".join(words[:1_000]), " ".join(reversed(words[:1_000])))

    assert time.process_time() - begun < 3


def section(text, **more):
    answer = {"question": "summary", "text": {"en": "What?"}, "kind": "long_text", "language": "en", "answer": text}
    return {"code": "general", "title": {"en": "General"}, "activity": None, "answers": [{**answer, **more}]}


def test_only_what_differs_is_shown_and_what_is_gone_stands_last():
    before = [section("Same."), section("Gone.", question="gone")]
    after = [section("Same."), section("New.", question="new")]

    changes = changes_between([{**before[0], "answers": before[0]["answers"] + before[1]["answers"]}], after[:1])
    added = changes_between(before[:1], [{**after[0], "answers": after[0]["answers"] + after[1]["answers"]}])

    assert [[piece.kind for piece in change.pieces] for change in changes] == [["del"]]
    assert [[piece.kind for piece in change.pieces] for change in added] == [["ins"]]


def test_a_choice_from_a_list_is_compared_by_its_words():
    kind = {"kind": "activity_status"}

    changes = changes_between([section("planned", **kind)], [section("ongoing", **kind)])

    assert [piece.text for piece in changes[0].pieces] == ["planned", "ongoing"]
    assert changes[0].language == ""


@pytest.fixture
def sent(db):
    party = PartyFactory()
    round_ = opened_round(party, now=NOW - timedelta(days=1), **AHEAD)
    contribution = submitted(party, round_, now=NOW, summary="Forty <b>officials</b> were trained.")
    question = asked_sections(contribution)[0].questions[0].question
    ask(
        contribution,
        actor=actor("secretariat_officer"),
        version=contribution.version,
        now=NOW,
        asked="Forty?",
        question=question,
    )
    return fresh(contribution)


def test_the_participant_changes_one_section_and_sees_the_difference(client, sent):
    client.force_login(person("focal_point", sent.party))
    page = reverse("portal-contribution", args=[sent.uuid])
    general = asked_sections(sent)[0]
    address = f"{reverse('portal-form', args=[sent.uuid])}?section={general.name}"
    assert address in client.get(page).content.decode()

    form = client.get(address)
    shown = [item.name for item in form.context["form"].questions()]
    assert shown == [item.name for item in general.questions]
    summary = general.questions[0]
    typed = {"language": "en", **{item.name: item.text for item in general.questions}}
    typed |= {f"v{item.name[1:]}": item.version for item in general.questions}
    saved = client.post(address, {**typed, "save": "1", summary.name: "Sixty <b>officials</b> were trained."})

    assert (saved.status_code, saved["Location"]) == (302, f"{page}#changes")
    words = client.get(page).content.decode()
    assert "<del>Forty </del><ins>Sixty </ins>&lt;b&gt;officials&lt;/b&gt;" in words


def test_staff_see_no_difference_before_it_is_sent_and_each_version_afterwards(client, sent):
    focal_point = actor("focal_point", sent.party)
    answered(sent, by=focal_point, now=NOW, summary="Sixty officials were trained.")
    client.force_login(person("secretariat_officer"))
    versions = [reverse("admin:reports_contribution_version", args=[sent.pk, number]) for number in (1, 2, 10**30)]
    assert "Sixty" not in client.get(reverse("admin:reports_contribution_change", args=[sent.pk])).content.decode()
    assert [client.get(one).status_code for one in versions] == [200, 404, 404]

    query = sent.queries.get()
    reply_to_query(query, actor=focal_point, version=query.version, now=NOW, reply="Sixty, as said now.")

    assert [client.get(one).status_code for one in versions] == [200, 200, 404]
    assert "<ins>Sixty officials </ins>" in client.get(versions[1]).content.decode()
    assert "<ins>" not in client.get(versions[0]).content.decode()


def test_each_version_is_a_page_for_the_participant(client, sent):
    client.force_login(person("cabinet", sent.party))

    first = client.get(reverse("portal-version", args=[sent.uuid, 1]))

    assert first.status_code == 200
    assert "Forty &lt;b&gt;officials&lt;/b&gt; were trained." in first.content.decode()
    assert client.get(reverse("portal-version", args=[sent.uuid, 2])).status_code == 404
    assert client.get(reverse("portal-version", args=[sent.uuid, 10**30])).status_code == 404


@pytest.mark.parametrize("named", ["s-nothing", "%00", "s-%ff", "x" * 3000])
def test_a_section_that_nobody_is_asked_leads_to_the_whole_form(client, sent, named):
    client.force_login(person("focal_point", sent.party))

    form = client.get(f"{reverse('portal-form', args=[sent.uuid])}?section={named}")

    assert (form.status_code, form.context["one_section"]) == (200, "")


def test_a_thread_costs_the_same_however_long_it_is(client, sent):
    officer, focal_point = actor("secretariat_officer"), actor("focal_point", sent.party)
    query = sent.queries.get()
    readers = {
        "portal-contribution": (person("focal_point", sent.party), [sent.uuid]),
        "admin:reports_query_change": (person("secretariat_officer"), [query.pk]),
        "admin:reports_contribution_change": (person("secretariat_officer"), [sent.pk]),
    }
    costs = []
    for turns in (1, 3):
        for _turn in range(turns):
            query = reply_to_query(query, actor=focal_point, version=query.version, now=NOW, reply="Forty.")
            query = ask_again(query, actor=officer, version=query.version, now=NOW, asked="Sure?")
        costs.append({name: _cost(client, who, reverse(name, args=args)) for name, (who, args) in readers.items()})

    assert costs[0] == costs[1]


def _cost(client, who, address):
    client.force_login(who)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
