"""The process that sets one paper: JSON comes in, the PDF goes out. It imports nothing of ours and reads only fonts."""

import json
import sys
from pathlib import Path

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import typst

TEMPLATE = Path(__file__).with_name("paper.typ")
FONTS = [str(package.ROOT / "files") for package in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]
MEMORY = 2 * 1024**3
"""Bytes of address space."""
SECONDS = 30
"""Of processor time."""


def limit() -> None:
    """Let the kernel end a paper that grows without end. Elsewhere than on Linux only the caller's clock does."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 -- exists on POSIX systems only

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> int:
    """Set what stands on the standard input."""
    limit()
    given = sys.stdin.buffer.read()
    timestamp = json.loads(given)["timestamp"]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=FONTS)
    compiler = typst.Compiler(
        input=TEMPLATE.read_bytes(),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"paper": given.decode("ascii")},
    )
    set_paper = compiler.compile(format="pdf", timestamp=timestamp)
    if isinstance(set_paper, bytes):
        sys.stdout.buffer.write(set_paper)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
