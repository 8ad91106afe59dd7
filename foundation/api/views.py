"""The base of every read endpoint: rows start from `visible_to`, input is strict, answers carry an ETag."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import viewsets
from rest_framework.exceptions import MethodNotAllowed, ValidationError
from rest_framework.request import Request

from foundation.actors import Actor
from foundation.api.etags import head, matches, strong_etag
from foundation.api.pagination import KeysetPagination, Page
from foundation.api.plan import Found, Reading, read, stream
from foundation.api.renderers import Csv, OrjsonRenderer, Table, Xlsx, encode
from foundation.api.tables import columns_of, csv_answer, xlsx_answer
from foundation.inputs import TYPE_ANEW
from foundation.localized import LANGUAGES

OF_LISTS = frozenset({"cursor", "page_size", "count", "ordering"})
READS = ("list", "retrieve", "metadata", None)
"""Answers that are rows: language and fields can be chosen of them."""
JSON = "application/json"


class Present(NamedTuple):
    """An object as JSON, and the headers that go with it."""

    text: str
    headers: dict[str, str]


class ReadViewSet(viewsets.GenericViewSet):
    """Lists and details of one model, as far as the reader may see them, each by one statement of the plan.

    A subclass sets `model`, `serializer_class` and a total `ordering` (the keyset). Foreign and missing objects answer
    the same 404. An unknown parameter or an empty filter is refused with 400.
    """

    model: ClassVar[type[models.Model]]
    ordering: ClassVar[tuple[str, ...]] = ("id",)
    orderings: ClassVar[dict[str, tuple[str, ...]]] = {}
    """What `ordering=` offers: total orders over columns that are never empty, none of which compares participants."""
    includes: ClassVar[frozenset[str]] = frozenset()
    """Fields that are given only where `include=` asks for them."""
    elsewhere: ClassVar[models.Q | None] = None
    """Rows of the model that nobody reads in this list, whoever asks: their owner serves them."""
    unrecorded: ClassVar[str] = ""
    """Why rows of this list change without an entry in the ledger, if they do: then the list bears no tag."""
    pagination_class: Any = KeysetPagination
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    filter_parameters: ClassVar[frozenset[str]] = frozenset()

    def get_queryset(self) -> "models.QuerySet[Any]":
        """What the reader may see, and nothing else."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined]  # -- every model of the API has it

    @property
    def default_response_headers(self) -> dict[str, str]:
        """As the library's; and that the form of an answer follows from what the asker takes."""
        return {**super().default_response_headers, "Vary": "Accept"}

    @property
    def actor(self) -> Actor:
        """Who reads."""
        return self.request.actor  # type: ignore[attr-defined]  # -- set by the middleware or by the key's authentication

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse parameters nobody declared, so that a misspelt filter never looks like an empty answer."""
        super().initial(request, *args, **kwargs)
        if self.action is None:
            raise MethodNotAllowed(str(request.method))
        declared = self._filters()
        unknown = sorted(set(request.query_params) - self._known() - declared)
        if unknown:
            raise ValidationError({name: [_("This parameter is not known here.")] for name in unknown}, code="unknown")
        empty = sorted(name for name in {*declared, "format"} if request.query_params.get(name) == "")
        if empty:
            raise ValidationError({name: [_("Give a value, or leave this out.")] for name in empty}, code="empty")
        unreadable = sorted(name for name, value in request.query_params.items() if "\0" in value)
        if unreadable:
            raise ValidationError({name: [TYPE_ANEW] for name in unreadable}, code="invalid")
        language = request.query_params.get("language")
        if language is not None and language not in LANGUAGES:
            raise ValidationError({"language": [_("Choose en, fr or ar.")]}, code="invalid")

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002 -- DRF's signature
        """Of a method that is not there no form is asked: it is refused as itself."""
        return super().perform_content_negotiation(request, force=force or self.action is None)

    def shaping(self) -> frozenset[str]:
        """What can be chosen of an answer besides its rows; of bytes, nothing."""
        return frozenset({"language", "fields", "include"} if self.action in READS else ())

    def filter_queryset(self, queryset: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """Filters are made anew for a request, each with its form: only for one that asks for any."""
        asked = not self._filters().isdisjoint(self.request.query_params)
        return super().filter_queryset(queryset) if asked else queryset

    def _filters(self) -> frozenset[str]:
        """The filters that the list declares."""
        return frozenset(getattr(getattr(self, "filterset_class", None), "base_filters", ()))

    def _known(self) -> frozenset[str]:
        if not self.shaping():
            return frozenset({"format"})
        known = frozenset({"format"}) | self.shaping() | OF_LISTS | self.filter_parameters
        return (
            known - (frozenset() if self.orderings else {"ordering"}) - (frozenset() if self.includes else {"include"})
        )

    def reading(self, request: Request) -> Reading:
        """Who reads, and what of each row is asked for."""
        fields, includes = self._names(request, "fields"), self._names(request, "include")
        return Reading(
            actor=self.actor,
            language=request.query_params.get("language"),
            fields=fields,
            includes=includes or frozenset(),
            left_out=self.includes,
            origin=request.build_absolute_uri("/")[:-1],
        )

    def _names(self, request: Request, parameter: str) -> frozenset[str] | None:
        asked = request.query_params.get(parameter)
        if asked is None:
            return None
        told = asked.split(",")
        names = frozenset(told)
        serializer: Any = self.get_serializer_class()
        offered = self.includes if parameter == "include" else frozenset(serializer().fields)
        if not names <= offered or len(names) < len(told):
            sentence = _("Choose of these, with commas between them: %(names)s.") % {
                "names": ", ".join(sorted(offered))
            }
            raise ValidationError({parameter: [sentence]}, code="invalid")
        return names

    def list(self, request: Request, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """A page of rows, or 304 while nothing at all was recorded since the reader's copy was made.

        What was recorded last is asked before the rows are read: a tag may be older than its rows, never newer.
        """
        tag = None if self.unrecorded else strong_etag(head(), (*self.variant(request), request.get_full_path()))
        if tag is not None and matches(request.headers.get("If-None-Match"), tag):
            return HttpResponse(status=304, headers={"ETag": tag})
        if isinstance(request.accepted_renderer, Table) and not {"cursor", "page_size"} & set(request.query_params):
            return self._whole_table(request)
        rows, pages = self.filter_queryset(self.get_queryset()), KeysetPagination.of(self)
        page, reading = pages.page(rows, request, self), self.reading(request)
        columns = [name.removeprefix("-") for name in page.order]
        found = read(self.get_serializer_class(), page.rows, reading, order=page.order, beside=columns)
        texts, links = self._shown(request, page, found)
        count = rows.count() if pages.is_counted(request) else None
        if isinstance(request.accepted_renderer, Table):
            return self._table(request, iter(texts))
        headers = {"Link": ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())} if links else {}
        if tag is not None:
            headers["ETag"] = tag
        return HttpResponse(envelope(texts, links, count), content_type=JSON, headers=headers)

    def _shown(self, request: Request, page: Page, found: Sequence[Found]) -> tuple[Sequence[bytes], dict[str, str]]:
        """The rows of the page, and the addresses of the pages beside it."""
        has_more, pages = len(found) > page.size, KeysetPagination.of(self)
        shown = found[: page.size] if not page.leads_back else found[-page.size :]
        links = {}
        if shown and (has_more or page.leads_back):
            links["next"] = pages.link(request, page.order, shown[-1].beside, back=False)
        if shown and (has_more if page.leads_back else page.place is not None):
            links["prev"] = pages.link(request, page.order, shown[0].beside, back=True)
        return [one.json for one in shown], links

    def _whole_table(self, request: Request) -> Any:
        """The whole list, where no page of it was asked for."""
        pages = KeysetPagination.of(self)
        pages.is_counted(request)
        order = pages.order(request, self)
        rows = self.filter_queryset(self.get_queryset()).order_by(*order)
        return self._table(request, stream(self.get_serializer_class(), rows, self.reading(request), order=order))

    def _table(self, request: Request, texts: Iterator[bytes]) -> Any:
        reading, serializer = self.reading(request), self.get_serializer_class()
        columns, name = columns_of(serializer(), reading), self.basename
        if isinstance(request.accepted_renderer, Csv):
            return csv_answer(texts, columns, name)
        return xlsx_answer(texts, columns, name, reading.language)

    def get_renderers(self) -> Any:
        """Tables are offered of lists."""
        return [OrjsonRenderer(), Csv(), Xlsx()] if self.action == "list" else [OrjsonRenderer()]

    def handle_exception(self, exc: Exception) -> Any:
        """What is refused is said in JSON, whatever was asked for."""
        self.request.accepted_renderer, self.request.accepted_media_type = OrjsonRenderer(), JSON
        return super().handle_exception(exc)

    def retrieve(self, request: Request, *_args: Any, **kwargs: Any) -> HttpResponse:
        """One object, or 304 when the reader's copy is the present one."""
        found = self.present(request, kwargs[self.lookup_field])
        if found is None:
            raise Http404
        if matches(request.headers.get("If-None-Match"), found.headers.get("ETag", "")):
            return HttpResponse(status=304, headers=found.headers)
        return HttpResponse(found.text, content_type=JSON, headers=found.headers)

    def present(self, request: Request, key: Any) -> "Present | None":
        """One object as its reader reads it now.

        The tag holds the answer itself: what it names of other rows changes without a new version of this one.
        """
        rows = self.filter_queryset(self.get_queryset()).filter(**{self.lookup_field: key})
        is_versioned = any(field.name == "version" for field in self.model._meta.fields)
        beside = ("version",) if is_versioned else ()
        found = read(self.get_serializer_class(), rows, self.reading(request), order=("pk",), beside=beside)
        if not found:
            return None
        if not is_versioned:
            return Present(found[0].json.decode(), {})
        tag = strong_etag(found[0].beside[0], (*self.variant(request), hashlib.sha256(found[0].json).hexdigest()))
        return Present(found[0].json.decode(), {"ETag": tag})

    def variant(self, request: Request) -> tuple[str, ...]:
        """What else the bytes depend on: language asked for, form, who reads, release."""
        actor, form = self.actor, str(request.accepted_renderer.format)
        reader = (actor.kind, actor.user_id, actor.client_id, actor.hat, actor.held, sorted(actor.scopes))
        return (request.GET.get("language", ""), form, repr(reader), settings.RELEASE)


def envelope(texts: Sequence[bytes], links: dict[str, str], count: int | None) -> bytes:
    """`{next, previous, results}` around rows that are JSON already."""
    counted = b"" if count is None else b'"count":%d,' % count
    around = (encode(links.get("next")), encode(links.get("prev")), counted, b",".join(texts))
    return b'{"next":%b,"previous":%b,%b"results":[%b]}' % around
