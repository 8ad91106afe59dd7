"""Arrows point down only, where the import contracts cannot see: keys, table names, addresses, templates."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
FLOORS = [
    {"khartoum"},
    {"reports"},
    {"actionplan"},
    {"meetings"},
    {"documents"},
    {"notifications", "integrations"},
    {"parties"},
    {"outbox", "search"},
    {"ledger"},
    {"accounts"},
    {"foundation"},
]
FLOOR = {app: number for number, floor in enumerate(FLOORS) for app in floor}
OURS = [config for config in apps.get_app_configs() if config.label in FLOOR]
SOURCES = {".py", ".html", ".txt", ".sql", ".js", ".css", ".json"}
THEIRS = ("admin/", "account/", "allauth/", "mfa/", "django/")
"""Templates of libraries that we lay over: their names are nobody's."""


def points_up(lower: str, upper: str) -> bool:
    """Up or sideways."""
    return lower != upper and lower in FLOOR and upper in FLOOR and FLOOR[upper] <= FLOOR[lower]


def keys():
    """Every forward key of our models: field, app it starts from, app it leads to."""
    for config in OURS:
        for model in config.get_models(include_auto_created=True):
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if field.remote_field:
                    yield field, config.label, field.remote_field.model._meta.app_label


def test_every_app_of_ours_has_a_floor():
    unknown = [
        config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "foundation")
    ]

    assert {config.name for config in OURS} >= set(unknown)
    assert len(OURS) == len(FLOOR)


def test_keys_point_down_only():
    assert [str(field) for field, start, end in keys() if points_up(start, end)] == []


def test_keys_that_cross_a_floor_give_the_lower_model_no_way_back():
    crossing = [
        field for field, start, end in keys() if start != end and not field.model._meta.auto_created and end in FLOOR
    ]

    assert len(crossing) > 0
    assert [str(field) for field in crossing if not field.remote_field.hidden] == []


def test_there_are_no_generic_keys():
    private = [field for config in OURS for model in config.get_models() for field in model._meta.private_fields]

    assert [str(field) for field in private if isinstance(field, GenericForeignKey)] == []
    assert [str(field) for field, _, end in keys() if end == "contenttypes"] == []


def names_of_apps() -> dict[str, dict[str, set[str]]]:
    """What each app calls its own, by kind: tables, models, templates and addresses, which no lower app may say."""
    found: dict[str, dict[str, set[str]]] = {config.label: defaultdict(set) for config in OURS}
    for config in OURS:
        for model in config.get_models():
            found[config.label]["table"].add(model._meta.db_table)
            found[config.label]["model"].add(f"{config.label}.{model.__name__}")
        templates = Path(config.path) / "templates"
        for path in templates.rglob("*"):
            name = path.relative_to(templates).as_posix()
            if path.is_file() and not name.startswith(THEIRS):
                found[config.label]["template"].add(name)
    for label, name in url_names():
        found[label]["address"].add(name)
    return found


WORD = re.compile(r"\b\w+\b")
QUOTED = re.compile(r"[\"']([\w./:-]+)(?=[\"'])")
ADDRESSED = re.compile(r"\b(?:reverse|reverse_lazy|redirect|resolve_url|url)\b\s*\(?\s*[\"']([\w:-]+)(?=[\"'])")
SAYING = {"table": WORD, "model": QUOTED, "template": QUOTED, "address": ADDRESSED}
"""How a name of each kind is said: read word by word, for a pattern of all names takes minutes."""


def url_names():
    """Names of addresses, with the app whose view answers; the admin's and the libraries' are not ours."""
    waiting = [(get_resolver(), "")]
    while waiting:
        resolver, prefix = waiting.pop()
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                waiting.append((entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix))
            elif isinstance(entry, URLPattern) and entry.name and prefix != "admin:":
                view = getattr(entry.callback, "cls", getattr(entry.callback, "view_class", entry.callback))
                if label := owner(view.__module__):
                    yield label, prefix + entry.name


def owner(module: str) -> str | None:
    found = [config for config in OURS if module == config.name or module.startswith(f"{config.name}.")]
    return max(found, key=lambda config: len(config.name)).label if found else None


def names_said(label: str, text: str, names: dict[str, dict[str, set[str]]]) -> list[str]:
    """What a text of app `label` names that belongs to an app above or beside it."""
    upper = [owned for other, owned in names.items() if points_up(label, other)]
    return [
        f"the {kind} {said}"
        for kind, pattern in SAYING.items()
        for said in pattern.findall(text)
        if any(said in owned[kind] for owned in upper)
    ]


@pytest.fixture(scope="module")
def names():
    return names_of_apps()


@pytest.mark.parametrize("label", [config.label for config in OURS if config.label != "khartoum"])
def test_lower_apps_do_not_name_what_upper_apps_own(label, names):
    home = Path(apps.get_app_config(label).path)
    inner = [Path(config.path) for config in OURS if config.label != label and Path(config.path).is_relative_to(home)]

    found = [
        f"{path.relative_to(ROOT)} names {said}"
        for path in sorted(home.rglob("*"))
        if path.suffix in SOURCES and not any(path.is_relative_to(other) for other in inner)
        for said in names_said(label, path.read_text(encoding="utf-8"), names)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("label", "text", "said"),
    [
        ("parties", "SELECT 1 FROM meetings_meeting", ["the table meetings_meeting"]),
        ("parties", 'apps.get_model("meetings.Meeting")', ["the model meetings.Meeting"]),
        ("parties", '{% url "portal-report" uuid %}', ["the address portal-report"]),
        ("meetings", "it's in 'reports/report.html'", ["the template reports/report.html"]),
        ("meetings", "SELECT 1 FROM parties_body", []),
        ("notifications", "FROM integrations_apiclient", ["the table integrations_apiclient"]),
    ],
)
def test_the_search_for_names_finds_them(label, text, said, names):
    assert names_said(label, text, names) == said
