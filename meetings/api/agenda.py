"""Agenda items and sittings of meetings as lists of their own, for partner systems. Read only."""

from foundation.api.views import ReadViewSet
from meetings.api.meetings import AgendaItemSerializer, MeetingRefSerializer, OfMeetingFilter, SittingSerializer
from meetings.models import AgendaItem, Sitting


class ListedAgendaItemSerializer(AgendaItemSerializer):
    """One item of an agenda, with the meeting whose agenda it is."""

    meeting = MeetingRefSerializer()

    class Meta:
        model = AgendaItem
        fields = ("uuid", "meeting", "number", "position", "title")


class ListedSittingSerializer(SittingSerializer):
    """A sitting with its meeting, and how many participants were present: nobody is named."""

    meeting = MeetingRefSerializer()

    class Meta:
        model = Sitting
        fields = ("uuid", "meeting", "number", "title", "begins_at", "ends_at", "present")


class AgendaItemViewSet(ReadViewSet):
    """Agenda items of the meetings the reader may see."""

    model = AgendaItem
    serializer_class = ListedAgendaItemSerializer
    filterset_class = OfMeetingFilter
    orderings = {"position": ("meeting_id", "position", "id")}


class SittingViewSet(ReadViewSet):
    """Sittings of the meetings the reader may see."""

    model = Sitting
    serializer_class = ListedSittingSerializer
    filterset_class = OfMeetingFilter
    orderings = {"number": ("meeting_id", "number", "id")}


routes: list[tuple[str, type[ReadViewSet]]] = [("agenda-items", AgendaItemViewSet), ("sittings", SittingViewSet)]
