"""A side table that full-text search reads."""
