"""Something with a uuid that the ledger can speak of: an account, the only model below it."""

from itertools import count

from foundation.accounts.models import User

_numbers = count(1)


def a_thing() -> User:
    """A new row, in the caller's transaction."""
    number = next(_numbers)
    return User.objects.create(email=f"thing{number}@example.org", full_name=f"Thing {number}")
