"""What a browser may say its session is."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ['"\\000\\000\\000\\000\\000\\000\\000\\000"', "\xe9" * 32, "a b" * 8, "-" * 32])
def test_session_that_cannot_be_ours_is_nobodys(client, key):
    answer = client.get("/portal/", headers={"cookie": f"sessionid={key}"})

    assert answer.status_code == 302
