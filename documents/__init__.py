"""Works, their language expressions and their frozen revisions."""
