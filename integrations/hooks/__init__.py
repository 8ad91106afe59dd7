"""How a partner system is called: at which addresses, signed how, what its answer means, who hears when it ends."""
