"""The typesetter: puts published figures back into the official forms, for the samples and for tests.

figures (one folder a report under `reports/`) → `forms` (a statement as a grid of cells) → `composition` (the whole
disclosure as a list of blocks) → `renderers` (PDF, text). Every step knows only the one before it, so a new layout is
a new form or option, and a new file format is a new renderer.

`compose_report(load_report("youxian_2024"))` gives the document; `renderers.pdf.render_pdf` its bytes;
`python -m tests.typesetting --out data/samples` writes all samples.
"""
