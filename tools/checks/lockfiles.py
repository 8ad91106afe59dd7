"""The lock files fit pyproject.toml and each other; no network is needed to know it."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tools.places import ROOT

LOCKS = ("requirements.lock", "requirements.production.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, set[Version]]:
    """What a lock file pins; a package may have a version per Python."""
    found: dict[str, set[Version]] = {}
    for package, version in PIN.findall((ROOT / name).read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(package), set()).add(Version(version))
    return found


def problems() -> Iterator[str]:
    """What does not fit, in sentences."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    production = project["project"]["dependencies"]
    extras = project["project"]["optional-dependencies"].values()
    groups = project["dependency-groups"].values()
    every = pins(LOCKS[0])
    yield from unmet(LOCKS[0], [*production, *chain(*extras, *groups)], every)
    yield from unmet(LOCKS[1], production, pins(LOCKS[1]))
    for package, versions in pins(LOCKS[1]).items():
        if not versions <= every.get(package, set()):
            yield f"{package} is pinned otherwise in requirements.production.lock than in requirements.lock"
    if any("://" in (ROOT / name).read_text(encoding="utf-8") for name in (LOCKS[0], LOCKS[1])):
        yield "a lock file names an address; hashes are enough"


def unmet(lock: str, wanted: Iterable[str], pinned: dict[str, set[Version]]) -> Iterator[str]:
    """Requirements that a lock file does not hold, or holds in a version that is not allowed."""
    for line in wanted:
        requirement = Requirement(line)
        versions = pinned.get(canonicalize_name(requirement.name), set())
        if not versions or not all(requirement.specifier.contains(version) for version in versions):
            yield f"{lock} does not hold {line}; run make lock"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "the lock files fit")
    sys.exit(bool(found))
