"""The project: settings, addresses, the wiring of registries, and screens over several apps."""
