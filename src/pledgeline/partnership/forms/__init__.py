"""What people write on the pages of this room."""
