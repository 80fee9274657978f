"""What must be known, by whom, until when, and whether it is. Pure: no Django, no settings, no translation."""
