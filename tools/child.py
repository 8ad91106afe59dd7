"""Becomes the given command, tied to the life of its parent: `child.py PARENT SIGNAL COMMAND ..`.

Linux sends SIGNAL to this process when the parent is gone, even by kill -9. Elsewhere there is no such tie; the next
start then stops what the list of children names. Run with `-I -S`: it needs nothing but the standard library.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Tie, check that the parent still lives, become the command."""
    parent, name, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.Signals[name].value)
    if os.getppid() != int(parent):
        sys.exit("the parent is gone")
    os.execvp(command[0], command)  # noqa: S606 -- no shell is wanted


if __name__ == "__main__":
    main()
