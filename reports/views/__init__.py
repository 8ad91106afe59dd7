"""The pages of the reports app outside the workbench, by noun."""
