"""How Django writes dates and moments where no template of ours does: as `foundation.wording` writes them."""
