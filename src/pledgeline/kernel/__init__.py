"""Words that every room uses. Pure: no framework, no database, no settings."""
