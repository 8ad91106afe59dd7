"""How many queries the pages of a client ask."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, *addresses):
    """By address. The first requests of a test ask more: they fill the session and what the process keeps."""
    return {address: _asked(client, address) for address in addresses}


def _asked(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def more(few, many):
    """The addresses that ask more than they did, with both numbers."""
    return {address: (few[address], many[address]) for address in few if many[address] > few[address]}
