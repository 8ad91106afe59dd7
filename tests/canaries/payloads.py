"""What somebody hostile types into a field: it must come out as text, by every medium."""

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "{{ 7*7 }}{% load x %}",
    "]]><w:p/>",
    "&lt;b&gt;&#0;&xxe;",
)
TYPST = (
    '#read("/etc/passwd")',
    '#eval("1+1")',
    "$ sum $ *bold* _it_ `raw` @ref <label> // gone",
    "]; #panic() [",
    '"))#(("',
)
FORMULAS = (
    '=HYPERLINK("http://x.invalid","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "=1+1",
    "http://x.invalid/",
)
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
BIDI = (f"abc{OVERRIDES}def", "\u202eexe.txt", "سري\u202d open")
CONTROLS = ("a\x00b\x08c\x1bd\x7fe\x85f", "\ud800 lone", "\ufffe\uffff", "\U000e0041tag")
HOSTILE = (*MARKUP, *TYPST, *FORMULAS, *BIDI)
"""What a form takes; `CONTROLS` it refuses."""
