"""What a promise is and when it is kept. Pure: no Django, no query engine, no settings, no translation."""
