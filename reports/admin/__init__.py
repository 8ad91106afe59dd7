"""The workbench screens of the reports app, by noun."""
