"""How the API reads, answers and describes itself, and what it says before its addresses to whoever joins a system."""

from django.utils.translation import gettext_lazy as _

FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "integrations.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["integrations.scopes.WithinGrants"],
    "DEFAULT_RENDERER_CLASSES": ["foundation.api.renderers.OrjsonRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "foundation.api.negotiation.Negotiation",
    "DEFAULT_PARSER_CLASSES": ["foundation.api.parsers.ShallowJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "foundation.api.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "foundation.api.schema.HouseSchema",
    "EXCEPTION_HANDLER": "foundation.api.errors.exception_handler",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
INTRODUCTION = """\
The meetings, the action plan and the periodic reports of the Khartoum Process, for programs: they read what their
holder may read, write the holder's own reports, and propose activities.

**Who reads what.** Without a key you read what is public: plans, adopted texts, published reports. A key opens what
the mandate of its holder opens. The Secretariat, or whoever submits for your
participant, gives it; send it as `Authorization: Bearer kp_…`. A key may be limited to participants and rounds.
What you may not read, or what lies outside these limits, answers 404, as if it were not there.

**Lists** come in pages, `{"next": …, "previous": …, "results": […]}`: follow `next` until it is `null`. A page has
50 rows; `page_size` asks for 1 to 200. A parameter that is not known is refused with 400, so that a misspelt filter
never looks like an empty list. One object is read by its `uuid`, which never changes.

**Languages.** Every text of the house is an object, `{"en": …, "fr": …, "ar": …}`, empty where there is none.
`?language=fr` gives one string in its place, in the next language where French is wanting. Sentences of refusal follow
`Accept-Language`.

**ETag.** Answers about one object that has a version carry an `ETag`. Send it back in `If-None-Match`: 304 says that
your copy is the present one.

**Refusals** look the same everywhere: `{"type": …, "errors": [{"code": …, "detail": …, "attr": …, "pointer": …}]}`.
`code` is for programs and does not change with the language, `detail` is for people, `attr` names the parameter or
field, `pointer` its place in the body (RFC 6901). Writes need `If-Match` and, where they are a POST, `Idempotency-Key`.

**How often.** `RateLimit-Policy` says on each answer how many requests a minute holds, `RateLimit` how many are left
(`r`) and in how many seconds there will be more (`t`). One more is answered with 429 and `Retry-After`.

Moments are in UTC (ISO 8601), decimal numbers are strings.
"""
HEADERS = {
    "RateLimit-Policy": {
        "description": "How many requests (`q`) are answered in how many seconds (`w`).",
        "schema": {"type": "string", "examples": ['"requests";q=600;w=60']},
    },
    "RateLimit": {
        "description": "How many requests are left (`r`), and in how many seconds there will be more (`t`).",
        "schema": {"type": "string", "examples": ['"requests";r=599;t=61']},
    },
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "schema": {"type": "integer", "minimum": 1, "examples": [12]},
    },
}
"""What answers bear besides their bodies; the words of drafts and standards."""
DESCRIPTION = {
    "TITLE": "Khartoum Process API",
    "DESCRIPTION": INTRODUCTION,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "APPEND_COMPONENTS": {"headers": HEADERS},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "WEBHOOKS": ["khartoum.told.called.CHANGE"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "khartoum.told.examples.filled_in",
    ],
    "ENUM_NAME_OVERRIDES": {
        "PrecisionEnum": "parties.enums.Precision",
        "MilestoneStateEnum": "actionplan.enums.MilestoneState",
        "StatementKindEnum": "meetings.enums.StatementKind",
        "TextKindEnum": "meetings.enums.TextKind",
        "QueryStateEnum": "reports.enums.QueryState",
        "RevisionKindEnum": "documents.enums.RevisionKind",
        "QuestionKindEnum": "reports.enums.QuestionKind",
        "WebhookStateEnum": "integrations.enums.WebhookState",
        "CallStateEnum": "foundation.outbox.enums.State",
        "LanguageEnum": [("en", _("English")), ("fr", _("French")), ("ar", _("Arabic"))],
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
