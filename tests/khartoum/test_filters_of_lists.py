"""A list of the workbench is asked by the filters that it offers, and by nothing else that its table holds."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.urls import reverse

from foundation.filters import FilledIn
from foundation.lookups import AsksByItsFilters

pytestmark = pytest.mark.django_db


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
    """All filters of a list at once, each by its first choice, then by its last: the others differ by the row alone."""
    for listed in admin.site._registry.values():
        address = reverse(f"admin:{listed.opts.app_label}_{listed.opts.model_name}_changelist")
        page = officer.get(address)
        if page.status_code != 200:
            continue
        shown = page.context["cl"]
        choices = [[choice["query_string"] for choice in spec.choices(shown)][1:] for spec in shown.filter_specs]
        offered = {"&".join(each[place].removeprefix("?") for each in choices if each) for place in (0, -1)}

        answers = {query: officer.get(f"{address}?{query}").status_code for query in offered}

        assert {query: status for query, status in answers.items() if status != 200} == {}


def test_a_list_offers_no_state_that_it_never_shows_with_or_without_numbers(officer):
    address = reverse("admin:reports_contribution_changelist")

    for asked in ("", "?_facets=True"):
        offered = [str(choice["display"]) for choice in filters(officer.get(f"{address}{asked}"))["state"]]
        assert not [name for name in offered if name.startswith(("draft", "not started"))]
    assert "received (0)" in offered


def test_mail_that_was_kept_here_is_not_called_sent_with_or_without_numbers(officer):
    address = reverse("admin:outbox_message_changelist")

    plain, numbered = (
        [str(choice["display"]) for choice in filters(officer.get(f"{address}{asked}"))["state"]]
        for asked in ("", "?_facets=True")
    )

    assert [name.rpartition(" (")[0] for name in numbered[1:]] == plain[1:]


def test_a_filter_is_called_as_its_reader_would_call_it(officer):
    page = officer.get(reverse("admin:outbox_bounce_changelist"))

    assert [*filters(page)] == ["reached again", "known by"]
    assert [choice["display"] for choice in filters(page)["reached again"]] == ["All", "yes", "no"]
    assert "Reached again" in page.content.decode()


@pytest.mark.parametrize("listed", sorted(admin.site._registry.values(), key=lambda screen: screen.opts.label))
def test_a_filter_that_is_called_otherwise_asks_what_its_column_holds(listed):
    chosen = [one for one in listed.list_filter if isinstance(one, tuple)]
    related = {path: get_fields_from_path(listed.model, path)[-1].is_relation for path, _filter in chosen}

    assert [
        path
        for path, asks in chosen
        if not issubclass(asks, FilledIn) and issubclass(asks, admin.RelatedFieldListFilter) != related[path]
    ] == []


def filters(page):
    """The choices of each filter, by its name."""
    shown = page.context["cl"]
    return {str(spec.title): [*spec.choices(shown)] for spec in shown.filter_specs}
