"""What autosave costs: one field against a bare update of one row, and a long form against a short one.

Both arms of the first figure are requests of the same person through every middleware: session, account, offices. One
saves a field with all its rules, the other updates one row. Both forms of the second figure are read the same way.
All is counted in seconds of CPU of both sides. `python -m pytest -s -m bench tests/bench/test_autosave.py` measures;
ratios are medians over interleaved rounds.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import path, reverse
from django.utils import timezone

from bench.effort import effort
from bench.figures import Figure
from foundation.actors import actor_on
from khartoum import urls
from reports.models import Answer, Contribution
from reports.selectors.asked import asked_sections
from tests.factories.actionplan import ActivityFactory
from tests.factories.parties import PartyFactory, person
from tests.factories.reports import drafted, opened_round

AT = {"due_at": timezone.now() + timedelta(days=70), "cutoff_at": timezone.now() + timedelta(days=90)}
SHORT, LONG = 20, 200
ROUNDS, SAVES, READINGS = 21, 10, 11


def bare_update(request, pk: int) -> HttpResponse:
    """The same person, recognised in the same way, updates one row and nothing else."""
    assert actor_on(request).worn
    Answer.objects.filter(pk=pk).update(text=request.POST["text"])
    return HttpResponse()


urlpatterns = [*urls.urlpatterns, path("bench/<int:pk>/", bare_update)]


@dataclass
class Form:
    """A draft of so many activities, its writer signed in, and one of its fields."""

    client: Client
    contribution: Contribution
    field: str

    @property
    def answer(self) -> Answer:
        return Answer.objects.get(contribution=self.contribution)


def form_of(activities: int) -> Form:
    party = PartyFactory()
    first = ActivityFactory(lead=party)
    for _each in range(activities - 1):
        ActivityFactory(lead=party, objective=first.objective)
    contribution = drafted(party, opened_round(party, plan=first.objective.plan, **AT, now=timezone.now()))
    client = Client()
    client.force_login(person("focal_point", party))
    asked = next(q for s in asked_sections(contribution) for q in s.questions if q.question.code == "progress")
    return Form(client, contribution, asked.name)


def autosave(form: Form, text: str, version: int) -> None:
    address = reverse("portal-autosave", kwargs={"uuid": form.contribution.uuid, "name": form.field})
    answer = form.client.post(address, {"text": text, "version": version})
    assert answer.status_code == 200, answer.content


def update(form: Form, text: str, pk: int) -> None:
    assert form.client.post(f"/bench/{pk}/", {"text": text}).status_code == 200


def prepare(form: Form) -> None:
    """Both arms must leave the same text behind."""
    autosave(form, "The same.", 0)
    saved = form.answer
    update(form, "Another.", saved.pk)
    assert form.answer.text == "Another."
    update(form, "The same.", saved.pk)
    assert form.answer.text == saved.text == "The same."


def cost_of_a_field(form: Form) -> Figure:
    """One field saved, over one bare update."""
    prepare(form)
    pk, number = form.answer.pk, count(1)
    arms = {
        "autosave": lambda: [autosave(form, f"Text {n}.", n) for n in (next(number) for _each in range(SAVES))],
        "update": lambda: [update(form, f"Text {n}.", pk) for n in range(SAVES)],
    }
    ratios = []
    for turn in range(ROUNDS + 1):
        took = {name: effort(arms[name]) for name in sorted(arms, reverse=bool(turn % 2))}
        if turn:  # the first round warms up
            ratios.append(took["autosave"] / took["update"])
    return Figure("one field saved / one row updated by the same kind of request", tuple(ratios), 10)


def cost_of_an_activity(short: Form, long: Form) -> Figure:
    """Seconds for each activity of the long form's page, over those of the short one's."""
    ratios = []
    for turn in range(READINGS + 1):
        took = {
            name: min(effort(lambda form=form: _read(form)) for _each in range(3))
            for name, form in sorted({"short": short, "long": long}.items(), reverse=bool(turn % 2))
        }
        if turn:
            ratios.append((took["long"] / LONG) / (took["short"] / SHORT))
    return Figure(f"an activity of a form of {LONG} / of a form of {SHORT}", tuple(ratios), 1)


def cost_of_a_field_in_a_long_form(short: Form, long: Form) -> Figure:
    """One field saved in the long form, over one saved in the short one."""
    versions = {id(form): count(form.answer.version if Answer.objects.filter(contribution=form.contribution) else 0)
                for form in (short, long)}  # fmt: skip
    ratios = []
    for turn in range(ROUNDS + 1):
        took = {}
        for name, form in sorted({"short": short, "long": long}.items(), reverse=bool(turn % 2)):
            seen = versions[id(form)]
            took[name] = effort(
                lambda form=form, seen=seen: [
                    autosave(form, f"Long {n}.", n) for n in (next(seen) for _e in range(SAVES))
                ]
            )
        if turn:
            ratios.append(took["long"] / took["short"])
    return Figure(f"one field saved in a form of {LONG} activities / of {SHORT}", tuple(ratios), 1.5)


def _read(form: Form) -> None:
    address = reverse("portal-form", kwargs={"uuid": form.contribution.uuid})
    assert form.client.get(address).status_code == 200


def measure() -> list[Figure]:
    """The figures of the contract, on whatever database the caller has at hand."""
    short, long = form_of(SHORT), form_of(LONG)
    with override_settings(ROOT_URLCONF=__name__):
        return [
            cost_of_a_field(short),
            cost_of_an_activity(short, long),
            cost_of_a_field_in_a_long_form(short, long),
        ]
