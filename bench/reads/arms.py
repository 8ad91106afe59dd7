"""The requests that are compared, each through every middleware with the same key, and the raw query."""

from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client, RequestFactory
from django.urls import include, path
from rest_framework import mixins, viewsets
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from actionplan.api.activities import ActivitySerializer
from actionplan.models import Activity
from foundation.api.pagination import KeysetPagination
from khartoum import urls
from tests.foundation.api.stock import look_ahead

RAW = (Path(__file__).parent / "raw.sql").read_text(encoding="utf-8")
PAGE = "/api/v1/activities/?page_size=100"


class One(APIView):
    """The base: the same client, recognised in the same way, and one `SELECT 1`."""

    def get(self, request: Request) -> Response:
        assert request.actor.kind == "client"  # type: ignore[attr-defined]  # -- ours
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return Response({"one": cursor.fetchone()[0]})


class Stock(mixins.ListModelMixin, viewsets.GenericViewSet):
    """The same list as Django REST Framework does it, with everything prefetched."""

    serializer_class = ActivitySerializer

    class pagination_class(CursorPagination):  # noqa: N801 -- the library's name for it
        page_size, ordering = 100, ("id",)

    def get_queryset(self) -> Any:
        actor = self.request.actor  # type: ignore[attr-defined]  # -- ours
        found: dict[str, Any] = {}
        look_ahead(ActivitySerializer(), Activity, actor, "", found)
        return Activity.objects.visible_to(actor).prefetch_related(*found.values())


router = SimpleRouter()
router.register("stock", Stock, basename="stock")
urlpatterns = [*urls.urlpatterns, path("bench/one/", One.as_view()), path("bench/", include(router.urls))]


def raw(after: int = 0) -> str:
    """The page as one raw query gives it, as text."""
    with connection.cursor() as cursor:
        cursor.execute(RAW.replace("SELECT json_agg(one.j)", "SELECT json_agg(one.j)::text", 1), [after])
        return cursor.fetchone()[0]


class Reader:
    """A partner system with a key."""

    def __init__(self, key: str) -> None:
        self.client = Client(headers={"authorization": f"Bearer {key}"})

    def get(self, address: str, status: int = 200, **headers: str) -> Any:
        answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, answer.content[:300]
        return answer


def following(place: int) -> str:
    """The address of the page after a row, as the list would name it."""
    asked = Request(RequestFactory().get(PAGE))
    address = KeysetPagination().link(asked, ("id",), (place,), back=False)
    return address.removeprefix("http://testserver")
