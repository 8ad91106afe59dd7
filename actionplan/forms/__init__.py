"""The forms of the workbench for the action plan, by noun."""
