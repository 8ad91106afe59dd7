"""How partner systems sign in to the API: `Authorization: Bearer kp_...`."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from foundation.accounts.models import User
from integrations.models import ApiClient
from integrations.selectors import actor_of_client, client_of_key
from integrations.services import note_use


class ApiKeyAuthentication(BaseAuthentication):
    """Finds the client of the key and puts its actor on the request, in the place of the session's."""

    def authenticate(self, request: Request) -> tuple[User, ApiClient] | None:
        """None when no key is shown; a wrong, expired or revoked one is told in the same words (401)."""
        scheme, _space, key = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        now = timezone.now()
        client = client_of_key(key.decode("latin-1").strip(), now)
        if client is None:
            raise AuthenticationFailed(_("This key is not in force."))
        note_use(client, now=now)
        http = request._request  # noqa: SLF001 -- where the middleware puts the actor too
        http.actor = actor_of_client(client, now)  # type: ignore[attr-defined]  # -- our own attribute
        return client.user, client

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- DRF's signature
        """What makes a refusal a 401."""
        return "Bearer"
