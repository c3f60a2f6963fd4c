"""Which addresses may be asked."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.fetching.addresses import checked_address, effective_address, is_public
from pipelines.fetching.errors import Refused

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "233.252.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::1.2.3.4",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
]
PUBLIC = [
    "8.8.8.8",
    "114.114.114.114",
    "223.5.5.5",
    "100.128.0.1",
    "172.32.0.1",
    "2400:3200::1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]

NOT_PUBLIC_4 = [
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "224.0.0.0/3")
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["fe80::1%eth0", "2400:3200::1%1"])
def test_an_address_with_a_scope_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.sampled_from(NOT_PUBLIC_4).flatmap(lambda network: st.ip_addresses(v=4, network=network)))
def test_no_spelling_of_a_private_address_is_public(address: ipaddress.IPv4Address) -> None:
    embedded = int(address)
    for prefix in ("::ffff:0:0", "64:ff9b::", "::"):
        spelled = str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | embedded))
        assert not is_public(spelled), spelled
    assert not is_public(str(address))
    assert not is_public(str(ipaddress.IPv6Address((0x2002 << 112) | (embedded << 80))))


@given(st.ip_addresses(v=6))
def test_only_global_unicast_and_wrapped_public_addresses_are_public(address: ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        effective = effective_address(str(address))
        assert effective in ipaddress.ip_network("2000::/3") if effective.version == 6 else effective.is_global


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address: ipaddress.IPv4Address) -> None:
    assert not (is_public(str(address)) and (address.is_private or address.is_multicast or address.is_reserved))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://a.gov.cn/x", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("//a.gov.cn/x", "only http and https"),
        ("", "only http and https"),
        ("http://user:word@a.gov.cn/", "user or password"),
        ("http://user@a.gov.cn/", "user or password"),
        ("http://b.gov.cn/", "not among the hosts"),
        ("http://a.gov.cn.evil.com/", "not among the hosts"),
        ("http://evil-a.gov.cn/", "not among the hosts"),
        ("http://a.gov.cn:8080/", "not among the hosts"),
        ("http://a.gov.cn:22/", "not among the hosts"),
        ("http://127.0.0.1/", "not among the hosts"),
        ("http:///x", "no host"),
        ("http://a.gov.cn/" + "x" * 5000, "longer than"),
        ("http://a.gov.cn:99999999/", "not among the hosts"),
        ("http://[::1/", "no address"),
    ],
)
def test_what_is_refused(address: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        checked_address(address, ["a.gov.cn"])


def test_a_refused_password_is_not_repeated() -> None:
    with pytest.raises(Refused) as refused:
        checked_address("http://user:secret@a.gov.cn/", ["a.gov.cn"])
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://a.gov.cn/x?y=1#part", "a.gov.cn"),
        ("https://A.GOV.CN./x", "a.gov.cn"),
        ("https://a.gov.cn:443/", "a.gov.cn"),
        ("http://a.gov.cn:8080/", "a.gov.cn:8080"),
        ("http://www.youxian.gov.cn/", "*.youxian.gov.cn"),
        ("http://政府.cn/", "政府.cn"),
        ("http://政府.cn/", "xn--mxtq1m.cn"),
        ("http://[2400:3200::1]/", "[2400:3200::1]"),
        ("http://[2400:3200::1]:8080/", "[2400:3200::1]:8080"),
    ],
)
def test_what_a_source_allows(address: str, host: str) -> None:
    assert checked_address(address, [host]).fragment == ""


def test_a_pattern_for_subdomains_does_not_allow_others() -> None:
    for address in ("http://youxian.gov.cn/", "http://xyouxian.gov.cn/", "http://a.youxian.gov.cn.evil.com/"):
        with pytest.raises(Refused):
            checked_address(address, ["*.youxian.gov.cn"])


def test_the_switch_opens_this_machine_only_and_only_where_the_source_names_it() -> None:
    assert checked_address("http://127.0.0.1:9999/", ["127.0.0.1:1"], loopback=True).port == 9999
    for address in ("http://10.0.0.1:9999/", "http://127.0.0.1:9999/"):
        with pytest.raises(Refused):
            checked_address(address, ["10.0.0.1:80"], loopback=True)
