"""The only writers of the reports app, by noun."""
