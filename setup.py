"""The parts of the project that are compiled, where a compiler is there: everything else stands in pyproject.toml.

`optional`: without a compiler the installation goes on, and PDFs are read call by call, with the same result, more slowly.
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension("extractors.readers._pdfium_pass", ["extractors/readers/_pdfium_pass.c"], optional=True),
        Extension("extractors.readers._glyph_lines", ["extractors/readers/_glyph_lines.c"], optional=True),
    ]
)
