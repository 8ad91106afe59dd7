"""Who typed a reply and turns to something else, another language among it, is asked by the browser first."""

from khartoum.demonstration.contributing import contribution_of
from reports.models import Round
from tests.journeys.conftest import PHONE


def test_another_language_is_not_chosen_over_a_reply_that_was_typed(visit, site):
    asked = contribution_of(Round.objects.get(code="DEMO-2"), "KE")
    page = visit("kenya", size=PHONE, path=f"/portal/contributions/{asked.uuid}/")
    said = []

    def stay(dialog):
        said.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    reply = page.locator('main textarea[name="reply"]')
    reply.press_sequentially("Typed at length.")
    with page.expect_event("dialog"):
        page.locator('form.languages button[value="fr"]').click(no_wait_after=True)

    assert said == ["beforeunload"]
    assert reply.input_value() == "Typed at length."
    assert page.locator("html").get_attribute("lang") == "en"
