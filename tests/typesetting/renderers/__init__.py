"""Renderers: a laid-out disclosure in, the bytes of one file format out. One module a format."""
