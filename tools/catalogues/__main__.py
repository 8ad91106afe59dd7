"""`python -m tools.catalogues update|compile|check`."""

import sys

from tools.catalogues.check import problems
from tools.catalogues.extract import extract
from tools.catalogues.files import PLURALS, compile_changed, merge, path_of


def update() -> int:
    """Bring the files up to date with the source and compile them."""
    texts = extract()
    for language in PLURALS:
        path = path_of(language)
        merged = merge(language, texts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(merged, encoding="utf-8")
    compile_changed()
    print(f"{len(texts)} texts")
    return 0


def check() -> int:
    """Print what is wrong; the number of problems is the outcome."""
    found = list(problems())
    for problem in found:
        print(problem)
    print(f"{len(found)} problems in the catalogues" if found else "the catalogues are complete")
    return 1 if found else 0


def compile_all() -> int:
    """Compile what changed."""
    print(f"compiled: {', '.join(compile_changed()) or 'nothing changed'}")
    return 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check, "compile": compile_all}[sys.argv[1]]())
