"""What the description of the API says before its addresses: for whoever joins another system to this one."""

API_INTRODUCTION = """\
The meetings, the action plan and the periodic reports of the Khartoum Process, for programs: they read what their
holder may read, write the holder's own reports, and propose activities.

**Who reads what.** Without a key you read what is public: plans, adopted texts, published reports. A key opens what
the mandate of its holder opens. The Secretariat, or whoever submits for your
participant, gives it; send it as `Authorization: Bearer kp_…`. What you may not
read answers 404, as if it were not there.

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
API_HEADERS = {
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
