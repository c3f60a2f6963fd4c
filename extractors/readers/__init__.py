"""One file a format; each turns bytes into the same `Document`."""
