"""Tells the description of the API what its fields look like when they are filled: `examples.json`, in one place."""

import json
from pathlib import Path
from typing import Any

from foundation.api.examples import exemplify

KNOWN = Path(__file__).with_suffix(".json")


def filled_in(result: dict[str, Any], **_asked: Any) -> dict[str, Any]:
    """The last step of the generator (`POSTPROCESSING_HOOKS`)."""
    known = json.loads(KNOWN.read_text(encoding="utf-8"))
    exemplify(result, known["fields"], known["refusals"])
    return result
