"""The calendar for partner systems and calendar programs: JSON, or iCalendar at an address to subscribe to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import override
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from foundation.api.pieces import PieceViewSet
from foundation.api.renderers import OrjsonRenderer, Table, encode
from foundation.exports.icalendar import MEDIA_TYPE, Entry, calendar_of
from foundation.localized import pick
from khartoum.told.chain import TextsAsTold
from khartoum.told.occasions import KINDS, Occasion, occasions_of
from meetings.models import Meeting


class Ics(Table):
    """iCalendar: the view writes it, this names it."""

    media_type, format, charset = "text/calendar", "ics", "utf-8"


class OccasionSerializer(serializers.Serializer[Any]):
    """One entry of the calendar: whole days in the zone of a meeting, or one moment."""

    uid = serializers.CharField(help_text="The name of the entry for ever, the same as in iCalendar.")
    kind = serializers.ChoiceField(KINDS, help_text="What happens: a meeting, or what falls due or closes.")
    uuid = serializers.UUIDField(help_text="The object that it is about.")
    title = TextsAsTold(help_text="What it is called.")
    place = TextsAsTold(allow_null=True, help_text="The city of a meeting; null for all else.")
    begins_on = serializers.DateField(allow_null=True, help_text="First day, in `zone`; null for a moment.")
    ends_on = serializers.DateField(allow_null=True, help_text="Last day, which counts; null for a moment.")
    at = serializers.DateTimeField(allow_null=True, help_text="The moment (UTC); null for whole days.")
    zone = serializers.CharField(help_text="The time zone in which the day or the moment was announced (IANA).")
    status = serializers.ChoiceField(
        ("confirmed", "tentative", "cancelled"),
        help_text="A postponed meeting is cancelled on its old day; it stands anew when it is convened again.",
    )
    sequence = serializers.IntegerField(help_text="Grows with each change of the object.")
    changed_at = serializers.DateTimeField(
        allow_null=True, help_text="When it last changed (UTC), if that is recorded."
    )
    url = serializers.URLField(allow_null=True, help_text="The page about it, for people; null where there is none.")


@extend_schema_serializer(many=False)
class CalendarSerializer(serializers.Serializer[Any]):
    """The reader's calendar."""

    entries = OccasionSerializer(many=True, help_text="All entries, in the order of time.")


class CalendarViewSet(PieceViewSet):
    """Meetings, what closes when, and what is asked of the reader's own participant."""

    model = Meeting
    serializer_class = CalendarSerializer

    def get_renderers(self) -> Any:
        """JSON, and iCalendar by name or by `Accept`."""
        return [OrjsonRenderer(), Ics()]

    @extend_schema(responses=CalendarSerializer)
    def whole(self, request: Request) -> HttpResponse:
        """The calendar as far as the reader is entitled; `format=ics` is an address that programs subscribe to."""
        occasions = [Shown(request, one) for one in occasions_of(self.actor)]
        if not isinstance(request.accepted_renderer, Ics):
            body = encode({"entries": [shown.told() for shown in occasions]})
            return self.told_by_its_bytes(request, body)
        language = request.query_params.get("language") or "en"
        with override(language):
            name = _("Calendar of the Khartoum Process")
        body = calendar_of((shown.entry(language) for shown in occasions), name=name, language=language)
        answer = self.told_by_its_bytes(request, body, media_type=MEDIA_TYPE)
        answer["Content-Disposition"] = 'inline; filename="khartoum-process.ics"'
        return answer


@dataclass(frozen=True, slots=True)
class Shown:
    """An occasion on its way out, to the one who asked."""

    request: Request
    one: Occasion

    def told(self) -> dict[str, Any]:
        """As JSON."""
        one = self.one
        moment = one.begins if isinstance(one.begins, datetime) else None
        return {
            "uid": one.uid,
            "kind": one.kind,
            "uuid": one.uuid,
            "title": self._texts(one.title),
            "place": self._texts(one.place) if one.place else None,
            "begins_on": None if moment else one.begins,
            "ends_on": None if moment else one.ends or one.begins,
            "at": moment,
            "zone": one.zone,
            "status": one.status.lower(),
            "sequence": one.sequence,
            "changed_at": one.changed_at,
            "url": self.address(),
        }

    def entry(self, language: str) -> Entry:
        """As an entry of iCalendar, in one language."""
        one = self.one
        return Entry(
            uid=one.uid,
            title=pick(one.title, language),
            begins=one.begins,
            ends=one.ends,
            status=one.status,
            sequence=one.sequence,
            changed_at=one.changed_at,
            place=pick(one.place, language) if one.place else "",
            address=self.address() or "",
        )

    def address(self) -> str | None:
        """The whole address of the page about it."""
        return self.request.build_absolute_uri(self.one.address) if self.one.address else None

    def _texts(self, texts: dict[str, str]) -> dict[str, str] | str:
        language = self.request.query_params.get("language")
        return pick(texts, language) if language else texts


addresses = [path("calendar/", CalendarViewSet.as_view({"get": "whole"}), name="calendar")]
