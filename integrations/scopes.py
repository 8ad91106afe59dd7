"""What a key may do besides what its account may: it reads."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from integrations.models import ApiClient


class WithinGrants(BasePermission):
    """A key that was issued to read does not write, whatever the offices of its account allow."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the request stays within it; what nobody can do here is not for a key to be refused."""
        writes = request.method not in SAFE_METHODS and hasattr(view, str(request.method).lower())
        return not writes or not isinstance(request.auth, ApiClient)
