"""How pages look, held in their sources: logical properties, no inline style, readable pairs, measures by name."""

import itertools
import re
import struct
import zlib
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils.translation import override

from khartoum.fonts import FILES
from khartoum.webfont import characters

ROOT = Path(__file__).parents[2]
SHEETS = sorted(ROOT.glob("*/static/*/css/*.css"))
TEMPLATES = sorted(path for path in ROOT.glob("*/templates/**/*.html") if ".venv" not in path.parts)
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right)[-\w]*|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
TEXT_PAIRS = [
    *itertools.product(
        ["ink", "ink-quiet", "accent", "accent-deep", "alert"], ["paper", "surface", "sunken", "accent-tint"]
    ),
    ("ink", "sand-tint"),
    ("sand", "sand-tint"),
    ("alert", "alert-tint"),
    ("ink", "alert-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
]
LINE_PAIRS = itertools.product(["rule-strong", "accent", "focus", "current", "alert", "sand"], ["paper", "surface"])


def colours(scheme):
    text = (ROOT / "khartoum/static/khartoum/css/tokens.css").read_text()
    blocks = text.split("@media (prefers-color-scheme: dark)")
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[0]))
    dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks[1].split("@media print")[0]))
    return light if scheme == "light" else {**light, **dark}


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guidelines_say():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


def test_words_in_an_empty_field_are_of_a_colour_of_ours():
    """Browsers have one grey for both schemes, which is too faint in the dark; axe looks at no such words."""
    rule = re.search(r"::placeholder \{([^}]*)\}", (ROOT / "khartoum/static/khartoum/css/base.css").read_text())

    assert "color: var(--ink-quiet);" in rule[1]
    assert "opacity: 1;" in rule[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_is_readable_on_every_ground(scheme):
    palette = colours(scheme)

    faint = [pair for pair in TEXT_PAIRS if contrast(palette[pair[0]], palette[pair[1]]) < 4.5]

    assert faint == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_line_that_carries_meaning_is_visible(scheme):
    palette = colours(scheme)

    faint = [pair for pair in LINE_PAIRS if contrast(palette[pair[0]], palette[pair[1]]) < 3]

    assert faint == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_know_start_and_end_but_no_left_and_right(sheet):
    assert PHYSICAL.findall(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_ask_no_other_host(sheet):
    assert re.findall(r"https?://|@import|url\((?!\"\.\./\.\./fonts/)", sheet.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_keep_to_the_security_policy(template):
    text = template.read_text()

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*(?:src=|type=\"application/json\"))", text) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_leave_a_colon_to_the_language(template):
    said = re.sub(r"{% (comment|blocktrans\w*)\b.*?{% end\1 %}", "", template.read_text(), flags=re.DOTALL)

    assert re.findall(r"(?:}}|%}|</\w+>)\s?[:;?!](?=[\s<{]|$)", said) == []


def test_rows_leave_a_colon_in_their_name_to_the_language():
    bare = re.compile(r'return f"{[^"]*}: {')

    assert [path for path in ROOT.glob("*/models/*.py") if bare.search(path.read_text())] == []


def test_labels_put_together_leave_a_colon_to_the_language():
    bare = re.compile(r'format_lazy\("{\w+}: ')

    assert [path for path in ROOT.glob("*/forms/*.py") if bare.search(path.read_text())] == []


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html", "database.html"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_error_pages_stand_without_context_and_database(name, language):
    with override(language):
        page = get_template(name).render()

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


def test_fonts_are_made_of_their_packages_and_a_page_loads_the_letters_of_its_script_alone():
    listed = [path for finder in finders.get_finders() for path, _storage in finder.list(None)]
    weights = {name: len(Path(finders.find(name)).read_bytes()) for name in FILES}

    assert set(FILES) <= set(listed)
    assert {Path(finders.find(name)).read_bytes()[:4] for name in FILES} == {b"wOFF"}
    assert weights["fonts/noto-sans.woff"] < 45_000
    assert weights["fonts/noto-sans-arabic.woff"] < 70_000


def test_a_made_font_unpacks_to_the_tables_of_a_font_with_the_glyphs_of_its_characters():
    woff = Path(finders.find("fonts/noto-sans-arabic.woff")).read_bytes()
    (count,) = struct.unpack_from(">H", woff, 12)
    tables = {}
    for number in range(count):
        tag, at, packed, whole = struct.unpack_from(">4sIII", woff, 44 + 20 * number)
        data = woff[at : at + packed]
        tables[tag.decode()] = data if packed == whole else zlib.decompress(data)
        assert len(tables[tag.decode()]) == whole

    assert tables["OS/2"][:2] in {b"\x00\x03", b"\x00\x04"}
    glyphs = dict(characters(tables["cmap"]))
    assert {ord(char) for char in "ابتثجحخدذرزسشصضطظعغفقكلمنهوي٠١٢٣٤٥٦٧٨٩،؟"} <= set(glyphs)
    offsets = struct.unpack(f">{len(tables['loca']) // 4}I", tables["loca"])
    assert all(offsets[glyph] < offsets[glyph + 1] for char, glyph in glyphs.items() if chr(char).isalpha())


def test_sheets_ask_for_a_font_where_a_character_of_it_stands_and_can_do_without():
    said = {
        name: set(ranges) for name, ranges in faces_of((ROOT / "khartoum/static/khartoum/css/tokens.css").read_text())
    }

    assert said == {name: {(one[0], one[-1]) for one in part.characters} for name, part in FILES.items()}
    every = sorted(one for ranges in said.values() for one in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(every))


def faces_of(sheet):
    """The files that a sheet asks for with their characters; none of them is waited for."""
    for face in re.findall(r"@font-face \{(.+?)\}", sheet, re.DOTALL):
        assert "font-display: optional" in face
        (name,) = re.findall(r'url\("\.\./\.\./([^"]+)"\)', face)
        found = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
        yield name, [(int(first, 16), int(last or first, 16)) for first, last in found]


def test_a_page_of_any_app_stands_in_the_frame_of_the_site(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    page = get_template("portal/base.html").render({}, request)

    assert 'class="masthead"' in page
    assert '<main class="page" id="content"' in page
