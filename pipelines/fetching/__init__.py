"""Fetching: one address in, its bytes out, and nothing that a hostile or careless server could do with it."""
