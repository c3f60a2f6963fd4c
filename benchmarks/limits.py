"""Why a target is missed, by its text in `results_page.py`. Braces hold measured numbers: {section[name]}."""

from __future__ import annotations

LIMITS = {
    "reading statement pages ≥ 20 × pdfplumber": (
        "Both read the same pages in one process. {reading[bare text of a statement page ms]:.2f} ms of the "
        "{reading[reading of a statement page ms]:.2f} are pdfium's own, laying out the page's text; what is left buys more than the "
        "peer does: cells with the box of every character, joined and turned cells, hidden and struck text told apart."
    ),
    "reading statement pages ≤ 4 × pdfium's bare text, with the compiled pass": (
        "pdfium's bare text gives no position. Asking for boxes and drawings (stage ink, {reading[stage ink ms a sample]:.1f} ms a sample, "
        "compiled) and laying out what they hold (grid and layout, {reading[stage grid ms a sample]:.1f} and "
        "{reading[stage layout ms a sample]:.1f} ms, in numpy and Python) cost about as much as the bare text each."
    ),
    "a report of 40 pages to figures ≤ 150 ms": (
        "{reading[report of 40 pages bare text ms]:.0f} ms are pdfium's for the bare text of the pages. No function of ours has more than a "
        "few per cent (PROFILES.md): characters and drawings, grids, statements, figures and claims share the rest, in Python that "
        "is called some hundred thousand times. Less would take a compiled grid, at the price of a second way to be kept equal."
    ),
    "checks and findings ≤ 10 ms a report": (
        "Some 1,200 checks with 2,100 operands a report, each kept with its operands: about 10 µs a check. The statements of all rules "
        "and the grouping of their operands take most (PROFILES.md)."
    ),
    "every view, example and dashboard query < 1 s (95 %), the slowest": (
        "The table below names the questions."
    ),
    "processor time of a whole night ≤ 217 ms a document": (
        "NIGHT.md parts it by phase: reading takes most, then the second readings of what no identity proves "
        "(the budget side of 三公, mostly one page a report, by pdfplumber), then checks."
    ),
    "documents a second, the whole night, on two cores ≥ 9.2": (
        "As the line above: two cores are busy nearly all the time, so the pace is processor time. Four cores would do what two do not."
    ),
    "the parent grows by < 50 MB over 10,000 documents and more": (
        "What it holds beside the list of what is known: one batch of readings on its way to the lake."
    ),
    "two readers ≥ 1.8 × one": (
        "The parent writes the lake beside its readers, on the same two cores."
    ),
    "warehouse built from checked parts and published < 60 s": (
        "The table below parts it by step."
    ),
}  # fmt: skip
