"""Machinery that knows no domain word: it could serve any process."""
