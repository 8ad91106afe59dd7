"""What meetings did with reports, as lists of their own, for systems that follow acts one by one. Read only."""

import django_filters

from foundation.api.fields import uuid_of
from foundation.api.views import ReadViewSet
from meetings.enums import StatementKind
from reports.api.consolidated import (
    HASHED,
    EndorsementSerializer,
    ReservationSerializer,
    ReviewSerializer,
    TransmissionSerializer,
)
from reports.models import Endorsement, Reservation, Review, Transmission


class ListedEndorsementSerializer(EndorsementSerializer):
    """What senior officials did, with the report they did it to."""

    report = uuid_of()

    class Meta:
        model = Endorsement
        fields = ("uuid", "report", *EndorsementSerializer.Meta.fields[1:])
        whole = HASHED


class ListedReviewSerializer(ReviewSerializer):
    """What ministers did, with the report they did it to."""

    report = uuid_of()

    class Meta:
        model = Review
        fields = ("uuid", "report", *ReviewSerializer.Meta.fields[1:])
        whole = HASHED


class ListedTransmissionSerializer(TransmissionSerializer):
    """To which ministerial meeting the endorsed text of a report went."""

    report = uuid_of()

    class Meta:
        model = Transmission
        fields = ("uuid", "report", *TransmissionSerializer.Meta.fields[1:])
        whole = HASHED


class ListedReservationSerializer(ReservationSerializer):
    """What a participant put on record, with the endorsement and the report it was said of."""

    endorsement = uuid_of()
    report = uuid_of("endorsement.report")

    class Meta:
        model = Reservation
        fields = ("uuid", "endorsement", "report", *ReservationSerializer.Meta.fields[1:])


class OfReportFilter(django_filters.FilterSet):
    """By report and by meeting."""

    report = django_filters.UUIDFilter(field_name="report__uuid")
    meeting = django_filters.UUIDFilter(field_name="meeting__uuid")


class ReservationFilter(django_filters.FilterSet):
    """By report, by endorsement, by what was put on record; never by participant."""

    report = django_filters.UUIDFilter(field_name="endorsement__report__uuid")
    endorsement = django_filters.UUIDFilter(field_name="endorsement__uuid")
    kind = django_filters.ChoiceFilter(choices=StatementKind.choices)


class EndorsementViewSet(ReadViewSet):
    """Endorsements and deferrals by senior officials, seen with their report."""

    model = Endorsement
    serializer_class = ListedEndorsementSerializer
    filterset_class = OfReportFilter
    orderings = {"recorded_at": ("recorded_at", "id")}


class ReviewViewSet(ReadViewSet):
    """What ministers did with reports, each act in the verb they used, seen with its report."""

    model = Review
    serializer_class = ListedReviewSerializer
    filterset_class = OfReportFilter
    orderings = {"recorded_at": ("recorded_at", "id")}


class TransmissionViewSet(ReadViewSet):
    """Endorsed reports on their way to ministers, seen with their report."""

    model = Transmission
    serializer_class = ListedTransmissionSerializer
    filterset_class = OfReportFilter
    orderings = {"transmitted_at": ("transmitted_at", "id")}


class ReservationViewSet(ReadViewSet):
    """Reservations, statements and disassociations, seen with the decision they belong to."""

    model = Reservation
    serializer_class = ListedReservationSerializer
    filterset_class = ReservationFilter


routes: list[tuple[str, type[ReadViewSet]]] = [
    ("endorsements", EndorsementViewSet),
    ("transmissions", TransmissionViewSet),
    ("reviews", ReviewViewSet),
    ("reservations", ReservationViewSet),
]
