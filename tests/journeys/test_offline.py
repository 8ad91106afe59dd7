"""The form leaves the house and comes back: as a workbook at a desk, as a letter in Arabic on a phone."""

import io
import shutil
import subprocess

import docx
import pytest
from axe_core_python.sync_playwright import Axe
from django.urls import reverse
from docx.oxml.ns import qn
from playwright.sync_api import expect

from foundation.exports.docx_marks import VML
from reports.models import Answer, Contribution
from tests.journeys.conftest import DESK, PHONE, fits, sign_in
from tests.reports.offline.forms import Letter, Workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contribution(site):
    return Contribution.objects.get(party__code="EG", state="draft")


@pytest.fixture
def office(browser, site):
    """Egypt's focal point at a browser in this language and of this size."""
    contexts = []

    def enter(language, size, **more):
        context = browser.new_context(viewport=size, locale=language, accept_downloads=True, **more)
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        page = context.new_page()
        sign_in(page, site, "egypt")
        return page

    yield enter
    for context in contexts:
        context.close()


def downloaded(page, contribution, language, kind, folder):
    """The form, by the button of its language."""
    address = reverse("portal-form-file", kwargs={"uuid": contribution.uuid, "language": language, "kind": kind})
    with page.expect_download() as found:
        page.locator(f'a[href="{address}"]').click()
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def compared(page, path, content):
    """Uploaded as it was filled in."""
    path.write_bytes(content)
    page.locator("input[type=file]").set_input_files(path)
    page.locator('main form[enctype="multipart/form-data"] button[type=submit]').click()
    page.wait_for_selector('main form[action$="take-in/"]')


def take_in(page):
    page.locator('main form[action$="take-in/"] button.button--main').click()
    page.wait_for_url("**/form/")


def test_a_workbook_goes_round(site, office, contribution, tmp_path):
    page = office("en", DESK)
    page.goto(site + reverse("portal-contribution", kwargs={"uuid": contribution.uuid}))
    page.get_by_role("link", name="Work offline").click()
    path = downloaded(page, contribution, "en", "xlsx", tmp_path)
    book = Workbook(path.read_bytes())
    question = next(row[2].value for row in book.sheet.iter_rows(min_row=6) if row[4].data_type == "s")
    book.fill(question, "Written in another ministry.")

    compared(page, path, book.saved())
    expect(page.get_by_text("Nothing of the file is kept yet")).to_be_visible()
    assert Axe().run(page)["violations"] == []
    assert not Answer.objects.filter(text="Written in another ministry.").exists()
    take_in(page)

    assert Answer.objects.get(text="Written in another ministry.").contribution == contribution
    expect(page.get_by_text("Answers taken in from the file: 1.")).to_be_visible()


def test_a_letter_goes_round_in_arabic_on_a_phone_without_scripts(site, office, contribution, tmp_path):
    page = office("ar", PHONE, java_script_enabled=False)
    page.goto(site + reverse("portal-offline", kwargs={"uuid": contribution.uuid}))
    path = downloaded(page, contribution, "ar", "docx", tmp_path)
    letter = Letter(path.read_bytes())
    question = Answer.objects.filter(contribution=contribution).exclude(text="").first().question
    letter.fill(question.text_ar or question.text_en, "كُتب في وزارة أخرى.")

    compared(page, path, letter.saved())
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert fits(page)
    take_in(page)

    assert Answer.objects.get(text="كُتب في وزارة أخرى.").contribution == contribution


def saved_by_libreoffice(content, kind, folder):
    """The file opened and saved by LibreOffice itself."""
    path, profile, out = folder / f"filled.{kind}", folder / "profile", folder / "out"
    path.write_bytes(content)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", kind]
    subprocess.run([*command, "--outdir", out, path], check=True, capture_output=True, timeout=120)
    return (out / path.name).read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_libreoffice_saves_is_read_back_and_nothing_else_changes(site, office, contribution, tmp_path, language):
    page = office(language, DESK)
    page.goto(site + reverse("portal-offline", kwargs={"uuid": contribution.uuid}))
    path = downloaded(page, contribution, language, "docx", tmp_path)
    letter = Letter(path.read_bytes())
    question = Answer.objects.filter(contribution=contribution).exclude(text="").first().question
    letter.fill(getattr(question, f"text_{language}"), "Two lines,\n\nكُتبت (في) وزارة أخرى.")

    compared(page, path, saved_by_libreoffice(letter.saved(), "docx", tmp_path))
    assert page.locator("main .panel input[type=radio]").count() == 2
    assert page.locator("main .note--grave").count() == 0
    take_in(page)

    assert Answer.objects.filter(text="Two lines,\n\nكُتبت (في) وزارة أخرى.", contribution=contribution).count() == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")
def test_the_paper_for_clearance_is_opened_by_libreoffice_with_every_word_and_its_mark(office, contribution, tmp_path):
    page = office("ar", DESK)
    address = reverse("portal-clearance-docx", kwargs={"uuid": contribution.uuid})
    paper = page.request.get(page.url.partition("/portal/")[0] + address).body()

    opened = saved_by_libreoffice(paper, "docx", tmp_path)

    assert set(said_in(paper)) > {Answer.objects.filter(contribution=contribution).exclude(text="").first().text}
    assert said_in(opened) == said_in(paper)
    assert marks_in(opened) == marks_in(paper) != []


def said_in(content):
    """Its paragraphs, also those in tables, in their order; nothing is said by empty ones."""
    body = docx.Document(io.BytesIO(content)).element.body
    texts = ("".join(node.text or "" for node in line.iter(qn("w:t"))).strip() for line in body.iter(qn("w:p")))
    return [text for text in texts if text]


def marks_in(content):
    """The words across each page."""
    headers = [section.header._element for section in docx.Document(io.BytesIO(content)).sections]
    found = [path.get("string") for header in headers for path in header.iter(f"{{{VML}}}textpath")]
    return [words for words in found if words]
