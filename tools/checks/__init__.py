"""Checks of `make check` that no tool has: links, lock files, words that must not stand here."""
