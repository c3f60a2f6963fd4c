"""What a fetched disclosure is called: by the server, by the link that led to it, by its page, or by its address.

In: what each of them says. Out: a file name that a person recognises, safe to show and to store.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes, urlsplit

LONGEST_NAME = 120

_SUFFIX = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|txt|md|html?|png|jpe?g|tiff?)$", re.IGNORECASE)
#: The ending that stands for a media type, where nothing else names one.
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/ofd": ".ofd",
    "application/zip": ".zip",
    "text/html": ".html",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
}
#: Words of links that name nothing.
_EMPTY_WORDS = re.compile(
    r"请|点击|点此|单击|这里|此处|下载|查看|打开|预览|阅读|附件|全文|原文|正文|文件|文档|详情|[一二三四五六七八九十]"
)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+')


def document_name(disposition: str, link: str, title: str, address: str, media_type: str) -> str:
    """The best name: the server's, else the link's, else the page's title, else the last part of the address.

    A name that says nothing (`点击下载`, `P020240815.pdf`) is taken only where there is no better one.
    """
    given = [_clean(disposition_name(disposition)), _clean(link), _clean(title), _clean(address_name(address))]
    chosen = next((name for name in given if _tells(name)), None) or next(
        (name for name in (given[0], given[3], given[1]) if name), "document"
    )
    return _with_ending(chosen, [given[0], given[3]], media_type)


def disposition_name(header: str) -> str:
    """The file name in a Content-Disposition header: `filename*` (RFC 5987) before `filename`."""
    extended = re.search(r"filename\*\s*=\s*\"?([\w\-]*)'[^']*'([^\";]+)", header, re.IGNORECASE)
    if extended is not None:
        return _decoded(unquote_to_bytes(extended[2].strip()), extended[1])
    plain = re.search(r'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', header, re.IGNORECASE)
    if plain is None:
        return ""
    text = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2].strip()
    return _decoded(unquote_to_bytes(_octets(text)))


def address_name(address: str) -> str:
    """The last part of an address's path."""
    return _decoded(unquote_to_bytes(urlsplit(address).path.rstrip("/").rpartition("/")[2]))


def _octets(text: str) -> bytes:
    """The bytes a header came as: headers are bytes, shown as Latin-1 where they are no ASCII."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _decoded(data: bytes, charset: str = "") -> str:
    """Text of a name: as declared, as UTF-8 if it is that, else as GB18030, which offices' servers send unannounced."""
    for encoding in (charset or "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _clean(name: str) -> str:
    plain = _FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    plain = re.sub(r"\s+", " ", plain).strip(" .")
    suffix = PurePosixPath(plain).suffix if _SUFFIX.search(plain) else ""
    return plain.removesuffix(suffix)[:LONGEST_NAME].strip() + suffix if plain != suffix else ""


def _tells(name: str) -> bool:
    """Whether a name says what it is: some Chinese words beyond `附件1：点击下载`."""
    return len(re.findall(r"[\u3400-\u9fff]", _EMPTY_WORDS.sub("", _SUFFIX.sub("", name)))) >= 3


def _with_ending(name: str, others: list[str], media_type: str) -> str:
    """A name without an ending takes that of the server's name or the address, else that of its content."""
    if _SUFFIX.search(name):
        return name
    found = next((match[0].lower() for other in others if (match := _SUFFIX.search(other))), "")
    return name + (found or _ENDINGS.get(media_type, ""))
