"""Disclosures in the formats offices publish besides PDF and text: one module a format, its options in `options`.

workbooks: `workbook` (the sheets of a disclosure, whatever file they end in) → `workbook_xlsx`, `workbook_xml`, `workbook_html`
documents: `word`, `web`, `ofd` · conversions by installed programs: `programs` · several files in one: `bundle`
"""
