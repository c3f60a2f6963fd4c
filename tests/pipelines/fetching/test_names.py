"""What a fetched disclosure is called."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetching.names import disposition_name, document_name

NAME = "攸县财政局2024年度部门决算.pdf"
PDF = "application/pdf"


@pytest.mark.parametrize(
    "header",
    [
        f'attachment; filename="{NAME}"'.encode().decode("latin-1"),
        f'attachment; filename="{NAME}"'.encode("gbk").decode("latin-1"),
        f"attachment; filename={NAME}".encode("gb18030").decode("latin-1"),
        f"attachment; filename={quote(NAME)}",
        f"attachment; filename*=UTF-8''{quote(NAME)}",
        f"attachment; filename*=utf-8'zh-CN'{quote(NAME)}; filename=\"x.pdf\"",
        f"attachment; filename=\"x.pdf\"; filename*=GBK''{quote(NAME.encode('gbk'))}",
        f'inline;FILENAME = "{quote(NAME)}"',
    ],
)
def test_the_servers_name_in_all_its_spellings(header: str) -> None:
    assert disposition_name(header) == NAME


@pytest.mark.parametrize(
    ("disposition", "link", "title", "address", "expected"),
    [
        ("", "攸县财政局2024年度部门决算", "", "http://a/P0202.pdf", "攸县财政局2024年度部门决算.pdf"),
        ("", "附件1：点击下载", "攸县财政局2024年度部门决算", "http://a/P0202.pdf", "攸县财政局2024年度部门决算.pdf"),
        ("", "点击下载", "", "http://a/P020240815.pdf", "P020240815.pdf"),
        ("", "", "", f"http://a/{quote(NAME)}", NAME),
        ("", "", "", f"http://a/{quote(NAME.encode('gbk'))}", NAME),
        ('attachment; filename="P1.pdf"', "攸县财政局决算", "", "http://a/download", "攸县财政局决算.pdf"),
        ("", "攸县财政局决算", "", "http://a/download?id=7", "攸县财政局决算.pdf"),
        ("", "", "", "http://a/", "document.pdf"),
        ("", "附件", "", "http://a/", "附件.pdf"),
        (
            "",
            "攸县2024年度部门决算（含“三公”经费）.doc",
            "",
            "http://a/x.pdf",
            "攸县2024年度部门决算（含“三公”经费）.doc",
        ),
    ],
)
def test_the_name_that_tells_most_is_taken(
    disposition: str, link: str, title: str, address: str, expected: str
) -> None:
    assert document_name(disposition, link, title, address, PDF) == expected


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=50))
def test_a_name_never_leads_out_of_a_folder(disposition: str, link: str, title: str) -> None:
    name = document_name(f'attachment; filename="{disposition}"', link, title, "http://a/../../etc/passwd", PDF)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t\u202e')
    assert not name.startswith(".")
    assert len(name) <= 140
    name.encode("utf-8", "surrogatepass")
