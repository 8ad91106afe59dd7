"""The page where the work is shared out, and what a colleague finds in the portal."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parties.models import Mandate
from reports.models import Answer, HandedSection
from reports.selectors.asked import asked_sections
from reports.selectors.handed import colleagues_of
from reports.services.handing import choose_writers, hand_over
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import UserFactory, actor, appoint, person
from tests.factories.reports import drafted, fresh, opened_round
from tests.posted import of_portal

pytestmark = pytest.mark.django_db
NOW = timezone.now()
AHEAD = {"due_at": NOW + timedelta(days=70), "cutoff_at": NOW + timedelta(days=90), "now": NOW}


@pytest.fixture
def activity(party):
    return ActivityFactory(lead=party, code="A-12")


@pytest.fixture
def contribution(party, activity):
    return drafted(party, opened_round(party, plan=activity.objective.plan, **AHEAD))


@pytest.fixture
def amina(party):
    return appoint("contributor", party, user=UserFactory(full_name="Amina Hassan"))


def url(name, contribution, **more):
    return reverse(f"portal-{name}", kwargs={"uuid": contribution.uuid, **more})


def names(contribution):
    return [section.name for section in asked_sections(contribution)]


def handed(contribution, to, party, *places):
    given = {"places": places or names(contribution)[1:2], "to": to.uuid, "note": "By Thursday."}
    return hand_over(contribution, actor=actor("focal_point", party), now=NOW, **given)[0]


def test_focal_point_hands_over_and_sees_who_has_finished(client, contribution, amina, party):
    client.force_login(person("focal_point", party))
    page = client.get(url("sharing", contribution))
    typed = {"places": names(contribution)[1:], "to": str(amina.uuid), "due_on": "", "note": "<b>Soon</b>"}

    answer = client.post(url("sharing", contribution), typed, follow=True).content.decode()

    assert "Nobody outside your participant" in page.content.decode()
    assert "Handed to <bdi>Amina Hassan</bdi>" in answer
    assert "&lt;b&gt;Soon&lt;/b&gt;" in answer
    assert HandedSection.objects.get().activity.code == "A-12"


def test_colleague_finds_it_first_writes_it_and_says_so(client, contribution, amina, party):
    one = handed(contribution, amina, party)
    client.force_login(amina)

    home, form = client.get(reverse("portal")).content.decode(), client.get(url("form", contribution))
    first = next(iter(form.context["form"].asked))
    question = first.questions[-1]
    saved = client.post(url("form", contribution), {**of_portal(form), question.name: "Built.", "finish": one.anchor})

    assert home.index("Handed to you") < home.index(f"asked-{contribution.uuid}")
    assert "By Thursday." in home
    assert first.name == one.anchor
    assert saved.headers["Location"] == f"{url('form', contribution)}#{one.anchor}"
    assert told(saved) == ["Saved, and marked as finished. You may still change it."]
    assert Answer.objects.get(text="Built.")
    assert fresh(one).state == "finished"
    again = client.get(url("form", contribution))
    on = client.post(url("form", contribution), {**of_portal(again), "go_on": one.anchor})
    assert (fresh(one).state, told(on)) == ("handed", ["Saved, and no longer marked as finished."])


def test_whoever_takes_a_section_back_is_told_so(client, contribution, amina, party):
    one = handed(contribution, amina, party)
    client.force_login(person("focal_point", party))

    step = reverse("portal-handed", kwargs={"uuid": contribution.uuid, "handed": one.uuid})
    back = client.post(step, {"step": "take_back", "seen_version": one.version})

    assert told(back) == ["Taken back: this section is with nobody now."]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_where_it_was_so_chosen_a_contributor_writes_only_there_and_reads_the_rest(client, contribution, amina, party):
    one = handed(contribution, amina, party)
    before = url("form", contribution)
    client.force_login(amina)
    opened = client.get(before)
    choose_writers(fresh(contribution), actor=actor("focal_point", party), seen=False, only_where_handed=True)

    general = next(section for section in opened.context["form"].asked if section.name != one.anchor)
    mine = next(section for section in opened.context["form"].asked if section.name == one.anchor)
    typed = {general.questions[0].name: "Typed meanwhile.", mine.questions[-1].name: "Built."}
    page = client.post(before, {**of_portal(opened), **typed}, follow=True)
    again = client.post(before, {**of_portal(page), **dict(page.context["form"].carried)}, follow=True)
    client.post(before, {"forget": "1"})

    for shown in (page, again):
        assert "This was not saved" in shown.content.decode()
        assert "Typed meanwhile." in shown.content.decode()
    assert list(Answer.objects.values_list("text", flat=True)) == ["Built."]
    assert [section.name for section in page.context["form"].asked] == [one.anchor]
    assert "What colleagues write" in page.content.decode()
    assert "Typed meanwhile." not in client.get(before).content.decode()


def test_choice_carries_what_stood_on_its_page(client, contribution, party):
    client.force_login(person("focal_point", party))
    stood = client.get(url("sharing", contribution)).context["choice"].initial
    choose_writers(contribution, actor=actor("focal_point", party), seen=False, only_where_handed=True)

    refused = client.post(url("writers", contribution), stood)
    without = client.post(url("writers", contribution), {"only_where_handed": ""})
    again = client.post(url("writers", contribution), {**refused.context["choice"].initial, "only_where_handed": ""})

    assert (refused.status_code, without.status_code, again.status_code) == (409, 400, 302)
    assert "changed by somebody else" in without.content.decode()
    assert not fresh(contribution).only_where_handed


def test_a_choice_that_is_made_is_not_called_optional_and_nobody_hands_to_themselves(
    client, contribution, amina, party
):
    focal_point = person("focal_point", party)
    client.force_login(focal_point)
    page = client.get(url("sharing", contribution))
    offered = dict(page.context["form"].fields["to"].choices)
    to_oneself = {"places": names(contribution)[0], "to": focal_point.uuid}
    refused = client.post(url("sharing", contribution), to_oneself)

    choice = page.content.decode().partition('id="choice-title"')[2]
    assert "Contributors write" in choice
    assert "optional" not in choice
    assert str(amina.uuid) in offered
    assert str(focal_point.uuid) not in offered
    assert (refused.status_code, HandedSection.objects.count()) == (400, 0)


def test_who_writes_alone_is_told_so_in_place_of_a_list_of_nobody(client, contribution):
    (alone,) = colleagues_of(contribution, now=NOW)
    client.force_login(alone)
    page = client.get(url("sharing", contribution)).content.decode()

    assert "Nobody but you writes for your participant." in page
    assert 'name="places"' not in page


def test_who_was_handed_nothing_is_told_why_there_is_nothing_to_write(client, contribution, amina):
    type(contribution).objects.filter(pk=contribution.pk).update(only_where_handed=True)
    client.force_login(amina)

    assert "Nothing is handed to you at the moment." in client.get(url("form", contribution)).content.decode()


def test_section_of_somebody_without_an_office_asks_to_be_handed_on(client, contribution, amina, party):
    one = handed(contribution, amina, party)
    Mandate.objects.filter(user=amina).update(ended_at=NOW)
    client.force_login(person("focal_point", party))

    page = client.get(url("sharing", contribution))

    assert "Handed to somebody who no longer holds an office: hand it on." in page.content.decode()
    assert one.anchor in dict(page.context["form"].fields["places"].choices)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"places": []}, "Choose at least one section."),
        ({"places": ["s-nowhere"]}, "s-nowhere is not one of the available choices"),
        ({"to": "somebody"}, "Select a valid choice"),
        ({"due_on": "2020-01-01"}, "This day has passed"),
        ({"due_on": "tomorrow"}, "Write a day as year-month-day"),
        ({"note": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_refused_is_said_at_its_field_and_kept(changed, sentence, client, contribution, amina, party):
    client.force_login(person("focal_point", party))
    typed = {"places": names(contribution)[:1], "to": str(amina.uuid), "due_on": "", "note": "Kept.", **changed}

    page = client.post(url("sharing", contribution), typed)

    assert page.status_code == 400
    assert (sentence in page.content.decode(), page.context["error"]) == (True, None)
    assert {name: page.context["form"][name].value() for name in typed} == typed
    assert not HandedSection.objects.exists()


def test_steps_that_do_not_exist_or_are_stale_write_nothing(client, contribution, amina, party):
    one = handed(contribution, amina, party)
    client.force_login(person("focal_point", party))
    address = url("handed", contribution, handed=one.uuid)

    assert client.post(address, {"step": "endorse", "seen_version": 1}).status_code == 404
    assert client.post(address, {"step": "take_back", "seen_version": 7}).status_code == 409
    assert client.post(address, {"step": "finish", "seen_version": 1}).status_code == 403
    assert client.post(url("writers", contribution), {"only_where_handed": "2"}).status_code == 400
    assert fresh(one).state == "handed"
    assert client.post(address, {"step": "take_back", "seen_version": 1}).status_code == 302
    assert fresh(one).state == "closed"


def test_review_names_what_is_not_finished_and_does_not_stand_in_the_way(client, contribution, amina, party):
    handed(contribution, amina, party)
    client.force_login(person("focal_point", party))

    assert "Handed over and not finished" in client.get(url("review", contribution)).content.decode()


@pytest.mark.parametrize("page", ["home", "sharing", "form"])
def test_pages_ask_the_same_few_queries_however_many_sections_are_handed_over(
    page, client, contribution, activity, amina, party
):
    address = reverse("portal") if page == "home" else url(page, contribution)
    client.force_login(person("focal_point", party) if page == "sharing" else amina)
    handed(contribution, amina, party)
    counts = []
    for more in (0, 6):
        for _each in range(more):
            ActivityFactory(lead=party, objective=activity.objective)
        if more:
            handed(contribution, amina, party, *names(contribution)[2:])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
