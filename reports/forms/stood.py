"""The choice that stood when a page was made, which its form sends back: so what a colleague chose since is told."""

from typing import Any

from django import forms

from foundation.errors import StaleVersion


class StoodField(forms.TypedChoiceField):
    """A hidden yes or no. A form without it is as good as a page from long ago: its reader opens the page again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("0", "0"), ("1", "1")],
            coerce=lambda sent: sent == "1",
            widget=forms.HiddenInput,
            error_messages={"required": StaleVersion.default, "invalid_choice": StaleVersion.default},
            **kwargs,
        )
