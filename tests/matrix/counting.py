"""What a run counted: cells of the matrix, responses searched, cases of generated input."""

from collections import Counter

COUNTS: Counter[str] = Counter()
CELLS = "permission matrix, cells"
SEARCHED = "canaries, responses searched"
CASES = "generated input, cases"
