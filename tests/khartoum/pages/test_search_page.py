"""The search page: every reader finds what the reader may see, in three languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.models import Activity, Objective
from foundation.actors import anonymous
from foundation.search.registry import kinds
from foundation.search.services import rebuild, refresh
from khartoum.pages.found import SIGNPOSTS
from khartoum.pages.search import KIND_NAMES, _stems, groups_for, passage
from meetings.models import Paragraph
from tests.factories.actionplan import ActivityFactory
from tests.factories.documents import DocumentFactory, issue
from tests.factories.meetings import DecisionFactory, MeetingFactory
from tests.factories.parties import actor

pytestmark = pytest.mark.django_db


def names(query, reader=None, kind=""):
    return {
        group.kind: [one.signpost.name for one in group.found]
        for group in groups_for(reader or anonymous(), query, kind=kind)
    }


def test_every_kind_that_may_be_found_has_a_name_and_a_place():
    assert set(KIND_NAMES) == set(SIGNPOSTS) == set(kinds())


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("senior officials", "en"),
        ("hauts fonctionnaires", "fr"),
        ("reunion", "fr"),
        ("اجتماع المسئولين", "ar"),
    ],
)
def test_meetings_are_found_in_each_language(client, query, language):
    content = client.get("/search/", {"q": query}, headers={"accept-language": language}).content.decode()

    assert 'href="/meetings/' in content
    assert "<mark>" in content


def test_operative_paragraph_leads_into_the_chain(client):
    paragraph = Paragraph.objects.get(part="operative", number="17")

    content = client.get("/search/", {"q": "regular ministerial meetings"}).content.decode()

    assert f'href="/chain/paragraph/{paragraph.uuid}/"' in content


def test_reader_finds_only_what_the_reader_may_see():
    decision = DecisionFactory(meeting__state="held", text_en="Widen the xylophone exchange")
    refresh([decision])

    assert names("xylophone", actor("focal_point")) == {"meetings.decision": [f"Decision {decision.number}"]}
    assert names("xylophone") == {}


def test_planned_meeting_is_found_by_nobody():
    MeetingFactory(title_en="Xylophone gathering", state="planned")
    rebuild()

    assert names("xylophone", actor("secretariat_officer")) == {}


@pytest.mark.parametrize(("language", "passage"), [("en", "Roads and railways"), ("fr", "Routes et chemins de fer")])
def test_passage_is_in_the_language_of_the_reader_where_that_text_matches_too(client, language, passage):
    told = {"description_en": "Roads and railways", "description_fr": "Routes et chemins de fer"}
    named = {"code": "XYLO", "title_en": "Ways", "title_fr": "Voies"}
    refresh([ActivityFactory(objective=Objective.objects.filter(plan__code="CAP").first(), **named, **told)])

    content = client.get("/search/", {"q": "xylo"}, headers={"accept-language": language}).content.decode()

    assert passage in " ".join(content.split())


def test_name_is_not_said_again_in_the_passage(client):
    refresh([MeetingFactory(title_en="Xylophone meeting", city_en="Rabat", code="XYLO-1", state="concluded")])

    content = client.get("/search/", {"q": "xylophone"}).content.decode()

    assert content.count("<mark>Xylophone</mark>") == 1
    assert "found__passage" in content


def test_participants_stand_in_alphabetical_order_whatever_matches_best():
    found = names("Republic", kind="parties.party")["parties.party"]

    assert found == sorted(found)
    assert len(found) > 3


@pytest.mark.parametrize("query", ["", "   ", "nothinglikethis", "-migration", "\u200f", "' OR 1=1 --", "<script>"])
def test_where_nothing_is_found_the_page_says_so_and_stands(client, query):
    response = client.get("/search/", {"q": query})

    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("sent", [{"q": "a" * 201}, {"q": "a\0b"}, {"q": "a", "kind": "accounts.user"}])
def test_what_cannot_be_asked_is_refused_in_a_sentence(client, sent):
    response = client.get("/search/", sent)

    assert response.status_code == 400
    assert b"errorlist" in response.content


def test_many_of_a_kind_are_offered_behind_a_link(client):
    for number in range(8):
        refresh([MeetingFactory(title_en=f"Xylophone meeting {number}", state="concluded")])

    first = client.get("/search/", {"q": "xylophone"}).content.decode()
    everything = client.get("/search/", {"q": "xylophone", "kind": "meetings.meeting"}).content.decode()

    assert first.count("found__name") == 6
    assert "kind=meetings.meeting" in first
    assert everything.count("found__name") == 8


def test_hundred_hits_cost_no_more_queries_than_one(client):
    objective = Objective.objects.filter(plan__code="CAP").first()

    def queries(wanted):
        have = Activity.objects.filter(code__startswith="XY").count()
        refresh(
            [ActivityFactory(objective=objective, code=f"XY{n}", title_en="Xylophone") for n in range(have, wanted)]
        )
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/search/", {"q": "xylophone"}).status_code == 200
        return len(captured)

    queries(1)

    assert queries(1) == queries(100)


def test_passage_shows_the_words_around_the_first_that_was_asked_for():
    text = " ".join(["before"] * 40 + ["déclaration"] + ["after"] * 40)

    words = list(passage(text, set(_stems("declaration"))))

    assert [word.text for word in words if word.is_asked] == ["déclaration"]
    assert (words[0].text, words[-1].text, len(words)) == ("…", "…", 31)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "ZYL/1 · To download: TXT, 2.0\xa0KB, English"),
        ("fr", "ZYL/1 · À télécharger\xa0: TXT, 2,0\xa0Kio, anglais"),
        ("ar", "ZYL/1 · للتنزيل: \u2068TXT\u2069، 2,0\xa0ك.ب، الإنجليزية"),
    ],
)
def test_a_document_says_what_a_click_brings(client, language, told):
    document = DocumentFactory(title_en="Zylophone rules", symbol="ZYL/1", classification="public")
    issue(document, b"Play it\n" * 256)
    refresh([document])

    content = client.get("/search/", {"q": "zylophone"}, headers={"accept-language": language}).content.decode()

    assert f'<p class="quiet">{told}</p>' in content
