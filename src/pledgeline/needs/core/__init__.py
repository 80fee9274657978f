"""What an expectation is and when it is still known to hold. Pure: no Django, no settings, no translation."""
