"""Descriptions of an export in the words that catalogues and tools read: Data Package, DCAT, Croissant."""
