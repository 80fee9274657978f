"""Pages of the contacts room: a view reads the request, asks one query or action, and renders."""
