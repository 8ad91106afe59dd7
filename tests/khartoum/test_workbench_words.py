"""What Django itself says and writes in the workbench reads as the rest of the product does, in three languages."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.db.models import Field
from django.forms import DateField, DateTimeField
from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.functional import Promise
from django.utils.translation import override
from django.views.i18n import JavaScriptCatalog

from actionplan.models import Activity, Objective
from foundation.wording import localdate
from meetings.models import Decision
from tests.factories.parties import person

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
        ("en", "26 November 2026, 14:02"),
        ("fr", "26 novembre 2026, 14:02"),
        ("ar", "26 نوفمبر 2026، 14:02"),
    ],
)
def test_django_writes_a_moment_by_a_clock_of_24_hours(language, written):
    with override(language):
        assert date_format(MOMENT, "DATETIME_FORMAT") == written


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_date_is_still_typed_as_the_widgets_write_it(language):
    with override(language):
        assert "%Y-%m-%d" in get_format("DATE_INPUT_FORMATS")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_day_that_is_typed_is_read_before_its_month(language):
    with override(language):
        assert DateField().clean("04/12/2026") == date(2026, 12, 4)
        assert DateTimeField().clean("04/12/2026 17:00").date() == date(2026, 12, 4)


def test_a_day_is_read_as_the_pages_write_it():
    assert DateField().clean("27 November 2026") == date(2026, 11, 27)


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_everything_the_scripts_of_the_workbench_say_is_said_in_the_language(rf, language):
    said = {single or double for path in SCRIPTS.glob("*.js") for single, double in SAID.findall(path.read_text())}

    with override(language):
        view = JavaScriptCatalog(packages=["django.contrib.admin"])
        catalogue = view.get(rf.get("/"), domain="djangojs") and view.get_catalog()

    assert said - set(catalogue) == set()


def test_every_label_that_the_workbench_shows_can_be_translated():
    plain = {
        f"{model.__name__}.{name}"
        for screen in admin.site._registry.values()
        for owner, model, names in shown_by(screen)
        for name in names
        if not isinstance(label_of(owner, model, name), Promise)
    }

    assert plain == set()


def test_every_thing_that_the_workbench_shows_has_a_name_that_can_be_translated():
    models = {model for screen in admin.site._registry.values() for _owner, model, _names in shown_by(screen)}

    plain = [model for model in models if not isinstance(model._meta.verbose_name, Promise)]
    assert [*plain, *(model for model in models if not isinstance(model._meta.verbose_name_plural, Promise))] == []


def shown_by(screen):
    """Each table of a screen: who shows it, the model, and the names of its columns and fields."""
    yield screen, screen.model, {*flat(screen.list_display), *fields_of(screen)} - {"__str__"}
    for inline in screen.inlines:
        yield inline, inline.model, fields_of(inline) - {parent_of(inline, screen.model)}


def fields_of(shown):
    columns = [*shown.model._meta.concrete_fields, *shown.model._meta.many_to_many]
    asked = {field.name for field in columns if field.editable and not field.primary_key}
    return {*flat(shown.fields or asked), *flat(shown.readonly_fields)}


def parent_of(inline, root):
    """The column that leads from a row to its root, which no form shows."""
    links = [field.name for field in inline.model._meta.concrete_fields if field.related_model is root]
    return inline.fk_name or links[0]


def label_of(shown, model, name):
    """What stands over a column or beside a field, before it is put into the reader's language."""
    declared = shown.form.declared_fields.get(name)
    field = {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}.get(name)
    if declared is not None:
        return declared.label
    if field is not None:
        return field.verbose_name
    return getattr(getattr(shown, name, None) or getattr(model, name), "short_description", name)


def flat(names):
    for name in names or ():
        if isinstance(name, (list, tuple)):
            yield from flat(name)
        elif isinstance(name, str):
            yield name


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "count"), [("en", "Reporting rounds: 0"), ("ar", "دورات إبلاغ: 0")])
def test_a_list_says_how_many_rows_it_has_without_a_noun_that_has_to_agree(language, count, client):
    client.force_login(person("secretariat_officer"))
    client.cookies["django_language"] = language

    page = " ".join(client.get(reverse("admin:reports_round_changelist")).content.decode().split())

    assert count in page


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Activity(code="CAP-1.1", title_ar="نشاط"), "\u2068CAP-1.1\u2069 نشاط"),
        (Objective(code="CAP-1", title_ar="هدف"), "\u2068CAP-1\u2069 هدف"),
        (Decision(number="SOM-11/1", text_ar="قرار"), "\u2068SOM-11/1\u2069: قرار"),
    ],
)
def test_a_latin_code_does_not_turn_an_arabic_name_round(row, name):
    with override("ar"):
        assert str(row) == name


@pytest.mark.django_db
def test_buttons_that_save_say_what_is_saved_and_command_nobody_in_arabic(officer):
    officer.cookies["django_language"] = "ar"

    page = officer.get(reverse("admin:meetings_meeting_add")).text

    assert 'value="حفظ ومواصلة التعديل"' in page
    assert 'value="حفظ وإضافة عنصر آخر"' in page
    assert "احفظ" not in page
    assert "اضغط" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Introuvable : réunion « 999999 »."), ("ar", "لم يُعثر على: اجتماع «999999».")],
)
def test_a_row_that_is_not_there_is_named_without_words_that_have_to_agree(officer, language, said):
    officer.cookies["django_language"] = language

    page = officer.get(reverse("admin:meetings_meeting_change", args=[999999]), follow=True)

    assert said in re.sub("[\u00a0\u202f]", " ", page.text)


TO_ONE_PERSON = re.compile(
    r"(?:^|[:؛.،»]) ?(?:ثم )?(?:اختر|أدخل|أصدر|أضف|أعط|احذف|اكتب|افتح|خذ|حدّث|حدّد|عدّله|عدّلها|أنت)(?:ه|ها)?(?= |[.،:]|$)"
)


def test_arabic_speaks_to_an_office_and_not_to_one_man():
    said = (Path(settings.BASE_DIR) / "locale/ar/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    sentences = re.sub(r'"\n"', "", said)

    told = re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', sentences, re.MULTILINE)
    assert [one for one in told if TO_ONE_PERSON.search(one)] == []
