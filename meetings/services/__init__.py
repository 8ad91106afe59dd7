"""The only writers of the meetings app, by noun."""
