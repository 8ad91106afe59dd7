"""Who may do what in the reports app, by noun. Pure: no query, no HTTP."""
