"""What a new installation is asked with: a template for States, and one in other words for organisations."""

import pytest
from django.core.management import call_command

from foundation import reference
from foundation.localized import LANGUAGES
from reports.enums import LISTS, QuestionKind
from reports.models import Template, TemplateQuestion, TemplateSection
from tests.factories.parties import PartyFactory
from tests.factories.reports import opened_round

pytestmark = pytest.mark.django_db
TEXTS = [f"text_{code}" for code in LANGUAGES]


def shipped(audience):
    return Template.objects.get(code="periodic-report", audience=audience, edition=1)


def questions(audience):
    return TemplateQuestion.objects.filter(section__template=shipped(audience)).order_by(
        "section__position", "position"
    )


@pytest.mark.parametrize("audience", ["state", "organisation"])
def test_template_asks_for_everything_the_process_reports_on(audience):
    kinds = set(questions(audience).values_list("kind", flat=True))

    assert kinds >= {*LISTS, QuestionKind.MILESTONES, QuestionKind.INDICATOR_VALUES, QuestionKind.AGREEMENT}
    assert shipped(audience).is_illustrative


@pytest.mark.parametrize("audience", ["state", "organisation"])
def test_every_text_stands_in_every_language(audience):
    template = shipped(audience)

    for section in TemplateSection.objects.filter(template=template):
        assert all(getattr(section, f"title_{code}") for code in LANGUAGES)
        assert len({bool(getattr(section, f"help_{code}")) for code in LANGUAGES}) == 1
    for question in questions(audience):
        assert all(getattr(question, f"text_{code}") for code in LANGUAGES)
        assert len({bool(getattr(question, f"help_{code}")) for code in LANGUAGES}) == 1


def test_organisations_are_asked_in_words_of_their_own():
    states, organisations = (set(questions(one).values_list(*TEXTS)) for one in ("state", "organisation"))

    assert not states & organisations


def test_second_load_finds_no_difference():
    assert reference.load(note=lambda _app, _written: None) == []


def test_what_staff_took_out_does_not_come_back():
    template = shipped("state")
    questions("state").filter(code="practice").delete()
    template.version += 1
    template.save()

    call_command("load_reference")

    assert not questions("state").filter(code="practice").exists()


def test_load_leaves_a_template_in_use_alone():
    party = PartyFactory()
    questions("state").filter(code="practice").delete()
    opened_round(party, state_template=shipped("state"), organisation_template=shipped("organisation"))

    call_command("load_reference")

    assert not questions("state").filter(code="practice").exists()
