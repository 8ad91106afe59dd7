"""What the description of the API says of the calls of webhooks: their headers, their body and what is expected."""

from typing import Any

from drf_spectacular.utils import OpenApiWebhook


def _header(name: str, said: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string"}}


DATA = {
    "type": "object",
    "description": "Which object changed; no content of it.",
    "required": ["uuid", "kind", "href"],
    "properties": {
        "uuid": {"type": "string", "format": "uuid", "description": "The public identity of the object."},
        "kind": {
            "type": ["string", "null"],
            "description": "What was done, as `report.tabled`; null where you are not told. New kinds come.",
        },
        "href": {"type": ["string", "null"], "format": "uri", "description": "Where it is read; null when it is gone."},
    },
}
BODY = {
    "type": "object",
    "required": ["type", "timestamp", "data"],
    "properties": {
        "type": {
            "type": "string",
            "description": "The list in which the object is read, and whether it changed or is gone for you.",
            "examples": ["activities.changed", "documents.gone"],
        },
        "timestamp": {"type": "string", "format": "date-time", "description": "When it was done (UTC)."},
        "data": DATA,
    },
}
CALL = {
    "operationId": "webhook_change",
    "summary": "Something changed that you may read",
    "description": "Called at the address of a webhook, signed as Standard Webhooks say (secret `whsec_`).",
    "tags": ["changes"],
    "parameters": [
        _header("webhook-id", "The identity of the change, the same whenever you are told of it."),
        _header("webhook-timestamp", "When this call was made, in seconds since 1970 (UTC)."),
        _header("webhook-signature", "One or more signatures, parted by blanks: `v1,` and HMAC-SHA256 in base64."),
    ],
    "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
    "responses": {
        "2XX": {"description": "You have it. Nothing else of your answer is read."},
        "default": {"description": "Tried again for three days. A redirect is not followed."},
    },
}
CHANGE = OpenApiWebhook("change", {"post": CALL})
