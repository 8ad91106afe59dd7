"""How a partner system is called: to which addresses, with which signature, and what is taken from its answer."""
