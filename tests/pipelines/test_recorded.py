"""What is recorded of a disclosure in English has its Chinese: the code is walked, and no message may lack one."""

from __future__ import annotations

import ast
import re
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.recorded import key_retold, retold, retold_all

ROOT = Path(__file__).parents[2]
KNOWN: dict[str, str] = tomllib.loads((ROOT / "pipelines" / "problems.zh.toml").read_text(encoding="utf-8"))

#: Besides the extractors, what writes of a disclosure into the record.
_WRITERS = (
    "place_from_source.py", "rows.py", "lake.py", "guard.py", "pool.py", "reading_task.py", "ingest.py",
    "reconciliation/settled_readings.py",
)  # fmt: skip
#: Reasons of checks stand in here.
_CHECKS = ROOT / "pipelines" / "reconciliation" / "steps" / "4_checks.sql"
#: What reads like a sentence and is told to nobody.
_NOT_TOLD = {
    "text {}", "list {}", "definition {}", "no text page",
    "whatever another extractor version has read", "what another extractor version could not read",
    "what could not be read, by whatever version",
    # How an error of this program is told that stops everything; its Chinese stands in messages.zh.toml.
    "no reader can be started: {}",
}  # fmt: skip
_SENTENCE = re.compile(r"[a-z]{2,},? (?:[a-z]|\{)|\{\} [a-z]{2,}|^an? \w+ \w+$")
#: Only what stands between values, without a word of its own.
_WORDLESS = re.compile(r"(?:\{\}|[^a-z{}])*")


def _shape(text: str) -> str:
    """A text with its values left out, and without what every message may begin and end with."""
    plain = re.sub(r"^(?:\{\}|[a-z]+(?:_[a-z]+)+): ", "", re.sub(r"\{[^{}]*\}", "{}", text)).removesuffix(".").rstrip()
    return plain[:1].lower() + plain[1:]


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _untold(tree: ast.AST) -> set[int]:
    """Docstrings, parts of longer texts, texts of errors made of words, and what goes to the log."""
    nodes: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nodes.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            nodes |= {id(part) for part in ast.walk(node) if part is not node}
        elif isinstance(node, ast.Call) and re.search(r"(?:^PoolError|log\w*\.\w+)$", ast.unparse(node.func)):
            nodes |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.Assign) and any(
            re.search("SELECT|UPDATE|INSERT", _text(node.value) or "") for _ in "1"
        ):
            nodes.add(id(node.value))
    return nodes


def _messages() -> Iterator[tuple[str, str]]:
    """(file, shape of a message) of all that is said of a disclosure."""
    written = [ROOT / "pipelines" / name for name in _WRITERS]
    for path in (*sorted((ROOT / "extractors").rglob("*.py")), *written):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        untold = _untold(tree)
        for node in ast.walk(tree):
            text = None if id(node) in untold else _text(node)
            if text and _SENTENCE.search(text):
                yield path.relative_to(ROOT).as_posix(), _shape(text)
    for path in sorted((ROOT / "extractors").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "at_most" and len(node.args) == 4:
                yield path.relative_to(ROOT).as_posix(), _text(node.args[3]) or ""
    for literal in re.findall(r"'((?:[^']|'')*)'", re.sub(r"--[^\n]*", "", _CHECKS.read_text(encoding="utf-8"))):
        text = literal.replace("''", "'")
        if text[:1].isalpha() and len(text.split()) > 2:
            yield _CHECKS.relative_to(ROOT).as_posix(), text + ("{}" if text.endswith(": ") else "")


MESSAGES = sorted({(file, shape) for file, shape in _messages() if shape not in _NOT_TOLD})


def _lacking(shapes: set[str], known: set[str]) -> list[str]:
    return sorted(shape for shape in shapes - known if not _WORDLESS.fullmatch(shape))


def test_every_message_about_a_disclosure_has_its_chinese() -> None:
    assert len(MESSAGES) > 200
    lacking = set(_lacking({shape for _, shape in MESSAGES}, {_shape(english) for english in KNOWN}))
    assert [f"{file}: {shape}" for file, shape in MESSAGES if shape in lacking] == []


def test_no_chinese_is_left_over_without_its_message() -> None:
    assert _lacking({_shape(english) for english in KNOWN}, {shape for _, shape in MESSAGES}) == []


@pytest.mark.parametrize("english", sorted(KNOWN))
def test_every_message_is_recognised_when_it_is_shown(english: str) -> None:
    names = re.findall(r"\{(\w+)\}", english)
    told = KNOWN[english].format(**{name: f"<{name}>" for name in names})
    recorded = english.format(**{name: f"<{name}>" for name in names})
    assert retold(recorded, "zh") == told
    assert retold(recorded, "en") == recorded
    # As files and statements name themselves before it; the sentences of some readers begin large and end with a stop.
    if english[0] not in " ,;":
        assert retold(f"甲.pdf: {recorded}", "zh") == f"甲.pdf：{told}"


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("收入决算表: page 3, column revenue_total: without rulings its 4 amounts may belong to another column, in which the sums would hold; they were left out",
         "收入决算表：第3页“本年收入合计”列：表格无框线，4 个金额可能属于另一列（列在该列时加总相符）；未采用"),
        ("支出决算表: row 2101501 (行政运行), column basic_expenditure: '1,2a' is not a number; the cell was left out",
         "支出决算表：“行政运行”（2101501）行“基本支出”列：“1,2a”不是数字；该单元格未采用"),
        ("支出决算表: row total (合计), column project_expenditure: '007.10' begins with a zero that belongs to no number (a lost decimal point?); the cell was left out",
         "支出决算表：“合计”行“项目支出”列：“007.10”以多余的零开头（可能漏了小数点）；该单元格未采用"),
        ("收入支出决算总表: a row this form does not know (expenditure side): '其他: 项' with 12.30",
         "收入支出决算总表：本表没有的项目（支出方）：“其他: 项”，金额 12.30"),
        ("财政拨款收入支出决算总表: row opening_balance_state_capital (国有资本经营预算财政拨款) is printed again with other amounts; the first print counts",
         "财政拨款收入支出决算总表：“（年初结转）国有资本经营预算财政拨款”行重复列示，金额不同；以首次列示为准"),
        ("a: an amount beside '' has no code (block 1)", "a：“”旁的金额无科目编码（第 1 栏组）"),
        ("收入支出决算总表: a row this form does not know (revenue side): '甲'", "收入支出决算总表：本表没有的项目（收入方）：“甲”"),
        ("a.docx: 70,000 rows in one table; more than 60,000 no disclosure has, and it is refused",
         "a.docx：有 70,000 行（同一张表）；公开文件不会超过 60,000，拒绝读取"),
        ("a.txt, page 2, line 9: 2 characters in one line; more than 1 no disclosure has, and it is refused",
         "a.txt第2页第9行：有 2 个字符（同一行）；公开文件不会超过 1，拒绝读取"),
        ("a.zip/b c.pdf: the PDF is protected by a password; supply an open copy.", "a.zip/b c.pdf：PDF 有密码保护；请提供未加密的文件。"),
        ("a.doc holds neither an official statement nor a standard sentence of a final account (its name promises application/msword, its content is text/html)",
         "a.doc 中既无部门决算报表，也无部门决算的规范表述（文件扩展名应为 application/msword，实际内容为 text/html）"),
        ("page 7 was left out (this page: 200,000 drawn objects; more than 100,000 no disclosure has, and it is refused)",
         "第7页未读取（本页：有 200,000 个图形对象；公开文件不会超过 100,000，拒绝读取）"),
        ("The scanned page 3 took more than 1024 MB of memory and was stopped.", "第3页扫描件占用内存超过 1024 MB，已中止。"),
        ("The reader failed: KeyError: 3", "读取程序出错：KeyError: 3"),
        ("the year is 2023 in the document and 2024 in source 攸县; the document counts",
         "文件所写年度为 2023，来源 攸县 标明为 2024；以文件为准"),
        ("'攸县局' is no exact path of the classification; read as 2101501 by its item name",
         "“攸县局”与科目表中的类款项不完全一致；按项级名称读作 2101501"),
        ("not printed or not found: table revenue_expenditure_summary expenditure closing_balance final_amount",
         "未列示或未找到：《收入支出决算总表》支出“年末结转和结余”行“决算数”列"),
        ("not printed or not found: statement state_capital", "未列示或未找到：《国有资本经营预算财政拨款支出决算表》"),
        ("a cell could not be read: narrative expenditure 2101501 expenditure_total",
         "有单元格未能读取：文字中《支出决算表》“2101501”行“本年支出合计”列"),
        ("statement missing or not read: general_budget_expenditure, three_public",
         "报表缺失或未能读取：《一般公共预算财政拨款支出决算表》、《财政拨款“三公”经费支出决算表》"),
    ],
)  # fmt: skip
def test_texts_within_texts_and_keys_are_told_too(recorded: str, told: str) -> None:
    assert retold(recorded, "zh") == told


def test_several_reasons_are_told_one_by_one() -> None:
    reasons = ["a.pdf: the file is empty.", "unheard of"]
    assert retold_all(reasons, "zh") == "a.pdf：文件为空。；unheard of"
    assert retold_all(reasons, "en") == "a.pdf: the file is empty. unheard of"


def test_long_and_hostile_texts_are_told_at_once() -> None:
    begun = time.process_time()
    for text in (": " * 200_000, "'" * 400_000, "a (" * 200_000, "code 1 (" * 100_000, "." * 400_000, "A" * 400_000):
        assert retold(text, "zh") == text
    many = [
        f"支出决算表: row {number} (甲), column total: '{number}x' is not a number; the cell was left out"
        for number in range(5_000)
    ]
    assert all("不是数字" in retold(text, "zh") for text in many)
    assert time.process_time() - begun < 10


def test_what_a_check_is_about_is_named_by_its_labels() -> None:
    key = "three_public/total/final_official_reception"
    assert key_retold(key, "zh") == "《财政拨款“三公”经费支出决算表》/合计/决算数公务接待费"
    assert key_retold("2101501/items", "zh") == "2101501/items"
    assert key_retold(key, "en") == key
