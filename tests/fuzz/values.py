"""What is thrown at the doors: texts, numbers, days, headers and addresses that nobody should send."""

from urllib.parse import quote

from hypothesis import strategies as st

NUL, OVERRIDE, SURROGATE = "a\x00b", "\u202eabc\u2066", "%ED%A0%80"
TEXTS = [
    NUL,
    OVERRIDE,
    "' OR 1=1 --",
    "<script>alert(1)</script>&amp;\"'",
    "{{ 7 }}{% url 'x' %}%s%(x)s{0}",
    "\r\n\tX: y\x1b[31m\x0b\x7f\x85\u2028",
    "e\u0301\u0644\u0639\u0631\U0001f1ea\U0001f1f9\ufeff\uffff",
    "a" * 5_000,
    "\u0661\u0662",
    " \u00a0\u200b ",
    "../../etc/passwd",
    "",
]
NUMBERS = [
    "9" * 30,
    "-1",
    "0",
    "2147483648",
    "9223372036854775808",
    "9" * 5_000,
    "1e400",
    "NaN",
    "-0.0",
    "\u0663",
    "1,5",
]
DAYS = [
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "99999-01-01",
    "2025-02-30",
    "31/12/2025",
    "tomorrow",
    "0001-01-01T00:00",
    "9999-12-31T23:59:59",
    "2025-03-30T02:30",
    "2025-01-01T00:00:00+99:99",
    "\u0662\u0660\u0662\u0665-01-01",
]
IDS = ["None", "null", "00000000-0000-4000-8000-000000000000", "{}", "[object Object]", "undefined", "999999999", "1"]

hostile = st.one_of(
    st.sampled_from(TEXTS + NUMBERS + DAYS + IDS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.integers(-(10**30), 10**30).map(str),
)
"""One value for any field."""

PARAMETERS = [
    *(
        "q",
        "page_size",
        "cursor",
        "language",
        "format",
        "p",
        "o",
        "all",
        "e",
        "next",
        "ordering",
        "_popup",
        "_to_field",
    ),
    *("_changelist_filters", "app_label", "model_name", "field_name", "term", "version", "lang", "code", "_facets"),
]
LOOKUPS = [
    *("id__exact", "state__exact", "pk__in", "uuid", "party__id__exact", "created_at__gte", "begins_on__year", "kind"),
    *("password__startswith", "round__code", "plan", "meeting", "state", "code__regex", "updated_after", "title_en"),
    *("ended_at__isempty", "is_active__exact", "party", "domain", "objective", "body", "classification__exact"),
]
CURSORS = ["cD1hYmM=", "cD0lMDA=", "bz05OTk5OTk5OTk5OTk5OTk5OTk5OQ==", "cj0xJnA9", "%%%", "=", "cD0tMQ:1abc:xyz"]
encoded = st.one_of(hostile.map(lambda value: quote(value, safe="")), st.sampled_from([SURROGATE, "%ff%fe", "%u0041"]))
names = st.one_of(st.sampled_from(PARAMETERS), st.sampled_from(LOOKUPS), encoded.map(lambda name: name[:60]))
cursors = st.sampled_from(CURSORS).map(lambda cursor: f"cursor={quote(cursor, safe='')}")
pairs = st.one_of(st.tuples(names, encoded).map("=".join), cursors, st.sampled_from(["&&;=", "=", "q[]=1&q[]=2"]))
queries = st.lists(pairs, max_size=3).map("&".join)

HEADERS = {
    "accept": ["application/xml", "*/*;q=x", "text/html; charset=\xff", "application/json; version=9", ";;;", ","],
    "accept-language": ["xx-YY", "*", "ar;q=9", "fr-" * 300, "\xe9\xff", "en_US@euro, ;q="],
    "if-none-match": ["*", '"', 'W/"1.a", "\xff"', "'" * 50],
    "if-modified-since": ["never", "Mon, 99 Foo 99999 99:99:99 GMT", "0"],
    "cookie": [
        'sessionid="\\000\\000\\000\\000\\000\\000\\000\\000\\000"; django_language="\\000"',
        "django_language=xx; sessionid=" + "z" * 500,
        "csrftoken=\xff\xfe; messages=garbage; sessionid=\xe9\xe9\xe9\xe9\xe9\xe9\xe9\xe9\xe9",
        ";;=;\x80",
    ],
    "authorization": ["Bearer", "Bearer kp_\xff\xe9", "Bearer " + "k" * 9_000, "Basic Og==", "bearer a b c"],
    "range": ["bytes=-1", "bytes=9-1", "lines=1-2"],
    "host": ["testserver:99999", "[::1", "a b"],
    "x-forwarded-for": ["' OR 1=1", "999.999.999.999"],
    "hx-request": ["true", "\xff"],
    "hx-current-url": ["http://[::1", "%zz\xff"],
    "idempotency-key": ["x" * 5_000, "\xff"],
    "if-match": ["*", '"9999999999999999999999.x"', "nonsense"],
    "content-type": [
        "text/plain; charset=rot13",
        "application/x-www-form-urlencoded; charset=utf-16",
        "text/html; charset=unicode_escape",
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "application/json; charset=nowhere",
        "x",
    ],
}
headers = st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True).flatmap(
    lambda chosen: st.fixed_dictionaries({name: st.sampled_from(HEADERS[name]) for name in chosen})
)
BODIES = [
    ("application/json", b'{"a": "\\ud800", "b": 1e999, "c": [[[['),
    ("application/json", b'"\\ud800"'),
    ("application/json", b"[" * 5_000),
    ("application/x-www-form-urlencoded", b"a=%00&a=%ED%A0%80&=&%zz"),
    ("application/x-www-form-urlencoded; charset=rot13", b"a=b"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"\xff\xfe"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"; filename="\x00"\r\n\r\nb'),
    ("multipart/form-data", b"--x--"),
    (
        "multipart/form-data; boundary=x; charset=rot13",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    ),
    ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("", b"\x00\xff\xfe"),
]
bodies = st.sampled_from(BODIES)
