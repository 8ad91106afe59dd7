"""Anybody walks the chain from a paragraph to its follow-up and back, wide and on a phone, in three languages."""

import pytest

from tests.journeys.conftest import DESK, PHONE, fits

DOWN = ("activity", "contribution", "report", "endorsement", "review", "decision", "follow_up")


def follow(page, kind):
    """Open the first link of a kind that the page lists below its picture."""
    with page.expect_navigation():
        page.locator(f"main .cell-list a[href*='/chain/{kind}/']").first.click()


def test_a_reader_walks_down_and_up_again(visit):
    page = visit(path="/chain/")
    with page.expect_navigation():
        page.locator("main table a", has_text="17. ").first.click()

    for kind in DOWN:
        follow(page, kind)
        assert f"/chain/{kind}/" in page.url
    follow(page, "paragraph")

    assert "/chain/paragraph/" in page.url


def test_a_follow_up_leads_back_to_its_activities(visit):
    page = visit(path="/chain/")
    with page.expect_navigation():
        page.locator("main .cell-list a[href*='/chain/follow_up/']").first.click()

    assert page.locator("main a[href*='/chain/activity/']", has_text="CAP-3.1").count() >= 1


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_is_whole_in_every_language_and_size(visit, language, direction, size):
    page = visit(language=language, size=size, path="/chain/")

    assert page.locator("html").get_attribute("dir") == direction
    assert page.locator("svg.chain-picture").count() == 1
    assert fits(page)


def test_the_picture_is_walked_by_keyboard(visit):
    page = visit(path="/chain/")
    first = page.locator("svg.chain-picture a").first

    first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "/chain/paragraph/" in page.url


def test_what_is_missing_is_said_kindly(visit):
    page = visit(path="/chain/plan/CAP/")

    answer = page.request.get(page.url.replace("CAP", "NOPE"))

    assert answer.status == 404
    assert "There is nothing at this address" in answer.text()
