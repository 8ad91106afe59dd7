"""The catalogues of French and Arabic: taken from the source, kept in order, compiled, held complete."""
