"""How partner systems sign in to the API."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request


class ApiKeyAuthentication(BaseAuthentication):
    """Keys come with the clients of partner systems."""

    def authenticate(self, request: Request) -> None:
        """Nobody yet: no key has been issued."""
