"""Invented final accounts with their truth: departments, amounts, layouts and files.

department (`departments`) + amounts that reconcile by construction (`accounts`) → printed characters (`printing`) →
statements as grids (`forms`) and sentences (`narrative`) → one disclosure with its truth (`disclosure`) → a file
(`files`). A `Style` says how a report looks; `styles` holds the named ones. The same style and seed always give the
same bytes. Nothing here is real but the names of places, kinds of departments and codes of the classifications.
"""
