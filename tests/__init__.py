"""What the product promises, tried on real PostgreSQL and Valkey. The tree mirrors the source."""
