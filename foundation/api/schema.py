"""What the description of the API says of every answer: what came, what was refused and how, what has not changed."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[Any]):
    """One thing that was wrong."""

    code = serializers.CharField(help_text="What was wrong, for programs: it does not change with the language.")
    detail = serializers.CharField(help_text="What was wrong and what to do, in the reader's language.")
    attr = serializers.CharField(allow_null=True, help_text="The parameter or field it is about, if it is about one.")


class ErrorAnswerSerializer(serializers.Serializer[Any]):
    """Why a request was refused."""

    type = serializers.ChoiceField(["validation_error", "client_error", "server_error"])
    errors = ErrorSerializer(many=True)  # type: ignore[assignment]  # -- the library's own name, read-only there


class HouseSchema(AutoSchema):
    """Adds to each operation the refusals that every address may answer."""

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        for status, description in self._refusals():
            bodies[status] = {**self._get_response_for_code(ErrorAnswerSerializer, status), "description": description}
        if not self._is_list_view():
            bodies["304"] = {"description": "The copy that the reader has is the present one."}
        return bodies

    def _refusals(self) -> list[tuple[str, str]]:
        refusals = [
            ("400", "A parameter is not known here, or its value cannot be."),
            ("401", "The key is not known, or it is not in force."),
        ]
        if not self._is_list_view():
            refusals.append(("404", "There is no such object, or the reader may not see it."))
        return refusals
