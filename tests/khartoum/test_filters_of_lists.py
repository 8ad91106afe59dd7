"""A list of the workbench is asked by the filters that it offers, and by nothing else that its table holds."""

import pytest
from django.contrib import admin
from django.urls import reverse

from foundation.lookups import AsksByItsFilters
from tests.factories.parties import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    client.force_login(person("secretariat_officer"))
    return client


def test_every_list_is_asked_by_its_filters_only():
    assert [one for one in admin.site._registry.values() if not isinstance(one, AsksByItsFilters)] == []


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        ("accounts_user", "password__startswith=argon2"),
        ("reports_contribution", "only_where_handed=1"),
        ("reports_contribution", "version__gt=3"),
        ("reports_contribution", "language=ar"),
        ("reports_contribution", "answers__text__contains=a"),
        ("reports_contribution", "round__version__gt=1"),
        ("reports_contribution", "state__exact=%00"),
        ("meetings_meeting", "code=%00"),
    ],
)
def test_what_is_no_filter_is_refused(listed, asked, officer):
    assert officer.get(f"{reverse(f'admin:{listed}_changelist')}?{asked}").status_code == 400


def test_what_every_filter_offers_is_answered(officer):
    """Its first choices and its last: they stand for what lies between, which differs by the row alone."""
    for listed in admin.site._registry.values():
        address = reverse(f"admin:{listed.opts.app_label}_{listed.opts.model_name}_changelist")
        page = officer.get(address)
        if page.status_code != 200:
            continue
        shown = page.context["cl"]
        choices = [[choice["query_string"] for choice in spec.choices(shown)] for spec in shown.filter_specs]
        offered = {query for each in choices for query in (*each[:2], each[-1])}

        answers = {query: officer.get(f"{address}{query}").status_code for query in offered}

        assert {query: status for query, status in answers.items() if status != 200} == {}
