"""The connection goes to the address that was checked."""

from __future__ import annotations

import datetime
import ssl
import time
from dataclasses import replace
from pathlib import Path

import httpcore
import pytest

from pipelines.fetching.connection import dial
from pipelines.fetching.errors import FetchError, Refused
from pipelines.fetching.fetcher import Fetcher
from pipelines.fetching.pace import Pace
from tests.pipelines.fetching.local import POLICY, Slept
from tests.pipelines.portal import Portal

DATA = b"%PDF-1.7"


class NameServer:
    """Gives its answers in turn, the last for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, name: str, port: int) -> list[str]:
        self.asked.append(name)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Dialler:
    """Remembers which address was connected to; all lead to one local port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.dialled: list[str] = []

    def __call__(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        self.dialled.append(address)
        return dial("127.0.0.1", self.port, seconds)


def made(names: NameServer, dialler: Dialler, **policy: object) -> Fetcher:
    """A fetcher with its own name server; this machine is not opened."""
    settings = replace(POLICY, loopback=False, tries=1, **policy)  # type: ignore[arg-type]
    return Fetcher(settings, resolver=names, dialler=dialler, sleep=Slept(), pace=Pace(sleep=Slept()))


def test_the_name_is_resolved_once_and_the_checked_address_is_dialled() -> None:
    with Portal({"a.pdf": DATA}) as portal:
        names, dialler = NameServer(["93.184.216.34"], ["127.0.0.1"]), Dialler(portal.port)
        answer = made(names, dialler).get("http://files.a.gov.cn/files/a.pdf", ["files.a.gov.cn"], pause=0)
        assert answer.body == DATA
        assert (names.asked, dialler.dialled) == (["files.a.gov.cn"], ["93.184.216.34"])
        assert portal.asked("a.pdf")[0].headers["host"] == "files.a.gov.cn"


def test_a_name_server_that_changes_its_mind_leads_nowhere() -> None:
    with Portal({"a.pdf": DATA}) as portal:
        names, dialler = NameServer(["93.184.216.34"], ["169.254.169.254"]), Dialler(portal.port)
        by = made(names, dialler)
        by.get("http://a.gov.cn/files/a.pdf", ["a.gov.cn"], pause=0)
        by.close()  # the next request needs a new connection and asks the name server again
        with pytest.raises(Refused, match=r"leads to 169\.254\.169\.254, which is no public address"):
            by.get("http://a.gov.cn/files/a.pdf", ["a.gov.cn"], pause=0)
        assert dialler.dialled == ["93.184.216.34"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["93.184.216.34", "10.0.0.1"],
        ["::ffff:10.0.0.1"],
        ["fe80::1%eth0"],
        ["64:ff9b::a00:1"],
        ["nonsense"],
    ],
)
def test_a_name_with_any_private_address_is_not_asked(addresses: list[str]) -> None:
    dialler = Dialler(1)
    with pytest.raises(Refused, match="no public address"):
        made(NameServer(addresses), dialler).get("http://a.gov.cn/", ["a.gov.cn"], pause=0)
    assert dialler.dialled == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "[::1]"]
)
def test_no_spelling_of_this_machine_is_asked_without_the_switch(host: str) -> None:
    with Portal({"a.pdf": DATA}) as portal:
        by = Fetcher(replace(POLICY, loopback=False, tries=1), sleep=Slept())
        with pytest.raises(FetchError):
            by.get(f"http://{host}:{portal.port}/files/a.pdf", [f"{host}:{portal.port}"], pause=0)
        assert portal.requests == []


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with Portal({"a.pdf": DATA}) as portal:

        class Half(Dialler):
            def __call__(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
                if address == "2400:3200::1":
                    self.dialled.append(address)
                    raise httpcore.ConnectError("unreachable")
                return super().__call__(address, port, seconds)

        dialler = Half(portal.port)
        names = NameServer(["2400:3200::1", "93.184.216.34"])
        assert made(names, dialler).get("http://a.gov.cn/files/a.pdf", ["a.gov.cn"], pause=0).body == DATA
        assert dialler.dialled == ["2400:3200::1", "93.184.216.34"]


def test_a_name_server_that_stalls_cannot_hold_it() -> None:
    def slow(name: str, port: int) -> list[str]:
        time.sleep(30)
        return []

    by = Fetcher(replace(POLICY, connect=0.3, tries=1), resolver=slow, sleep=Slept())
    start = time.monotonic()
    with pytest.raises(FetchError, match="name server did not answer"):
        by.get("http://a.gov.cn/", ["a.gov.cn"])
    assert time.monotonic() - start < 3


def test_a_name_that_is_not_known_says_so() -> None:
    def unknown(name: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    by = Fetcher(replace(POLICY, tries=1), resolver=unknown, sleep=Slept())
    with pytest.raises(FetchError, match=r"a\.gov\.cn could not be resolved"):
        by.get("http://a.gov.cn/", ["a.gov.cn"])


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for a name, and its key."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, secret


def test_tls_keeps_the_name_and_its_certificate_is_checked(tmp_path: Path) -> None:
    pem, secret = _certificate(tmp_path, "files.a.gov.cn")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    asked: list[str | None] = []
    server.sni_callback = lambda connection, name, context: asked.append(name)
    with Portal({"a.pdf": DATA}) as portal:
        portal.secure(server)
        trusting = ssl.create_default_context(cafile=str(pem))
        settings = replace(POLICY, loopback=False, tries=1)
        names, dialler = NameServer(["93.184.216.34"]), Dialler(portal.port)
        by = Fetcher(settings, resolver=names, dialler=dialler, context=trusting, sleep=Slept())
        assert by.get("https://files.a.gov.cn/files/a.pdf", ["files.a.gov.cn"], pause=0).body == DATA
        assert asked == ["files.a.gov.cn"]
        with pytest.raises(FetchError, match=r"certificate of b\.gov\.cn is not valid"):
            by.get("https://b.gov.cn/files/a.pdf", ["b.gov.cn"], pause=0)
        with pytest.raises(FetchError, match="certificate of"):
            Fetcher(settings, resolver=names, dialler=dialler, sleep=Slept()).get(
                "https://files.a.gov.cn/files/a.pdf", ["files.a.gov.cn"], pause=0
            )
