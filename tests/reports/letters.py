"""Letters as they come in, for the tests of the letter route."""

from datetime import date, timedelta

from foundation.related import Related
from foundation.uploads import examine
from reports.models import Letter, Passage, TemplateQuestion
from reports.services.letters import Arrived, arrange_passages, register_letter
from tests.factories.parties import PartyFactory, actor
from tests.factories.reports import LATER, contribution_of, opened_round

WORDS = "Note verbale. Sixty officials were trained."


def arrived(**given):
    """A note verbale in Italian that came on the day it is registered."""
    told = {
        "kind": "note_verbale",
        "sender": "Ministero degli Affari Esteri",
        "number": "NV 12/2026",
        "dated": date(2026, 3, 5),
        "received_at": LATER - timedelta(hours=1),
        "language": "it",
        "file_name": "nota.txt",
        "file": examine(WORDS.encode(), name="nota.txt"),
    }
    return Arrived(**{**told, **given})


def registered(party=None, round_=None, *, by=None, now=LATER, contribution=None, **given):
    """A letter in place of a contribution."""
    party = party or PartyFactory()
    round_ = round_ or opened_round(party)
    by = by or actor("secretariat_officer", now=now)
    found = contribution or contribution_of(party, round_)
    return register_letter(round_, actor=by, version=None, now=now, contribution=found, arrived=arrived(**given))


def arranged(letter, text="Sixty officials were trained.", *, code="summary", by=None, activity=None, page="1"):
    """One passage under a question."""
    by = by or actor("secretariat_officer", now=LATER)
    round_ = letter.contribution.round
    asked = TemplateQuestion.objects.get(section__template=round_.state_template, code=code)
    passage = Passage(question=asked, activity=activity, text=text, page=page)
    seen = Letter.objects.get(pk=letter.pk)
    related = Related(children=[("letter", passage)])
    return arrange_passages(seen, actor=by, version=seen.version, creating=False, related=related)
