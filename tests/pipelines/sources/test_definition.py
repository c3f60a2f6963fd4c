"""Source files and what is said of those that are not right."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.sources.definition import Inbox, Listing, Manifest, Mirror, SourceError, allowed_hosts, load_sources


def written(folder: Path, files: dict[str, str]) -> Path:
    """A folder of source files."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_every_kind(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {
            "inbox.toml": 'kind = "inbox"\nfolder = "in"\n',
            "copy.toml": 'kind = "mirror"\nfolder = "m"\naddress = "https://a.gov.cn/x/"\ndivision = "攸县"\n',
            "youxian.toml": 'kind = "listing"\nstart = "http://www.youxian.gov.cn/l/"\ndivision = "430223"\nyear = 2024\n',
            "list.csv": "address,division,department,year\nhttp://b.gov.cn/1.pdf,湖南省/株洲市/攸县,攸县财政局,2023\n",
            "more.toml": 'kind = "manifest"\nfile = "more.csv"\nhosts = ["*.c.gov.cn"]\nyear = 2022\n',
            "more.csv": "address,year\nhttp://c.gov.cn/1.pdf,\n",
        },
    )
    copy, inbox, listed, more, youxian = load_sources(folder)
    assert isinstance(inbox, Inbox)
    assert inbox.folder == str(tmp_path.resolve() / "in")
    assert isinstance(copy, Mirror)
    assert copy.division == "430223"
    assert isinstance(listed, Manifest)
    hints = listed.hints_of(listed.entries[0])
    assert (hints.division, hints.department, hints.fiscal_year) == ("430223", "攸县财政局", 2023)
    assert isinstance(more, Manifest)
    assert more.hints_of(more.entries[0]).fiscal_year == 2022
    assert allowed_hosts(more) == ("c.gov.cn", "*.c.gov.cn")
    assert isinstance(youxian, Listing)
    assert (youxian.start, allowed_hosts(youxian)) == (("http://www.youxian.gov.cn/l/",), ("www.youxian.gov.cn",))


def test_a_list_saved_by_excel_in_china_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("address,division\r\nhttp://b.gov.cn/1.pdf,攸县\r\n".encode("gbk"))
    (source,) = load_sources(tmp_path)
    assert isinstance(source, Manifest)
    assert source.entries[0].division == "430223"


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("a.toml", "kind = ", r"a\.toml: this is no TOML"),
        ("a.toml", 'folder = "x"', r"a\.toml: kind: None is not known; it is one of inbox, mirror, manifest, listing"),
        ("a.toml", 'kind = "portal"', r"kind: 'portal' is not known"),
        ("a.toml", 'kind = "inbox"', r"folder: a source of kind inbox needs it"),
        (
            "a.toml",
            'kind = "inbox"\nfolder = "x"\nfolders = "y"',
            r"folders: there is no such key here; allowed are name,",
        ),
        ("a.toml", 'kind = "inbox"\nfolder = 3', r"folder: Expected `str`, got `int`"),
        ("a.toml", 'kind = "inbox"\nfolder = "x"\nyear = 24', r"year: 24 is no fiscal year; allowed are 2000 to 2099"),
        ("a.toml", 'kind = "inbox"\nfolder = "x"\nname = "a/b"', r"name: 'a/b' may hold letters"),
        ("a.toml", 'kind = "inbox"\nfolder = "x"\ndivision = "430299"', r"division: 430299 is no code"),
        (
            "a.toml",
            'kind = "inbox"\nfolder = "x"\ndivision = "普陀区"',
            r"division: '普陀区': it may be any of 上海市/普陀区, 浙江省/舟山市/普陀区",
        ),
        ("a.toml", 'kind = "inbox"\nfolder = "x"\ndivision = "无此县"', r"no division has it"),
        (
            "a.toml",
            'kind = "listing"\nstart = "a.gov.cn"',
            r"start: 'a\.gov\.cn' must be a whole http or https address",
        ),
        ("a.toml", 'kind = "listing"\nstart = "http://u:p@a.cn"', r"without user or password"),
        ("a.toml", 'kind = "listing"\nstart = []', r"start: at least one address"),
        ("a.toml", 'kind = "listing"\nstart = "http://a.cn"\ndetails = "("', r"details: '\(' is no regular expression"),
        ("a.toml", 'kind = "listing"\nstart = "http://a.cn"\npage_addresses = "p.html"', r"must hold \{page\}"),
        (
            "a.toml",
            'kind = "listing"\nstart = "http://a.cn"\ndepth = 9',
            r"depth: 9 is out of range; allowed are 0 to 5",
        ),
        (
            "a.toml",
            'kind = "listing"\nstart = "http://a.cn"\nfirst_page = 9\nlast_page = 2',
            r"first_page: 9 lies behind",
        ),
        (
            "a.toml",
            'kind = "listing"\nstart = "http://a.cn"\nhosts = ["http://b.cn/"]',
            r"hosts: 'http://b\.cn/' is no host",
        ),
        ("a.toml", 'kind = "manifest"\nfile = "none.csv"', r"none\.csv: it cannot be read"),
        ("a.csv", "url\nhttp://a.cn/", r"a\.csv: column 'url' is not known; allowed are address, division"),
        ("a.csv", "year\n2024", r"a column `address` is needed"),
        ("a.csv", "address,year\n,2024", r"line 2: address: it is empty"),
        ("a.csv", "address,year\nhttp://a.cn/1.pdf,soon", r"line 2: .*int.*year"),
        ("a.csv", "address,year\nhttp://a.cn/1.pdf,2024,x", r"line 2: it has another number of fields"),
        ("a.csv", "address\nhttp://a.cn/1.pdf\nb.cn", r"address 2: 'b\.cn' must be"),
    ],
)
def test_complaints_name_the_file_the_key_and_what_is_allowed(
    tmp_path: Path, file: str, text: str, complaint: str
) -> None:
    with pytest.raises(SourceError, match=complaint) as raised:
        load_sources(written(tmp_path, {file: text}))
    assert str(tmp_path) in str(raised.value)


def test_two_sources_of_one_name(tmp_path: Path) -> None:
    files = {"a.toml": 'kind = "inbox"\nfolder = "x"\nname = "b"', "b.toml": 'kind = "inbox"\nfolder = "x"'}
    with pytest.raises(SourceError, match=r"name: 'b' is taken by .*a\.toml"):
        load_sources(written(tmp_path, files))


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"is no folder; sources are \*\.toml"):
        load_sources(tmp_path / "none")
