"""What a participant holds in its hands: papers for clearance, of a submission, and the receipt."""
