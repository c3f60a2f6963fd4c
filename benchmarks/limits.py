"""Why a target is missed, by its text in `results_page.py`. Braces hold measured numbers: {section[name]}."""

from __future__ import annotations

LIMITS = {
    "reading statement pages ≥ 20 × pdfplumber": (
        "Both read the same pages in one process. {reading[bare text of a statement page ms]:.2f} ms of the "
        "{reading[reading of a statement page ms]:.2f} are pdfium's own, laying out the text of the page. The rest buys more than "
        "the peer gives: joined and turned cells, hidden and struck text, and the place of every character."
    ),
    "reading statement pages ≤ 4 × pdfium's bare text, with the compiled pass": (
        "pdfium's bare text has no places. Asking for places and drawings (stage ink, {reading[stage ink ms a sample]:.1f} ms a sample) and "
        "making cells of them (grid and layout, {reading[stage grid ms a sample]:.1f} and {reading[stage layout ms a sample]:.1f} ms) each "
        "take about as long as the bare text. Grid and layout are numpy and Python; only in C would they be faster."
    ),
    "a report of 40 pages to figures ≤ 150 ms": (
        "{reading[report of 40 pages bare text ms]:.0f} ms of it are pdfium's for the bare text of the pages; opening the file and laying "
        "out text are the dearest two lines of the profile. No function of ours has more than a few per cent: places of characters, "
        "grids, statements, figures and claims share the rest, in Python that is called some hundred thousand times."
    ),
    "checks and findings ≤ 10 ms a report": (
        "Some 1,200 checks with 3,000 operands a report, each kept with its operands, are some 14 µs a check. Running the rules, "
        "meeting their terms with the cells and judging take three fifths (PROFILES.md), most of it for writing rows of operands down; "
        "no rule takes more than a few per cent."
    ),
    "every view, example and dashboard query < 1 s (95 %), the slowest": "The slowest questions are named below, under scale.",
    "building and publishing 100,000 reports ≤ 11 × 10,000 (10 × is linear)": (
        "The table under growth has both sizes beside each other: wall time, processor time and memory."
    ),
    "processor time of a whole night ≤ 217 ms a document": (
        "Reading alone takes {night[reading, processor seconds]:,.0f} of {night[processor, seconds]:,.0f} s, which is within the limit; "
        "checking takes {night[checking, processor seconds]:,.0f} s: second readings of what no identity proves (one page of 三公 in every "
        "second report, some 70 to 95 ms by pdfplumber, nearly all of it for the tokens of the page and its fonts) and the checks themselves."
    ),
    "documents a second, the whole night, on two cores ≥ 9.2": (
        "Reading takes {night[reading s]:,.0f} s and checking {night[checking s]:,.0f}, with both processors at work nearly all of it: "
        "what is missing is processor time, as the line before says. Four cores do what two do not."
    ),
    "the parent grows by < 50 MB over 10,000 documents and more": (
        "Beside the list of what is known it holds one batch of readings on its way to the lake."
    ),
    "two readers ≥ 1.8 × one": "The parent writes the lake beside its readers, on the same two cores.",
    "warehouse built from checked parts and published < 60 s": "The table of scale parts it by step.",
}  # fmt: skip
