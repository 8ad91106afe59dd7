"""What surrounds the product on a laptop and in the build: supervisor, checks, catalogues. Never deployed."""
