"""The workflow tables of the reports app, by noun."""
