"""Reads of the action plan that other rooms and its own services share."""
