"""What Django itself says and writes in the workbench reads as the rest of the product does, in three languages."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib import admin
from django.db.models import Field
from django.utils.formats import date_format, get_format
from django.utils.functional import Promise
from django.utils.translation import override
from django.views.i18n import JavaScriptCatalog

from foundation.wording import localdate

SCRIPTS = Path(admin.__file__).parent / "static" / "admin" / "js"
SAID = re.compile(r"""\bn?gettext\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")""")
MOMENT = datetime(2026, 11, 26, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_django_writes_a_date_as_the_house_does(language):
    with override(language):
        assert date_format(MOMENT.date()) == localdate(MOMENT.date())


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "26 November 2026, 14:02 UTC"),
        ("fr", "26 novembre 2026, 14:02 UTC"),
        ("ar", "26 نوفمبر 2026، 14:02 UTC"),
    ],
)
def test_django_writes_a_moment_by_a_clock_of_24_hours_and_names_its_zone(language, written):
    with override(language):
        assert date_format(MOMENT, "DATETIME_FORMAT") == written


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_date_is_still_typed_as_the_widgets_write_it(language):
    with override(language):
        assert "%Y-%m-%d" in get_format("DATE_INPUT_FORMATS")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_everything_the_scripts_of_the_workbench_say_is_said_in_the_language(rf, language):
    said = {single or double for path in SCRIPTS.glob("*.js") for single, double in SAID.findall(path.read_text())}

    with override(language):
        view = JavaScriptCatalog(packages=["django.contrib.admin"])
        catalogue = view.get(rf.get("/"), domain="djangojs") and view.get_catalog()

    assert said - set(catalogue) == set()


def test_every_name_of_a_field_that_the_workbench_shows_can_be_translated():
    plain = {
        f"{model.__name__}.{name}"
        for screen in admin.site._registry.values()
        for model, names in shown_by(screen)
        for name in names
        if not isinstance(getattr(field_of(model, name), "verbose_name", Promise()), Promise)
    }

    assert plain == set()


def shown_by(screen):
    yield screen.model, {*flat(screen.list_display), *flat(screen.fields)}
    for inline in screen.inlines:
        yield inline.model, set(flat(inline.fields))


def flat(names):
    for name in names or ():
        if isinstance(name, (list, tuple)):
            yield from flat(name)
        elif isinstance(name, str):
            yield name


def field_of(model, name):
    return {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}.get(name)
