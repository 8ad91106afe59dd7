"""The rows of the lists of the API, as one reader, and one key, may read them."""

from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

from foundation.actors import Actor
from foundation.api.views import ReadViewSet
from integrations.models import ApiClient
from integrations.selectors import may_do
from khartoum.resources import OF_SUBJECT
from khartoum.told.feed import Listed, Rows


def rows_of(actor: Actor, client: ApiClient | None) -> Rows:
    """For `feed`: the list that shows what the ledger calls by a word. `client`: only within its grants."""

    def rows(word: str) -> Listed | None:
        name, view_class = OF_SUBJECT.get(word, ("", None))
        if view_class is None or (client is not None and not may_do(client, name, "read")):
            return None
        view = view_class()
        view.request = SimpleNamespace(actor=actor)  # type: ignore[assignment]  # -- all that its rows are asked with
        return Listed(name, view.get_queryset(), _elsewhere(view_class))

    return rows


def _elsewhere(view_class: type[ReadViewSet]) -> "QuerySet[Any] | None":
    if view_class.elsewhere is None:
        return None
    return view_class.model._default_manager.filter(view_class.elsewhere)
