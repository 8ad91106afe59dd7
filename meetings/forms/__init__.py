"""What the steps of the meetings app ask before they are taken."""
