"""docs/openapi.yaml is what the API says of itself; `python -m tools.checks.schema write` brings it up to date."""

import subprocess
import sys
from pathlib import Path

from tools.checks.promises import add, described
from tools.commands import manage
from tools.places import ROOT

KEPT = ROOT / "docs" / "openapi.yaml"


def said() -> str:
    """What the API says of itself now; warnings of the generator are faults."""
    done = subprocess.run(
        manage("spectacular --validate --fail-on-warn"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout


def main(kept: Path = KEPT) -> str | None:
    """Write it, or compare."""
    if sys.argv[1:] == ["write"]:
        kept.write_text(said(), encoding="utf-8")
        add(described(kept))
        return None
    if not kept.exists() or kept.read_text(encoding="utf-8") != said():
        return "docs/openapi.yaml is not what the API says; run make schema"
    return None


if __name__ == "__main__":
    sys.exit(main())
