"""Every relative link and picture in the documents leads to a file, and every #anchor to a heading."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tools.checks.repository import short, texts
from tools.places import ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)|<img[^>]+src=\"([^\"]+)\"")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:|^//", re.IGNORECASE)
FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)


def problems() -> Iterator[str]:
    """Dead links, in sentences."""
    for path, text in texts(".md"):
        for link in LINK.finditer(FENCE.sub("", text)):
            target = link[1] or link[2]
            if not ELSEWHERE.match(target) and (fault := fault_of(path, target)):
                yield f"{short(path)}: {target} {fault}"


def fault_of(path: Path, target: str) -> str:
    """What is wrong with a link, or nothing."""
    name, _, anchor = unquote(target).partition("#")
    aim = (ROOT / name.lstrip("/") if name.startswith("/") else path.parent / name) if name else path
    if not aim.exists():
        return "leads nowhere"
    if anchor and aim.suffix == ".md" and anchor not in anchors(aim.read_text(encoding="utf-8")):
        return "has no such heading"
    return ""


def anchors(text: str) -> set[str]:
    """The anchors that headings get on the usual forges."""
    headings = re.findall(r"^#+\s+(.*?)\s*#*$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "no dead links")
    sys.exit(bool(found))
