"""The forms of the reports app, by noun."""
