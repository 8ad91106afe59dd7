"""Partner systems: the keys they call us with, what narrows them, and the webhooks by which we call them."""
