"""Autosave people trust: the link is cut, the browser killed, the session over, a colleague types too; nothing is lost.

Time is moved with the browser's clock, never waited for.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from actionplan.models import Indicator
from foundation.ledger.models import LedgerEntry
from reports.models import Answer, Contribution, TemplateQuestion
from reports.names import answer_in_full
from reports.selectors.editions import as_seen, moves_of
from reports.services.editions import move_to_next_edition
from reports.services.templates import make_next_edition
from tests.factories.parties import actor
from tests.factories.reports import answered
from tests.journeys.autosave import READY, Device, kept, line, pause, say, texts
from tests.journeys.conftest import DESK, DOMAIN, PASSWORD, sign_in


@pytest.fixture
def form(site):
    """The form of the draft that Egypt's focal point and a contributor of another ministry work on."""
    contribution = Contribution.objects.get(party__code="EG", state="draft")
    return reverse("portal-form", kwargs={"uuid": contribution.uuid})


@pytest.fixture
def device(browser, site):
    made = Device(browser.browser_type, site)
    yield made
    made.close()


@pytest.fixture
def colleague(browser, site):
    """Somebody of another ministry, at another browser."""
    context = browser.new_context(viewport=DESK, locale="en")
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page = context.new_page()
    sign_in(page, site, "egypt.ministry")
    yield page
    context.close()


def stored(field):
    """What the server holds under a field now."""
    _q, question, *rest = field.get_attribute("name").split("-")
    rows = Answer.objects.filter(question__uuid=question, contribution__state="draft", contribution__party__code="EG")
    activity = rows.filter(activity__uuid__endswith=rest[0]) if rest else rows.filter(activity=None)
    return activity.get().text


def typing(device, form, text="Typed on a bad link."):
    """Signed in, on the form, with a text in its first field that is kept and not sent yet."""
    device.page.clock.install()
    device.sign_in("egypt")
    device.open(form)
    device.page.clock.pause_at(timezone.now() + timedelta(minutes=10))
    field = texts(device.page).first
    field.fill(text)
    kept(field)
    return field


def test_a_first_report_is_written_without_pressing_save(device):
    page = device.page
    device.sign_in("tunisia")
    page.goto(f"{device.site}/portal/")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_selector(READY)

    begun = page.evaluate("performance.timeOrigin")
    for confirm in page.locator("main button[name=confirm]").all():
        confirm.click()
    expect(page.locator("main button[name=confirm]:visible")).to_have_count(0)
    expect(page.locator('main input[name^="c-"]:not(:checked)')).to_have_count(0)
    assert page.evaluate("performance.timeOrigin") == begun, "a section is confirmed without another page"
    for field in texts(page).all():
        field.fill(f"{field.input_value()} Written for the first time.".strip())
    for choice in page.locator('main select[name^="q-"]:not([name$="_0"])').all():
        choice.select_option(index=1)
    for number in page.locator('main input[name^="q-"][inputmode=decimal]').all():
        number.fill("12")
    expect(page.locator('.saved[data-state="unsent"]')).to_have_count(0, timeout=60_000)
    assert page.locator('.saved[data-state="saved"]').count() >= texts(page).count()
    page.goto(page.url.replace("/form/", "/review/"))
    page.locator("main form button[type=submit]").last.click()

    page.wait_for_url("**/receipt/")
    assert Contribution.objects.get(party__code="TN", state="submitted").snapshots.count() == 1


def test_a_field_is_saved_after_a_pause_and_says_when(device, form):
    field = typing(device, form)
    say(field, "unsent")
    assert "kept on this device" in line(field).inner_text()

    pause(device.page)

    say(field, "saved")
    assert line(field).inner_text().startswith("Saved ")
    assert stored(field) == "Typed on a bad link."
    focused = device.page.evaluate("document.activeElement.name")
    assert focused == field.get_attribute("name")


def test_the_language_of_the_answers_saves_itself_over_a_bad_link_and_goes_with_what_is_typed(device, form):
    typing(device, form, "Avant la coupure.")
    choice = device.page.locator("select[name=language]")
    device.context.set_offline(True)

    choice.select_option("fr")
    field = texts(device.page).first
    field.fill("Après la coupure.")
    kept(field)
    kept(choice)
    pause(device.page)
    say(choice, "unsent")
    device.kill()
    device.start()
    device.sign_in("egypt")
    device.open(form)

    say(device.page.locator("select[name=language]"), "saved")
    say(texts(device.page).first, "saved")
    answer = Answer.objects.get(text="Après la coupure.")
    assert (answer.language, answer.contribution.language) == ("fr", "fr")


def test_the_language_of_a_saved_answer_is_corrected_over_a_bad_link(device, form):
    typed = typing(device, form, "Déjà enregistré.")
    pause(device.page)
    say(typed, "saved")
    device.open(form)
    field = texts(device.page).first
    device.context.set_offline(True)

    device.page.locator(f'select[name="w{field.get_attribute("name")[1:]}"]').select_option("fr")
    kept(field)
    say(field, "unsent")
    device.kill()
    device.start()
    device.sign_in("egypt")
    device.open(form)

    say(texts(device.page).first, "saved")
    assert Answer.objects.get(text="Déjà enregistré.").language == "fr"
    assert LedgerEntry.objects.filter(kind="answer.language_corrected").count() == 1
    device.open(form)
    assert texts(device.page).first.get_attribute("lang") == "fr"


def test_what_is_typed_after_a_correction_stays_in_its_language_over_a_bad_link(device, form):
    typed = typing(device, form, "Déjà enregistré.")
    pause(device.page)
    say(typed, "saved")
    device.open(form)
    field = texts(device.page).first
    device.page.locator(f'select[name="w{field.get_attribute("name")[1:]}"]').select_option("fr")
    pause(device.page)
    say(field, "saved")
    device.context.set_offline(True)

    field.fill("Tapé ensuite.")
    kept(field)
    device.kill()
    device.start()
    device.sign_in("egypt")
    device.open(form)

    say(texts(device.page).first, "saved")
    assert Answer.objects.get(text="Tapé ensuite.").language == "fr"


def test_going_back_to_the_language_that_stood_first_is_a_correction_too(device, form):
    typed = typing(device, form, "Saved already.")
    pause(device.page)
    say(typed, "saved")
    device.open(form)
    field = texts(device.page).first
    choice = device.page.locator(f'select[name="w{field.get_attribute("name")[1:]}"]')

    answer = Answer.objects.get(text="Saved already.")
    stood = choice.locator("option").first.inner_text()
    for language in ("French", stood):
        choice.select_option(label=language)
        kept(field)
        pause(device.page)
        say(field, "saved")

    assert Answer.objects.get(text="Saved already.").language == answer.language
    entries = LedgerEntry.objects.filter(kind="answer.language_corrected").order_by("pk")
    assert [(one.facts["before"], one.facts["now"]) for one in entries] == [
        (answer.language, "fr"),
        ("fr", answer.language),
    ]


def test_the_link_is_cut_in_mid_typing_and_comes_back(device, form):
    field = typing(device, form, "Before the cut.")
    pause(device.page)
    say(field, "saved")

    device.context.set_offline(True)
    field.fill("Before the cut. And after it.")
    pause(device.page)
    kept(field)
    say(field, "unsent")
    assert stored(field) == "Before the cut."

    device.context.set_offline(False)
    say(field, "saved")
    assert stored(field) == "Before the cut. And after it."


def test_a_browser_that_was_killed_shows_what_was_typed_and_sends_it(device, form):
    field = typing(device, form, "Typed, then the power went.")
    device.context.set_offline(True)
    kept(field)
    device.kill()
    assert not Answer.objects.filter(text="Typed, then the power went.").exists()

    device.start()
    device.sign_in("egypt")
    device.open(form)

    field = texts(device.page).first
    assert field.input_value() == "Typed, then the power went."
    assert device.page.locator("[data-kept-note] a").count() == 1
    say(field, "saved")
    assert stored(field) == "Typed, then the power went."
    device.open(form)
    assert device.page.locator("[data-kept-note]").is_hidden()


def test_what_was_kept_under_a_name_with_every_digit_is_put_back_and_sent(device, form):
    typing(device, form)
    number = device.page.locator('main input[name^="q-"][inputmode=decimal]').first
    device.context.set_offline(True)
    number.fill("41")
    kept(number)
    name = number.get_attribute("name")
    _q, question, _activity, end = name.split("-")
    indicator = Indicator.objects.get(uuid__endswith=end)
    in_full = answer_in_full(UUID(question), indicator.activity.uuid, indicator.uuid)
    device.page.evaluate(KEPT_OTHERWISE, [name, in_full])
    device.kill()

    device.start()
    device.sign_in("egypt")
    device.open(form)

    number = device.page.locator(f'[name="{name}"]')
    assert number.input_value() == "41"
    say(number, "saved")
    assert Answer.objects.filter(text="41", contribution__state="draft").exists()
    assert in_full not in str(device.page.evaluate(READ_ALL))


KEPT_OTHERWISE = """async ([name, other]) => {
  const { Kept } = await import("/static/reports/js/kept.js");
  const { account, keys, form } = document.getElementById("autosave").dataset;
  const store = await Kept.open(account, keys);
  await store.put(form, other, (await store.all(form)).get(name));
  await store.drop(form, name);
}"""


def test_what_the_server_refuses_is_kept_and_not_said_to_be_on_its_way(device, form):
    typing(device, form)
    page, note = device.page, device.page.locator("[data-refused-note]")
    number = page.locator('main input[name^="q-"][inputmode=decimal]').first
    number.fill("about forty")
    kept(number)
    pause(page)
    say(number, "refused")

    device.open(form)

    assert number.input_value() == "about forty"
    say(number, "refused")
    assert page.locator("[data-kept-note]").is_hidden()
    expect(note).to_contain_text("Write a number in digits")
    assert note.locator("a").get_attribute("href") == f"#{number.get_attribute('id')}"
    expect(note.locator("a")).to_contain_text(" · ")
    section = number.locator("xpath=ancestor::section[@id]")
    assert "cannot be saved as it is" in section.locator(".progress").first.inner_text()
    assert section.locator(".progress__done:visible").count() == 0

    number.fill("40")
    kept(number)
    pause(page)
    say(number, "saved")
    assert note.is_hidden()
    assert page.locator(".progress__refused").count() == 0


def test_what_the_page_came_back_with_is_said_once_and_goes_when_it_is_mended(device, form):
    typing(device, form)
    page, errors = device.page, device.page.locator(".form__errors")
    number = page.locator('main input[name^="q-"][inputmode=decimal]').first
    number.fill("about forty")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_selector(READY)
    expect(errors).to_contain_text("Write a number in digits")
    pause(page)
    expect(page.locator(".saved", has_text="Write a number in digits")).to_have_count(1)

    assert page.locator("[data-refused-note]").is_hidden()
    assert page.locator(".field--error .errorlist").count() == 0

    number.fill("40")
    kept(number)
    pause(page)
    say(number, "refused")  # what was typed before was never answered: it is sent first
    pause(page)
    say(number, "saved")
    assert errors.count() == 0
    assert page.locator(".field--error, [aria-invalid]").count() == 0


def test_a_session_that_is_over_loses_nothing(device, form):
    field = typing(device, form, "Typed after the session was over.")
    Session.objects.all().delete()

    pause(device.page)
    say(field, "sign_in")
    device.page.get_by_role("link", name="Sign in again to send").click()
    device.page.fill("input[name=login]", "egypt@demo.example")
    device.page.fill("input[name=password]", "walk-the-chain-2025")
    device.page.locator("main form").first.locator("button[type=submit]").click()
    device.page.wait_for_selector(READY)

    assert device.page.url.endswith(form)
    field = texts(device.page).first
    assert field.input_value() == "Typed after the session was over."
    say(field, "saved")
    assert stored(field) == "Typed after the session was over."


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", "Ours."), ("theirs", "Theirs."), ("together", "Ours.\n\nTheirs.")]
)
def test_two_editors_of_one_field_see_both_texts_and_choose(choice, stands, device, colleague, site, form):
    field = typing(device, form, "Ours.")
    colleague.goto(site + form)
    colleague.wait_for_selector(READY)
    texts(colleague).first.fill("Theirs.")
    say(texts(colleague).first, "saved")

    pause(device.page)
    say(field, "conflict")
    panel = device.page.locator(".conflict")
    assert panel.locator("[data-theirs]").inner_text() == "Theirs."
    assert (field.input_value(), stored(field)) == ("Ours.", "Theirs.")

    panel.locator(f"[data-choose={choice}]").click()
    pause(device.page)
    say(field, "saved")
    assert (field.input_value(), stored(field)) == (stands, stands)
    assert panel.count() == 0


def test_colleagues_see_who_is_where(device, colleague, site, form):
    with device.page.expect_response(lambda answer: answer.url.endswith("/who/")):
        typing(device, form)

    colleague.goto(site + form)

    expect(colleague.locator("#here")).to_contain_text("Amina Hassan is in “Context”")
    with colleague.expect_response(lambda answer: answer.url.endswith("/who/")):
        colleague.locator("main section[id] textarea").last.focus()
    with device.page.expect_response(lambda answer: answer.url.endswith("/who/")):
        device.page.clock.run_for(21_000)
    expect(device.page.locator("#here")).to_contain_text("Karim Fouad is in “Priorities for the next period”")


def test_a_browser_of_another_account_finds_nothing_and_leaves_it_alone(device, form, site):
    device.context.set_offline(False)
    field = typing(device, form, "Only for the eyes of Egypt's focal point.")
    device.context.set_offline(True)
    kept(field)
    device.context.clear_cookies(name="sessionid")
    device.context.set_offline(False)

    sign_in(device.page, site, "egypt.ministry")
    device.open(form)

    assert "Only for the eyes" not in texts(device.page).first.input_value()
    assert device.page.locator("[data-kept-note]").is_hidden()
    everything = device.page.evaluate(READ_ALL)
    assert len(everything) == 1
    assert "eyes" not in str(everything)
    device.context.clear_cookies(name="sessionid")
    device.sign_in("egypt")
    device.open(form)
    assert texts(device.page).first.input_value() == "Only for the eyes of Egypt's focal point."


READ_ALL = """() => new Promise((resolve) => {
  const opening = indexedDB.open("khartoum-kept");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("kept").objectStore("kept").getAll();
    asked.onsuccess = () => resolve(asked.result.map((row) =>
      row.place + new TextDecoder("latin1").decode(row.sealed)));
  };
})"""


def test_signing_out_asks_first_and_wipes_what_is_kept(device, form):
    field = typing(device, form)
    device.page.route("**/form/q-*/", lambda route: route.abort())
    pause(device.page)
    say(field, "unsent")

    device.page.locator(".person summary").click()
    device.page.locator(".person__menu button").click()
    question = device.page.locator("#signing-out")
    expect(question).to_contain_text("1 answer is not yet sent. Sign out anyway?")
    question.get_by_role("button", name="Stay signed in").click()
    assert len(device.page.evaluate(READ_ALL)) == 1

    device.page.locator(".person__menu button").click()
    with device.page.expect_navigation():
        question.get_by_role("button", name="Sign out and remove").click()
    assert device.page.evaluate(READ_ALL) == []
    assert not Session.objects.exists()


def test_a_store_that_is_broken_keeps_nobody_signed_in(device, form):
    typing(device, form)
    device.page.evaluate(BROKEN)

    device.page.locator(".person summary").click()
    with device.page.expect_navigation():
        device.page.locator(".person__menu button").click()

    assert not Session.objects.exists()


BROKEN = """() => {
  for (const name of ["count", "delete"]) {
    IDBObjectStore.prototype[name] = () => { throw new DOMException("broken", "UnknownError"); };
  }
}"""


def test_what_is_kept_is_put_back_and_sent_under_the_questions_of_the_next_edition(device, form):
    field = typing(device, form, "Typed before the questions changed.")
    contribution = Contribution.objects.get(party__code="EG", state="draft")
    before = field.get_attribute("name")
    device.context.set_offline(True)
    field.fill("Typed before the questions changed, and after.")
    kept(field)
    device.kill()
    to_next_edition(contribution.round)

    device.start()
    device.sign_in("egypt")
    device.open(form)

    field = texts(device.page).first
    assert field.get_attribute("name") != before
    assert field.input_value() == "Typed before the questions changed, and after."
    say(field, "saved")
    assert stored(field) == "Typed before the questions changed, and after."
    assert before not in str(device.page.evaluate(READ_ALL))


def test_what_is_kept_for_a_question_that_was_dropped_is_shown_where_it_cannot_be_saved(device, form):
    field = typing(device, form, "Typed before the question was dropped.")
    contribution = Contribution.objects.get(party__code="EG", state="draft")
    question = TemplateQuestion.objects.get(uuid=field.get_attribute("name").split("-")[1])
    device.kill()
    answered(contribution, **{question.code: "Theirs."})
    to_next_edition(contribution.round, without=question.code)

    device.start()
    device.sign_in("egypt")
    device.open(form)

    note = device.page.locator("[data-homeless-note]")
    expect(note).to_contain_text("Typed before the question was dropped.")
    expect(note).to_contain_text("What stands there: Theirs.")
    note.get_by_role("button", name="Remove from this device").click()
    expect(note).to_be_hidden()
    assert device.page.evaluate(READ_ALL) == []


def test_a_browser_that_keeps_nothing_says_so_and_says_what_was_saved(device, form):
    device.page.add_init_script(KEEPS_NOTHING)
    device.page.clock.install()
    device.sign_in("egypt")
    device.open(form)
    device.page.clock.pause_at(timezone.now() + timedelta(minutes=10))
    field = texts(device.page).first

    field.fill("Typed where nothing is kept.")
    expect(line(field)).to_contain_text("This browser keeps nothing")
    pause(device.page)

    say(field, "saved")
    assert line(field).inner_text().startswith("Saved ")
    assert stored(field) == "Typed where nothing is kept."


KEEPS_NOTHING = """
  const refuse = () => { throw new DOMException("full", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = refuse;
  for (const name of ["getItem", "setItem", "removeItem", "clear"]) Storage.prototype[name] = refuse;
"""


def to_next_edition(round_, *, without=""):
    """The questions for States are asked in a next edition, as they are but for the one that is dropped."""
    now, staff = timezone.now(), actor("secretariat_officer")
    old = round_.state_template
    new = make_next_edition(old, actor=staff, version=old.version, now=now)
    TemplateQuestion.objects.filter(section__template=new, code=without).delete()
    seen = as_seen(moves_of(round_))
    move_to_next_edition(round_, actor=staff, version=round_.version, now=now, seen=seen)


def test_the_buttons_save_the_whole_form_after_what_is_on_its_way(device, form):
    typing(device, form, "Saved by the button.")

    with device.page.expect_navigation():
        device.page.get_by_role("button", name="Save", exact=True).click()

    assert device.page.locator(".form__errors, .conflict").count() == 0
    assert texts(device.page).first.input_value() == "Saved by the button."
    assert stored(texts(device.page).first) == "Saved by the button."


def test_without_a_script_the_form_is_saved_by_its_buttons_and_signs_out(browser, site, form):
    context = browser.new_context(viewport=DESK, locale="en", java_script_enabled=False)
    context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    page = context.new_page()
    sign_in(page, site, "egypt")
    page.goto(site + form)

    texts(page).first.fill("Typed without a script.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert stored(texts(page).first) == "Typed without a script."
    assert page.locator(".conflict, [data-kept-note]:visible").count() == 0

    texts(page).first.fill("Typed for longer than the session.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("What you have just sent is not saved yet")).to_be_visible()
    page.fill("input[name=login]", f"egypt@{DOMAIN}")
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert texts(page).first.input_value() == "Typed for longer than the session."
    assert stored(texts(page).first) == "Typed without a script."
    page.get_by_role("button", name="Save", exact=True).click()
    assert stored(texts(page).first) == "Typed for longer than the session."

    page.locator(".person summary").click()
    page.locator(".person__menu button").click()
    assert not Session.objects.exists()
    context.close()
