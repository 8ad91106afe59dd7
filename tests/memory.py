"""Test databases in memory where the machine offers it: a fresh clone is a thousand files, there ten times as fast.

The templates cost a minute to make, so the cluster itself is kept in the checkout, and a run works on a copy of it.
"""

import shutil
import subprocess
from pathlib import Path

from tools.places import postgres_owner, private_folder, remove_private_folder

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes that must be free: a cluster with its templates and clones takes a tenth of it."""


class MemoryCopy:
    """The cluster kept in `folder`, and where a run works on it: a copy in memory, or the kept one itself."""

    def __init__(self, folder: Path, *, memory: Path = MEMORY) -> None:
        self.kept, self.memo, self.memory = folder / "pg", folder / "memory", memory
        self.data = self.kept
        self.taken: set[str] = set()

    def take(self) -> Path:
        """Where the cluster is to run. What a killed run left in memory goes first; nothing of it was kept."""
        remove_private_folder(self.memo)
        if not self._has_room():
            return self.kept
        self.data = private_folder(self.memo, within=self.memory) / "pg"
        if self.kept.exists():
            _copy(self.kept, self.data)
            self.taken = self._databases()
        return self.data

    def give_back(self) -> None:
        """Keep the cluster, stopped by now, if a template was made in it; nothing of ours stays in memory."""
        if self.data == self.kept:
            return
        if self.data.exists() and self._databases() != self.taken:
            fresh = self.kept.with_name("pg.new")
            shutil.rmtree(fresh, ignore_errors=True)
            _copy(self.data, fresh)
            shutil.rmtree(self.kept, ignore_errors=True)
            fresh.rename(self.kept)
        remove_private_folder(self.memo)

    def _has_room(self) -> bool:
        """Also no: a cluster that was made by another user, who is told so where it lies."""
        if not self.memory.is_dir() or shutil.disk_usage(self.memory).free < ROOM:
            return False
        return not self.kept.exists() or self.kept.stat().st_uid == postgres_owner()

    def _databases(self) -> set[str]:
        return {folder.name for folder in (self.data / "base").iterdir()}


def _copy(source: Path, target: Path) -> None:
    """With owners and modes, of which PostgreSQL is particular."""
    subprocess.run(["cp", "-a", source, target], check=True)
