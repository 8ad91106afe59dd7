"""What a meeting may do besides endorsing and reviewing: recorded at the workbench, shown in the verb it used."""

import pytest

from tests.journeys.tabled import TITLE, held_on, tabled_report, transmitted_report
from tests.journeys.workbench import Workbench

AMENDED = "The overview is in use in nine States."


@pytest.fixture
def presidency(visit, site) -> Workbench:
    return Workbench(visit("presidency"), site)


@pytest.fixture
def shown(visit, site):
    """What a participant reads of the report and of the chain through it."""
    page = visit("egypt")

    def read(report) -> tuple[str, str]:
        page.goto(f"{site}/portal/reports/{report.uuid}/")
        text = page.locator("main").inner_text()
        page.goto(f"{site}/chain/report/{report.uuid}/")
        return text, page.locator("main .columns").inner_text()

    return read


def opened(presidency) -> Workbench:
    return presidency.open("reports/consolidatedreport", TITLE["en"])


def act(verb, number="SOM-12/1") -> dict[str, str]:
    return {"verb": verb, "number": number, "decided_on": held_on().isoformat(), "text_en": f"The meeting {verb} it."}


def test_as_amended_the_chair_confirms_the_amended_text(presidency, shown):
    report = tabled_report()
    amendment = {"amendment_0_paragraph": "1. ", "amendment_0_en": AMENDED}

    opened(presidency).take("record_endorsement", **act("endorsed as amended"), **amendment)
    assert "transmit" not in presidency.steps
    presidency.take("issue_amended")
    assert presidency.reads("endorsed_hash") == "–"
    presidency.take("confirm_amended")

    assert presidency.reads("endorsed_hash") == presidency.reads("amended_hash") != presidency.reads("tabled_hash")
    assert "transmit" in presidency.steps
    text, chain = shown(report)
    assert "endorsed as amended" in text
    assert AMENDED in text
    assert "Paragraphs amended: 1" in text
    assert "Endorsed as amended" in chain


def test_ad_referendum_it_stays_provisional_until_it_is_confirmed(presidency, shown):
    report = tabled_report()
    who = {"confirm_by": held_on().replace(year=held_on().year + 1).isoformat(), "confirming": ["Egypt", "Kenya"]}

    opened(presidency).take("record_endorsement", **act("endorsed ad referendum"), **who)
    text, chain = shown(report)
    assert "Provisional: to be confirmed by" in text
    assert "Endorsed ad referendum" in chain
    assert "transmit" not in presidency.steps

    letter = {"letter_number": "NV/7", "confirmed_on": held_on().isoformat()}
    presidency.take("register_confirmation", party="Kenya", **letter)
    assert presidency.reads("endorsed_hash") == "–"
    presidency.take("register_confirmation", party="Egypt", **letter)

    assert presidency.reads("endorsed_hash") == presidency.reads("tabled_hash")
    text, _chain = shown(report)
    assert "Provisional" not in text
    assert "Confirmed on" in text


def test_deferred_the_report_goes_back_to_its_drafters(presidency, shown):
    report = tabled_report()

    opened(presidency).take("record_endorsement", **act("deferred"))

    assert presidency.reads("endorsed_hash") == "–"
    assert presidency.steps == ["circulate"]
    text, chain = shown(report)
    assert "deferred" in text
    assert "Deferred" in chain
    assert "endorsed" not in chain.casefold()


def test_taken_note_of_by_ministers_is_not_called_a_review(presidency, shown):
    report = transmitted_report()

    opened(presidency).take("record_review", **act("took note of", "MIN-4/1"))

    assert presidency.reads("state") == "taken note of"
    assert "publish" in presidency.steps
    text, chain = shown(report)
    assert "took note of" in text
    assert "Took note of" in chain
    assert "reviewed" not in chain.casefold()
