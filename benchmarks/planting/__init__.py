"""Errors planted into clean invented reports, to measure what reconciliation finds and whom it accuses.

invented disclosure → typeset as text and read once (`reports`) → one to three errors written into the figures that were
read (`errors`, `narrative`) → reconciled in batches (`batches`) → findings held against what was planted (`score`).
"""
