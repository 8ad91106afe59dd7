"""What falls due, for whom, and when."""
