"""All hostile files by name. `python -m tests.hostile.make FOLDER` writes them, to be looked at or loaded by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.hostile import packages, pdfs


def _flate_bomb() -> bytes:
    return pdfs.deflated(400)


def _truncated() -> bytes:
    whole = pdfs.many_rulings()
    return whole[: len(whole) // 2]


FILES: dict[str, Callable[[], bytes]] = {
    "empty.pdf": bytes,
    "truncated.pdf": _truncated,
    "encrypted.pdf": pdfs.encrypted,
    "declares-100000-pages.pdf": pdfs.declares_many_pages,
    "one-page-100000-times.pdf": pdfs.lists_one_page_often,
    "doubling-page-tree.pdf": pdfs.doubles_its_pages,
    "page-tree-loop.pdf": pdfs.page_tree_loop,
    "object-loop.pdf": pdfs.object_loop,
    "cross-reference-loop.pdf": pdfs.cross_reference_loop,
    "form-draws-itself.pdf": pdfs.form_draws_itself,
    "forms-multiply.pdf": pdfs.forms_multiply,
    "flate-bomb.pdf": _flate_bomb,
    "many-rulings.pdf": pdfs.many_rulings,
    "many-characters.pdf": pdfs.many_characters,
    "deep-arrays.pdf": pdfs.deep_arrays,
    "boundless-page.pdf": pdfs.boundless_page,
    "boundless-image.pdf": pdfs.boundless_image,
    "noise.pdf": pdfs.noise,
    "zip-bomb.pdf": packages.zip_bomb,
    "zip-bomb.xlsx": packages.workbook_bomb,
    "nested.zip": packages.nested_archives,
    "overlapping.zip": packages.overlapping_parts,
    "million-empty-rows.xlsx": packages.million_empty_rows,
    "far-cell.xlsx": packages.far_cell,
    "entity-bomb.xlsx": packages.entity_bomb,
    "entity-reads-file.xlsx": packages.entity_that_reads_a_file,
    "deep.html": packages.deep_html,
    "wide-table.html": packages.wide_html_table,
    "deep.xml": packages.deep_xml,
    "one-line.txt": packages.one_long_line,
    "many-columns.txt": packages.many_columns,
    "many-headings.txt": packages.many_headings,
    "many-rows.txt": packages.many_rows,
    "endless-numbers.txt": packages.endless_numbers,
    "brackets.txt": packages.brackets,
    "runs.txt": packages.blanks_and_digits,
    "zeros.txt": packages.zero_bytes,
    "noise.bin": packages.noise,
    "huge.txt": packages.huge_text,
    "many-tabs.txt": packages.many_tabs,
    "huge.html": packages.huge_html,
    "many-rows.html": packages.many_html_rows,
    "many-tables.html": packages.many_html_tables,
    "empty-paragraphs.docx": packages.empty_paragraphs,
    "many-tables.docx": packages.many_word_tables,
    "deep-tables.docx": packages.deep_word_tables,
    "formatted-rows.xlsx": packages.formatted_rows,
    "one-sheet-often.xls": packages.one_sheet_often,
    "endless-drawings.ofd": packages.endless_drawings,
    "one-page-often.ofd": packages.one_ofd_page_often,
    "image-bomb.png": packages.image_bomb,
    "cut-image.png": packages.cut_image,
}


def main() -> None:
    """Writes every file into the folder given."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
