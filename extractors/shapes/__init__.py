"""One file a shape of form: how the rows of a table of that shape are read."""
