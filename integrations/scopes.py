"""Asks of each request with a key whether its client was granted the resource and the verb."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from integrations.models import ApiClient
from integrations.selectors import may_do


class WithinGrants(BasePermission):
    """A resource is the first word of its address after the version: `activities`, `contributions`."""

    message = _("This key was not granted this resource with this verb.")
    code = "not_granted"

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether it stays within its grants; what nobody can do here is not for a key to be refused."""
        client, method = request.auth, str(request.method)
        if not isinstance(client, ApiClient) or not (method in SAFE_METHODS or hasattr(view, method.lower())):
            return True
        verb = "read" if method in SAFE_METHODS else "write"
        resource = getattr(view, "basename", "") or getattr(view, "resource", "") or _first_word(request.path)
        return may_do(client, resource, verb)


def _first_word(path: str) -> str:
    return path.removeprefix("/api/v1/").partition("/")[0]
