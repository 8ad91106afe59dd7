"""Tells the templates of every app which frame the site puts around a page, so that none has to name it."""

from django.conf import settings
from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, str]:  # noqa: ARG001 -- a context processor is given the request
    """`page_frame`: the template that `portal/base.html` extends."""
    return {"page_frame": settings.PAGE_FRAME}
