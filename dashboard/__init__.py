"""The dashboard: a published warehouse in a browser, read-only. `juesuan dashboard` starts it.

In: the published DuckDB file and the store beside it. Out: pages; nothing is ever written but verdicts on findings.
"""
