"""What every description says of the whole: its title, what it is, what it does not claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.descriptions.publication import Publication

NAME = "juesuan-final-accounts"
TITLE_ZH = "部门决算公开数据"
TITLE_EN = "Departmental final accounts of China's government units"
KEYWORDS = ("部门决算", "三公经费", "财政", "final accounts", "public finance", "China", "reconciliation")
DESCRIPTION_EN = (
    "Every figure of the departmental final accounts (部门决算) that were read, each with the page and cell it was "
    "printed in, and every report that does not reconcile as published. Amounts are in yuan. A finding says that printed "
    "figures do not agree with each other; it says nothing about intentions."
)
DESCRIPTION_ZH = (
    "所收部门决算公开文件中的全部数据，每个数字都可追溯到所在页和单元格，并列出所公布的数据勾稽不符之处。金额单位为元。"
    "核对结果只说明所公布的数字之间不一致，不对原因作任何判断。"
)


def address(publication: Publication, name: str) -> str:
    """Where a file of the export is: under the address it is published at, else beside the description."""
    return f"{publication.url.rstrip('/')}/{name}" if publication.url else name
