"""Figures of a bench: ratios over interleaved rounds, with their median, their range, and whether they keep a goal."""

import os
import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass

MET, UNRESOLVED, MISSED = "met", "unresolved", "NOT MET"


@dataclass(frozen=True)
class Figure:
    """How one arm compares with another. `goal`: what no ratio may pass; what each must reach, where more is better."""

    name: str
    ratios: tuple[float, ...]
    goal: float | None = None
    more_is_better: bool = False

    @property
    def median(self) -> float:
        return statistics.median(self.ratios)

    @property
    def verdict(self) -> str:
        """A range that straddles its goal tells nothing: it is never taken for met."""
        kept = {ratio >= self.goal if self.more_is_better else ratio <= self.goal for ratio in self.ratios}
        return UNRESOLVED if len(kept) > 1 else MET if True in kept else MISSED

    def __str__(self) -> str:
        said = f"{self.name}: {self.median:.3g} (range {min(self.ratios):.3g} to {max(self.ratios):.3g})"
        if self.goal is None:
            return said
        return f"{said}; goal {'>=' if self.more_is_better else '<='} {self.goal:g}: {self.verdict}"


def report(figures: Iterable[Figure]) -> None:
    print(f"command: {' '.join(sys.argv)}; cores: {os.cpu_count()}")
    for figure in figures:
        print(figure)
