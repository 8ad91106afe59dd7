"""The only writers of the parties app, by noun."""

from parties.services.accounts import (
    close_account,
    invite_again,
    open_account,
    remove_second_factors,
    reopen_account,
    save_account,
)
from parties.services.chair import pass_the_chair, save_presidency
from parties.services.emergency import break_glass
from parties.services.mandates import (
    check_mandate,
    confirm_mandate,
    confirm_own_mandate,
    end_mandate,
    entrust,
    give_mandate,
    name_authority,
)
from parties.services.participants import save_participation, save_party, save_seat, set_participation
from parties.services.representation import put_on_hold, release_representation, save_authority

__all__ = [
    "break_glass",
    "check_mandate",
    "close_account",
    "confirm_mandate",
    "confirm_own_mandate",
    "end_mandate",
    "entrust",
    "give_mandate",
    "invite_again",
    "name_authority",
    "open_account",
    "pass_the_chair",
    "put_on_hold",
    "release_representation",
    "remove_second_factors",
    "reopen_account",
    "save_account",
    "save_authority",
    "save_participation",
    "save_party",
    "save_presidency",
    "save_seat",
    "set_participation",
]
