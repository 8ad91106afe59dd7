"""Texts are found in Python and in templates, kept through a merge, and held complete."""

import ast

import pytest
from babel.messages.catalog import Catalog, Message

from tools.catalogues import check, files
from tools.catalogues.extract import KEYWORDS, Text, sources, texts_of, texts_of_template

TEMPLATE = """{% load i18n %}<p title="{% translate 'Round' %}">{% translate "May" context "month" %}</p>
{{ value|default:_("None yet") }}
{% blocktranslate count n=items|length trimmed %}
  {{ n }} meeting
{% plural %}
  {{ n }} meetings
{% endblocktranslate %}{% blocktranslate with name=user %}Dear {{ name }}{% endblocktranslate %}"""


def test_texts_of_templates_are_found():
    assert list(texts_of_template(TEMPLATE, origin="t.html")) == [
        Text(None, "Round"),
        Text("month", "May"),
        Text(None, "None yet"),
        Text(None, "%(n)s meeting", "%(n)s meetings"),
        Text(None, "Dear %(name)s"),
    ]


def test_texts_of_python_are_found(tmp_path):
    source = tmp_path / "a.py"
    source.write_text(
        '_("A"); gettext_lazy("B"); pgettext_lazy("ctx", "C")\nngettext_lazy("%(n)d D", "%(n)d Ds", n); other("E")\n'
    )

    assert list(texts_of(source)) == [
        Text(None, "A"),
        Text(None, "B"),
        Text("ctx", "C"),
        Text(None, "%(n)d D", "%(n)d Ds"),
    ]


def test_no_text_stands_inside_an_f_string_where_it_would_not_be_found():
    hidden = [f"{path}:{line}" for path in sources() if path.suffix == ".py" for line in _inside_f_strings(path)]

    assert hidden == []


def _inside_f_strings(path):
    source = path.read_text(encoding="utf-8")
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    calls = (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call))
    return [call.lineno for call in calls if getattr(call.func, "id", "") in KEYWORDS]


@pytest.fixture
def french(monkeypatch):
    kept = Catalog(locale="fr")
    kept.add("Round", "Cycle")
    kept.add("Gone", "Parti")
    monkeypatch.setattr(files, "read", lambda _language: kept)


def test_merge_keeps_translations_drops_what_is_gone_and_orders_by_the_english(french):
    texts = {(None, name): Text(None, name) for name in ("Round", "Meeting")}

    body = files.merge("fr", texts).split("\n\n", 1)[1]

    assert body == 'msgid "Meeting"\nmsgstr ""\n\nmsgid "Round"\nmsgstr "Cycle"\n\n'


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Round", "", "is not translated"),
        ("Dear %(name)s", "Cher", "has other placeholders"),
        ("Dear %(name)s", "Cher %(nom)s", "has other placeholders"),
        ("Dear %(name)s", "Cher %(name)s", None),
        ("Received: all", "Reçues : toutes", "lacks a no-break space"),
        ("The address", "L'adresse", "has a straight apostrophe"),
        ("Received: all", "Reçues\xa0: toutes", None),
        (("%(n)d day", "%(n)d days"), ("un jour", "%(n)d jours"), None),
        (("%(n)d day", "%(n)d days"), ("un jour", ""), "is not translated"),
        (("%(n)d day", "%(n)d days"), ("%(n)d jour", "%(m)d jours"), "has other placeholders"),
    ],
)
def test_a_faulty_translation_is_named(source, translation, fault):
    said = list(check.faults("fr", Message(source, translation)))

    assert [fault in line for line in said] == ([True] if fault else [])


@pytest.mark.parametrize(
    ("translation", "faults"),
    [("اختر إحدى اللغات.", 1), ("العناوين بلغتك.", 1), ("يُرجى اختيار إحدى اللغات.", 0), ("العناوين بلغتكم.", 0)],
)
def test_arabic_that_speaks_to_one_person_as_to_a_friend_is_named(translation, faults):
    assert len(list(check.faults("ar", Message("Choose one of the languages.", translation)))) == faults


@pytest.mark.parametrize(
    ("text", "named"),
    [("The party is late", 2), ("Obligations", 1), ("A participating State", 0), ("Received %(late)s days after", 0)],
)
def test_words_that_are_not_said_to_participants_are_named(text, named):
    assert len(list(check.unfit_words([Text(None, text)]))) == named
