"""Settings by place: base, development, test, production. Nothing is read from the environment anywhere else."""
