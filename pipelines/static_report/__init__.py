"""A published file as a page that any web server can serve as it is: no script, no request, charts drawn inline."""
