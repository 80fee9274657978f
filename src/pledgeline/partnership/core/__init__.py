"""What this room decides, from its arguments alone."""
