"""What the description of the API says of every answer: what came, what was refused and how, what has not changed."""

from collections.abc import Iterable
from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from foundation.api.described import described, said_of
from foundation.localized import LANGUAGES


class ErrorSerializer(serializers.Serializer[Any]):
    """One thing that was wrong."""

    code = serializers.CharField(help_text="What was wrong, for programs: it does not change with the language.")
    detail = serializers.CharField(help_text="What was wrong and what to do, in the reader's language.")
    attr = serializers.CharField(allow_null=True, help_text="The parameter or field it is about, if it is about one.")
    pointer = serializers.CharField(
        allow_null=True, help_text="Where it stands in the body that was sent, as a JSON pointer (RFC 6901)."
    )


class ErrorAnswerSerializer(serializers.Serializer[Any]):
    """Why a request was refused."""

    type = serializers.ChoiceField(
        ["validation_error", "client_error", "server_error"],
        help_text="Whether the values were refused, or the request as such, or the fault is ours.",
    )
    errors = ErrorSerializer(many=True, help_text="Everything that was wrong.")  # type: ignore[assignment]  # -- the library's own name, read-only there
    current = serializers.DictField(
        required=False, help_text="With 412: the object as it stands now, as a GET of it would answer."
    )


IF_MATCH = "The ETag of the object as it was last read."
IDEMPOTENCY_KEY = "A new one for each new request, the same one where a request is repeated; kept for 24 hours."
KEY = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
OF_WRITES = [
    ("403", "The office, or the key, does not allow this."),
    ("409", "The object's state does not allow this, or the same request is being carried out."),
    ("413", "This is more than one request may hold."),
    ("415", "What was sent is in another form than JSON."),
]
OF_CHANGES = [
    ("412", "The object was changed since it was read: `current` is what stands now."),
    ("428", "If-Match is missing."),
]
OF_KEYS = ("422", "The Idempotency-Key was sent with another request.")

HEADERS = "#/components/headers/"
PACE, WAITING, TOLD_TO_WAIT = ("RateLimit-Policy", "RateLimit"), ("Retry-After",), {"429", "503"}
"""Headers that `SPECTACULAR_SETTINGS` describes once for all answers."""
JSON = {"application/json"}
"""Tables are answers too, and no objects; what is refused is said in JSON."""


def _names(parameter: str, description: str, offered: Iterable[str]) -> list[OpenApiParameter]:
    """A parameter that takes some of these names, with commas between them; none where none is offered."""
    names = sorted(offered)
    schema = {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1, "uniqueItems": True}
    said = OpenApiParameter(parameter, schema, style="form", explode=False, description=description)
    return [said] if names else []


def _filled(schema: dict[str, Any]) -> dict[str, Any]:
    """Free words have a first character, and none is the one that no text of the database holds."""
    is_free = schema.get("type") == "string" and not {"enum", "format"} & set(schema)
    return {**schema, "minLength": 1, "pattern": schema.get("pattern", r"^[^\u0000]*$")} if is_free else schema


class HouseSchema(AutoSchema):
    """Adds to each operation the refusals that every address may answer."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status, description in self._refusals():
            bodies[status] = {**self._get_response_for_code(ErrorAnswerSerializer, status), "description": description}
        if self.method == "GET":
            bodies["304"] = {"description": "The copy that the reader has is the present one."}
        for status, body in bodies.items():
            named = PACE * (status[0] == "2" or status == "429") + WAITING * (status in TOLD_TO_WAIT)
            if named:
                body["headers"] = {**body.get("headers", {}), **{name: {"$ref": f"{HEADERS}{name}"} for name in named}}
            for media in sorted(set(body.get("content", {})) - JSON):
                told = body["content"].pop(media)
                if status == "200":
                    body["content"][media] = {**told, "schema": {"type": "string", "format": "binary"}}
        return bodies

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        """Each field described; one that is given only where `include=` asks for it need not be there."""
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        schema["properties"] = {
            name: described(name, serializer.fields[name], serializer, told)
            for name, told in schema.get("properties", {}).items()
        }
        view: Any = self.view
        if isinstance(serializer, getattr(view, "serializer_class", None) or ()):
            schema["required"] = [name for name in schema.get("required", ()) if name not in view.includes]
        if getattr(serializer, "takes_nothing_else", False):
            schema["additionalProperties"] = False
        return schema

    def _get_parameters(self) -> list[dict[str, Any]]:
        """Each parameter described: a filter by what it is the filter of; none is asked for with nothing in it."""
        return [
            {**told, "description": told.get("description") or said_of(told), "schema": _filled(told["schema"])}
            for told in super()._get_parameters()
        ]

    def get_auth(self) -> list[dict[str, Any]]:
        """What is published is read without a key; nothing is written without one, or without signing in."""
        known = [one for one in super().get_auth() if one]
        return known if self.written else [*known, {}]

    @property
    def written(self) -> Any:
        """What a view's action that writes says of itself (`foundation.api.writes`); None of one that reads."""
        act = getattr(self.view, getattr(self.view, "action", None) or "", None)
        return act if hasattr(act, "sent") else None

    def get_request_serializer(self) -> Any:
        """What is sent; of rows, each on a line or all in a list."""
        if self.written is None:
            return super().get_request_serializer()
        sent = self.written.sent
        return {form: sent(many=form in JSON) for form in self.map_parsers()} if self._takes_rows() else sent()

    def get_response_serializers(self) -> Any:
        """What comes back: the object as it is read, or what became of each row."""
        if self.written is None:
            return super().get_response_serializers()
        if self._takes_rows():
            return {200: self.written.told}
        view: Any = self.view
        if view.action == "destroy":
            return {204: None}
        return {201 if view.action == "create" else 200: self.written.told or view.serializer_class}

    def get_override_parameters(self) -> list[Any]:
        """What may be asked of each answer: one language, some fields, and what is left out by itself."""
        view: Any = self.view
        shaping = view.shaping()
        language = OpenApiParameter("language", str, enum=LANGUAGES, description="One text in the place of three.")
        return [
            *super().get_override_parameters(),
            *([language] if "language" in shaping else []),
            *_names(
                "fields", "Only these fields.", view.get_serializer_class()().fields if "fields" in shaping else ()
            ),
            *_names("include", "What is left out otherwise.", view.includes if "include" in shaping else ()),
            *self._headers(),
            *(self.written.asks if self._takes_rows() else []),
        ]

    def _takes_rows(self) -> bool:
        return hasattr(self.written, "asks")

    def _headers(self) -> list[OpenApiParameter]:
        if self.written is None:
            return []
        seen = OpenApiParameter("If-Match", str, "header", required=True, description=IF_MATCH)
        key = OpenApiParameter("Idempotency-Key", KEY, "header", required=True, description=IDEMPOTENCY_KEY)
        return [seen] * self.written.is_conditional + [key] * (self.method == "POST")

    def _refusals(self) -> list[tuple[str, str]]:
        refusals = [
            ("400", "A parameter is not known here, or its value cannot be."),
            ("401", "The key is not known, or it is not in force."),
            ("403", "The key was not granted this resource with this verb."),
            ("406", "The answer has no form that `Accept` asks for."),
            ("429", "More requests came in a minute than are allowed: ask again after `Retry-After` seconds."),
            ("503", "The database does not answer for the moment: ask again after `Retry-After` seconds."),
        ]
        if self.written is not None:
            refusals += [*OF_WRITES, *(OF_CHANGES if self.written.is_conditional else [])]
            refusals += [OF_KEYS] if self.method == "POST" else []
        if not self._is_list_view():
            refusals.append(("404", "There is no such object, or the reader may not see it."))
        return sorted(refusals)
