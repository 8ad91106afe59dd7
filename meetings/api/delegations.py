"""A participant's own delegations for its own systems. Read only."""

from rest_framework import serializers

from foundation.api.fields import TextsField
from foundation.api.views import ReadViewSet
from meetings.api.meetings import MeetingRefSerializer, OfMeetingFilter
from meetings.models import Delegate, Delegation
from parties.api import PartyRefSerializer


class DelegateSerializer(serializers.ModelSerializer[Delegate]):
    """A person named for the delegation."""

    class Meta:
        model = Delegate
        fields = ("uuid", "full_name", "position", "is_head")


class DelegationSerializer(serializers.ModelSerializer[Delegation]):
    """The invited participant at one meeting, with the people named for it.

    `corrected_at` says when its presence was corrected after the record of the meeting was concluded, `correction` why.
    """

    meeting = MeetingRefSerializer()
    party = PartyRefSerializer()
    delegates = DelegateSerializer(many=True)
    correction = TextsField()

    class Meta:
        model = Delegation
        fields = (
            "uuid",
            "version",
            "meeting",
            "party",
            "state",
            "presence",
            "is_guest",
            "letter_number",
            "delegates",
            "corrected_at",
            "correction",
        )


class DelegationViewSet(ReadViewSet):
    """The reader's own delegations; staff read all. Who was present is told to others as n of N only."""

    model = Delegation
    serializer_class = DelegationSerializer
    filterset_class = OfMeetingFilter


routes: list[tuple[str, type[ReadViewSet]]] = [("delegations", DelegationViewSet)]
