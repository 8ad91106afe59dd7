"""The form outside the house: handed out as a file, filled in anywhere, and compared with what stands now."""
