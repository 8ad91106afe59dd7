"""How partner systems sign in to the API, `Authorization: Bearer kp_...`; whoever asks is counted here, key or none."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from foundation.accounts.models import User
from integrations.models import ApiClient
from integrations.pace import address_of, count_request
from integrations.selectors import actor_of_client, comes_from_allowed, key_in_force
from integrations.use import note_use


class ApiKeyAuthentication(BaseAuthentication):
    """Finds the client of the key and puts its actor on the request, in the place of the session's."""

    def authenticate(self, request: Request) -> tuple[User, ApiClient] | None:
        """None when no key is shown; one that is wrong, over, revoked or shown from elsewhere: the same words (401)."""
        now, http = timezone.now(), request._request  # noqa: SLF001 -- where the middleware puts the actor too
        scheme, _space, text = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            count_request(http)
            return None
        key = key_in_force(text.decode("latin-1").strip(), now)
        if key is None or not comes_from_allowed(key.client, address_of(http)):
            count_request(http)
            raise AuthenticationFailed(_("This key is not in force."))
        client = key.client
        count_request(http, client)
        note_use(key, now=now)
        http.actor = actor_of_client(client, now, key.named)  # type: ignore[attr-defined]  # -- our own attribute; annotated
        return client.user, client

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 -- DRF's signature
        """What makes a refusal a 401."""
        return "Bearer"
