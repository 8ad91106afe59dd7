"""Chooses the form of an answer: a form that is asked for by name and not offered is refused in a sentence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


class Negotiation(DefaultContentNegotiation):
    """As the library chooses, but an unknown `format` is a parameter we do not know (400) and no missing page."""

    def filter_renderers(
        self,
        renderers: Iterable[BaseRenderer],
        format: str,  # noqa: A002 -- the library's own name
    ) -> list[BaseRenderer]:
        """Those that write this format. Raises `ValidationError` where none does."""
        known = list(renderers)
        found = [renderer for renderer in known if renderer.format == format]
        if not found:
            offered = ", ".join(sorted(str(renderer.format) for renderer in known))
            raise ValidationError({"format": [_("Choose one of: %(choices)s.") % {"choices": offered}]}, code="invalid")
        return found
