"""Several people at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from foundation.errors import DomainError


def at_once(count, work):
    """Run `work(number)` in as many threads, begun together; gives what each answered or raised."""
    together = Barrier(count)

    def run(number):
        try:
            together.wait()
            return work(number)
        except DomainError as error:
            return error.status
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
