"""What the supervisor says, and the lines its children say; a closed pipe is a wish to stop, not a traceback."""

import threading


class Voice:
    """Prints lines until the terminal or pipe is gone; then sets `stop` and stays silent."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop

    def line(self, text: str) -> None:
        """One line as it is."""
        try:
            print(text, flush=True)
        except OSError:
            self.stop.set()

    def say(self, text: str) -> None:
        """A line of our own."""
        self.line(f"==> {text}")

    def pass_on(self, name: str, text: str) -> None:
        """A line of a child, under its name."""
        self.line(f"{name:9}| {text}")
