"""Programmes of Presidencies for partner systems. Read only."""

from rest_framework import serializers

from actionplan.models import PresidencyProgramme
from foundation.api.fields import TextsField
from foundation.api.views import ReadViewSet
from parties.api import PresidencyRefSerializer


class ProgrammeSerializer(serializers.ModelSerializer):
    """The work plan of one term of the chair; its activities name the term."""

    presidency = PresidencyRefSerializer(read_only=True)
    priorities = TextsField()

    class Meta:
        model = PresidencyProgramme
        fields = ("uuid", "version", "presidency", "state", "priorities")


class ProgrammeViewSet(ReadViewSet):
    """Programmes that senior officials agreed; drafts are read by staff."""

    model = PresidencyProgramme
    serializer_class = ProgrammeSerializer


routes: list[tuple[str, type[ReadViewSet]]] = [("programmes", ProgrammeViewSet)]
