"""What must not stand here: places of one machine, addresses of registries, exceptions without a reason."""

import re
import sys
from collections.abc import Iterator

from tools.checks.repository import short, texts

ANYWHERE = {
    r"(?<![\w.])/(?:work|farm|root|home)/": "names a folder of one machine",
    r"https?://[^\s\"']*(?:pythonhosted|pypi|npmjs|registry\.|deb\.debian)": "names a package registry",
}
IN_PYTHON = {
    r"#\s*noqa(?!.*--)": "lacks a reason: # noqa: X -- reason",
    r"#\s*type:\s*ignore(?!\[[\w, -]+\]\s+#.*-- )": "lacks a reason: # type: ignore[x]  # -- reason",
    r"#.*\b(?:TODO|FIXME|XXX|HACK)\b": "leaves a mark instead of an issue",
}
IN_JSON = {
    r"\"fr\":\s*\"[^\"]*'": "has a straight apostrophe in French; write \u2019",
}


def problems() -> Iterator[str]:
    """Each place, in a sentence."""
    for path, text in texts():
        rules = ANYWHERE | {".py": IN_PYTHON, ".json": IN_JSON}.get(path.suffix, {})
        if short(path).startswith("tools/checks/words"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, fault in rules.items():
                if re.search(pattern, line):
                    yield f"{short(path)}:{number} {fault}"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "no such words")
    sys.exit(bool(found))
