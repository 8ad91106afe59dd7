"""A page whose form is not its reader's, or not open any more, says why it refused what was sent to it all the same."""

import pytest
from django.urls import reverse

from tests.factories.parties import person
from tests.factories.reports import drafted, opened_round, submitted

pytestmark = pytest.mark.django_db
PAGES = ["attachments", "sharing", "clearance"]


@pytest.mark.parametrize("page", PAGES)
def test_office_that_may_not_is_told_so(client, party, page):
    begun = drafted(party, opened_round(party))
    client.force_login(person("senior_official", party))

    refused = client.post(reverse(f"portal-{page}", args=[begun.uuid]))

    assert refused.status_code >= 400
    assert "Your office does not allow this step." in refused.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_who_sends_it_after_a_colleague_submitted_is_told_that_it_is_over(client, party, page):
    sent = submitted(party, opened_round(party))
    client.force_login(person("focal_point", party))

    refused = client.post(reverse(f"portal-{page}", args=[sent.uuid]), {"seen_version": sent.version})

    assert refused.status_code >= 400
    assert "This step is no longer possible" in refused.content.decode()
