"""Moves the data: folders of disclosures in, one published DuckDB file out.

The order of the flow: `ingest` (which files) → `pool` (bytes to reports) → `lake` (reports to Parquet, the truth) →
`warehouse` (Parquet to a private star) → `reconciliation` (checks and findings) → `expectations` → `publish`.
`load` runs them in this order; the command line (`cli`) and Dagster (`assets`) both call it.
"""
