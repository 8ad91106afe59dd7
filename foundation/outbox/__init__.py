"""Whatever leaves the system is a row first."""
