"""What is true or not is said in words where Django would draw a picture."""

import pytest
from django.contrib.admin.utils import display_for_field
from django.db import models
from django.utils import translation


@pytest.mark.parametrize(
    ("value", "in_english", "in_french"), [(True, "yes", "oui"), (False, "no", "non"), (None, "–", "–")]
)
def test_a_boolean_is_a_word_in_the_language_of_its_reader(value, in_english, in_french):
    field = models.BooleanField(null=True)

    assert display_for_field(value, field, "–") == in_english
    with translation.override("fr"):
        assert display_for_field(value, field, "–") == in_french
