"""Measurements of the project on invented reports whose every figure is known."""
