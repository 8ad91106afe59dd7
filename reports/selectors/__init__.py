"""Reads of the reports app, by noun."""
