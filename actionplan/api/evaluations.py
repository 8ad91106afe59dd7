"""Reviews of plans for partner systems: what they found, and the response of the process. Read only."""

from rest_framework import serializers

from actionplan.models import Evaluation, EvaluationPoint
from foundation.api.fields import TextsField, uuid_of
from foundation.api.views import ReadViewSet


class PointSerializer(serializers.ModelSerializer):
    """A finding, a recommendation with the response of the process, or a lesson."""

    text = TextsField()
    response = TextsField()
    activity = uuid_of(allow_null=True)

    class Meta:
        model = EvaluationPoint
        fields = ("uuid", "kind", "number", "text", "response", "activity")


class EvaluationSerializer(serializers.ModelSerializer):
    """A mid-term or final review of a plan."""

    plan = uuid_of()
    conducted_by = TextsField()
    summary = TextsField()
    points = PointSerializer(many=True, read_only=True)

    class Meta:
        model = Evaluation
        fields = ("uuid", "version", "plan", "kind", "state", "conducted_by", "concluded_on", "summary", "points")


class EvaluationViewSet(ReadViewSet):
    """Reviews of plans that were published."""

    model = Evaluation
    serializer_class = EvaluationSerializer


routes: list[tuple[str, type[ReadViewSet]]] = [("evaluations", EvaluationViewSet)]
