"""What a run counted: cells of the matrix, what was searched for planted words, cases of generated input."""

from collections import Counter

COUNTS: Counter[str] = Counter()
CELLS = "permission matrix, cells"
SEARCHED = "canaries, responses searched"
MAILS = "canaries, mails searched"
ENTRIES = "canaries, ledger entries searched"
LINES = "canaries, lines of the log searched"
CASES = "generated input, cases"
FEWEST_SEARCHED = 5_000
"""A whole `make matrix` that searched fewer responses proves too little."""
FEWEST_CASES = 500
"""The same of a whole `make test`, for generated input."""
FEWEST_IN_A_LONG_RUN = 100_000
"""The same of a whole `make fuzz`."""
