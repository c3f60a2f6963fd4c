"""One file a page; each has `show()`, which draws it from top to bottom."""
