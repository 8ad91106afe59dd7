"""Activities as a file of the International Aid Transparency Initiative, version 2.03, streamed row after row."""

from collections.abc import Iterator
from itertools import islice

import orjson
from django.http import StreamingHttpResponse

from actionplan.iati import NOT_REGISTERED, OTHER_TYPE, TYPE_OF_ORGANISATION, PlanFacts, Publisher, Writer
from actionplan.models import Plan
from foundation.actors import Actor
from foundation.api.renderers import Table
from foundation.localized import texts
from parties.models import Party

MEDIA_TYPE = "application/iati+xml"
AT_ONCE = 100
BEGINS = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
ENDS = "</iati-activities>\n"
NAME = {"en": "Khartoum Process", "fr": "Processus de Khartoum", "ar": "عملية الخرطوم"}
"""Of a plan that names no publisher."""


class Iati(Table):
    """IATI XML: the view writes it, this names it. No other XML, which a browser would take before JSON."""

    media_type, format, charset = MEDIA_TYPE, "iati", "utf-8"


def iati_answer(rows: Iterator[bytes], actor: Actor, *, language: str) -> StreamingHttpResponse:
    """The activities, as JSON of their list with all fields and languages, on their way out as XML."""
    writer = Writer(_plans(actor), _kinds(), language)
    answer = StreamingHttpResponse(_pieces(rows, writer), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="activities-iati.xml"'
    return answer


def _pieces(rows: Iterator[bytes], writer: Writer) -> Iterator[bytes]:
    yield BEGINS.encode()
    while some := list(islice(rows, AT_ONCE)):
        told = (writer.activity(orjson.loads(text)) for text in some)
        yield "".join(f"{one}\n" for one in told if one).encode()
    yield ENDS.encode()


def _plans(actor: Actor) -> dict[str, PlanFacts]:
    """The plans that the reader sees, each with its publisher."""
    rows = Plan.objects.visible_to(actor).select_related("iati_publisher")
    return {str(row.uuid): PlanFacts(row.code, _publisher(row), row.begins_on) for row in rows}


def _publisher(plan: Plan) -> Publisher:
    party = plan.iati_publisher
    if party is None:
        return Publisher(plan.iati_reference or NOT_REGISTERED, OTHER_TYPE, NAME)
    return Publisher(plan.iati_reference or NOT_REGISTERED, TYPE_OF_ORGANISATION[party.kind], texts(party, "name"))


def _kinds() -> dict[str, str]:
    """Which participants are States, and which are organisations."""
    return {str(uuid): kind for uuid, kind in Party.objects.values_list("uuid", "kind")}
