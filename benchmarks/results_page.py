"""The page of results: one table of targets, why those that are missed are, then what was measured, section by section,
each with its commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.limits import LIMITS
from benchmarks.plot import line_chart

_MEGABYTE = 1 << 20
#: Sections that another module than the one of their name measures.
_COMMANDS = {"night": "night_simulated", "growth": "scale --reports 100000"}

Results = dict[str, Any]
#: A section's findings → the measured number, None where it was not measured.
Look = Callable[[dict[str, Any]], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked, where the number stands, and by which command it is measured."""

    text: str
    section: str
    look: Look
    holds: Callable[[float], bool]
    unit: str


def _key(name: str) -> Look:
    return lambda found: None if name not in found else float(found[name])


def _in(name: str, field: str) -> Look:
    return lambda found: float(found[name][field]) if name in found else None


def _answers(found: dict[str, Any]) -> float | None:
    return max(answer[3] for answer in found["answers"]["answers"]) if "answers" in found else None


def _build_beside_first(found: dict[str, Any]) -> float | None:
    """Seconds of building over those of the warehouse of `scale`, which is put beside it as `first`."""
    first = found.get("first", {})
    if "build" not in found or "build" not in first:
        return None
    return float(found["build"]["seconds"]) / float(first["build"]["seconds"])


def _all_of_a_night(found: dict[str, Any]) -> float | None:
    return float(found["documents"]) / sum(value for name, value in found.items() if name.endswith(" s"))


def _of_a_document(found: dict[str, Any]) -> float | None:
    return 1_000 * float(found["processor, seconds"]) / float(found["documents"])


def _megabytes(name: str) -> Look:
    return lambda found: float(found[name]) / _MEGABYTE


def _at_least(limit: float) -> Callable[[float], bool]:
    return lambda value: value >= limit


def _at_most(limit: float) -> Callable[[float], bool]:
    return lambda value: value <= limit


TARGETS = (
    Target("reading statement pages ≥ 20 × pdfplumber", "reading", _key("pdfplumber / reading"), _at_least(20), "×"),
    Target("reading statement pages ≥ 100 × camelot's default engine", "reading", _key("camelot / reading"), _at_least(100), "×"),
    Target("reading statement pages ≤ 4 × pdfium's bare text, with the compiled pass", "reading", _key("reading / bare text"), _at_most(4), "×"),
    Target("reading statement pages ≤ 8 × pdfium's bare text, without it", "reading", _key("plain reading / bare text"), _at_most(8), "×"),
    Target("a report of 40 pages to figures ≤ 150 ms", "reading", _key("report of 40 pages to figures ms"), _at_most(150), "ms"),
    Target("checks and findings ≤ 10 ms a report", "checking", _key("checks and findings, clean, ms a report"), _at_most(10), "ms"),
    Target("localisation ≤ 200 ms at the median", "checking", _key("localisation, median, ms"), _at_most(200), "ms"),
    Target("warehouse built from checked parts and published < 60 s", "scale", _in("build", "seconds"), _at_most(60), "s"),
    Target("a night with nothing new < 10 s", "scale", _in("nothing", "seconds"), _at_most(10), "s"),
    Target("every view, example and dashboard query < 1 s (95 %), the slowest", "scale", _answers, _at_most(1), "s"),
    Target("`juesuan report` on that file < 1 s", "scale", _in("answers", "report_seconds"), _at_most(1), "s"),
    Target("building and publishing 100,000 reports ≤ 11 × 10,000 (10 × is linear)", "growth", _build_beside_first, _at_most(11), "×"),
    Target("processor time of a whole night ≤ 217 ms a document", "night", _of_a_document, _at_most(217), "ms"),
    Target("two readers ≥ 1.8 × one", "workers", _key("two readers / one"), _at_least(1.8), "×"),
    Target("documents a second, the whole night, on two cores ≥ 9.2", "night", _all_of_a_night, _at_least(9.2), "a second"),
    Target("the parent grows by < 50 MB over 10,000 documents and more", "night", _megabytes("parent grows while reading, bytes"), _at_most(50), "MB"),
    Target("a reader stays below 600 MB", "night", _megabytes("largest reader, bytes"), _at_most(600), "MB"),
    Target("`juesuan --help` < 0.3 s", "startup", _in("juesuan --help", "seconds"), _at_most(0.3), "s"),
)  # fmt: skip


def write_page(page: Path, results: Results) -> None:
    """Writes the page and the plot of the warehouse's steps."""
    lines = [
        "# Results",
        "",
        "Written by `make bench` (`python -m benchmarks.results`; `--only NAME` for one section). Seconds and milliseconds "
        "are those of the machine it ran on, two cores that others may have used; ratios were measured in one process.",
        "",
        "| target | measured | met | command | commit |",
        "|---|---:|---|---|---|",
        *(_target(target, results) for target in TARGETS),
        "",
        "The night of many thousand documents is a measurement of its own: `python -m benchmarks.night_simulated`, "
        "`NIGHT.md`.",
        "",
        *_limits(results),
    ]
    for section in results:
        found = _growth(results) if section == "growth" else _section(section, results[section])
        lines += [f"## {section}", "", *found, ""]
    scale = results.get("scale", {}).get("found", {})
    if "answers" in scale:
        seconds = sorted(answer[3] for answer in scale["answers"]["answers"])
        points = [(100.0 * place / len(seconds), second) for place, second in enumerate(seconds, start=1)]
        chart = line_chart("Answers of the published file", "% of questions", "seconds (95 %)", {"at most": points})
        page.with_name("RESULTS-answers.svg").write_text(chart, encoding="utf-8")
        lines += ["![how long answers take](RESULTS-answers.svg)", ""]
    page.write_text("\n".join(lines), encoding="utf-8")


def _target(target: Target, results: Results) -> str:
    section = results.get(target.section, {})
    value = _value(target, results)
    command = f"`python -m benchmarks.{_COMMANDS.get(target.section, target.section)}`"
    if value is None:
        return (
            f"| {target.text} | {section.get('skipped', 'not measured')} | | {command} | {section.get('commit', '')} |"
        )
    met = "yes" if target.holds(value) else "**no**"
    return f"| {target.text} | {value:,.2f} {target.unit} | {met} | {command} | {section['commit']} |"


def _value(target: Target, results: Results) -> float | None:
    section = results.get(target.section, {})
    if "found" not in section:
        return None
    found = section["found"]
    if target.section == "growth":
        found = found | {"first": results.get("scale", {}).get("found", {})}
    return target.look(found)


def _limits(results: Results) -> Iterator[str]:
    """Why a target that is missed is. In the words of `limits.py`, with the numbers that were measured."""
    found = {name: section["found"] for name, section in results.items() if "found" in section}
    yield from ("## What is missed, and why", "", "Profiles: [PROFILES.md](PROFILES.md).", "")
    for target in TARGETS:
        value = _value(target, results)
        if value is not None and not target.holds(value):
            yield f"- **{target.text}**: {value:,.2f} {target.unit}. {LIMITS.get(target.text, '').format(**found)}"
    yield ""


def _section(name: str, section: dict[str, Any]) -> Iterator[str]:
    if "found" not in section:
        yield f"Not measured: {section['skipped']}."
        return
    found = section["found"]
    if name == "startup":
        yield from _startup(found)
    elif name == "scale":
        yield from _scale(found)
    else:
        yield from ("| | |", "|---|---:|")
        for what, value in found.items():
            yield f"| {what} | {value:,.2f} |" if isinstance(value, int | float) else f"| {what} | {value} |"


def _startup(found: dict[str, Any]) -> Iterator[str]:
    yield from ("| command | s | processor, s | imports |", "|---|---:|---:|---|")
    for name, start in found.items():
        imports = ", ".join(f"{package} {milliseconds:.0f} ms" for package, milliseconds in start["imports"])
        yield f"| `{name}` | {start['seconds']:.2f} | {start['processor']:.2f} | {imports} |"


def _growth(results: Results) -> Iterator[str]:
    """What building, publishing and asking cost at ten times the size."""
    many = results["growth"]
    if "found" not in many:
        yield f"Not measured: {many['skipped']}."
        return
    yield (
        "The star built from checked parts that are there, and published. Reports beyond 10,000 are copies of these under "
        "other identifiers, departments, divisions and amounts (`benchmarks/copied_reports.py`). Growth is linear where "
        "seconds per 10,000 stay the same; up to a tenth more is taken for it (11 ×)."
    )
    yield from (
        "",
        "| reports | build, s | processor, s | s per 10,000 | processor, s per 10,000 | memory at most, MB | file, MB | KB a report | slowest answer, s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    )
    for found in (results.get("scale", {}).get("found", {}), many["found"]):
        if "build" in found:
            yield _grown(found)
    yield from ("", *_steps(many["found"]))


def _grown(found: dict[str, Any]) -> str:
    reports, build, answer = found["reports"], found["build"], _answers(found)
    tens = reports / 10_000
    return (
        f"| {reports:,} | {build['seconds']:,.1f} | {build['processor']:,.1f} | {build['seconds'] / tens:,.1f} | "
        f"{build['processor'] / tens:,.1f} | {build['memory'] / _MEGABYTE:,.0f} | {build['file_bytes'] / _MEGABYTE:,.0f} | "
        f"{build['file_bytes'] / reports / 1024:,.0f} | {'' if answer is None else f'{answer:,.2f}'} |"
    )


def _scale(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['reports']:,} reports; steps as `benchmarks/scale.py` describes them."
    yield from ("", *_steps(found))


def _steps(found: dict[str, Any]) -> Iterator[str]:
    """A warehouse's steps, rows and slowest questions."""
    yield from ("| step | s | processor, s | memory at most, MB |", "|---|---:|---:|---:|")
    for name, step in found.items():
        if isinstance(step, dict):
            memory = step["memory"] / _MEGABYTE
            yield f"| {name} | {step['seconds']:,.1f} | {step['processor']:,.1f} | {memory:,.0f} |"
    if "build" in found:
        rows = ", ".join(f"{count:,} {table}" for table, count in found["build"]["rows"].items())
        yield from ("", f"The file has {found['build']['file_bytes'] / _MEGABYTE:,.0f} MB: {rows}.")
    if "answers" in found:
        yield from ("", "| the slowest questions | fastest, s | 95 %, s |", "|---|---:|---:|")
        for kind, question, fastest, slow in sorted(found["answers"]["answers"], key=lambda answer: -answer[3])[:12]:
            yield f"| {kind}: {question.replace('|', ' ')} | {fastest:.2f} | {slow:.2f} |"
