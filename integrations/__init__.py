"""Partner systems: clients, keys and scopes."""
