"""Which addresses may be asked: http and https only, hosts the source allows, and public networks only.

In: an address and the hosts allowed. Out: the parsed address, or `Refused` with the reason. `is_public` judges the
network address a name resolved to; the connection is then made to that very address (see `connection`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import httpx

from pipelines.fetching.errors import Refused

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_LONGEST_ADDRESS = 4096

#: Networks that are not public hosts although `ipaddress` of some Python version calls them global: documentation,
#: relays and transition mechanisms that hide another address, protocol assignments, multicast.
_CLOSED_4 = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
    )
)  # fmt: skip
_CLOSED_6 = tuple(ipaddress.ip_network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
#: The only part of IPv6 in which public hosts are.
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
#: Behind these stands an IPv4 address in the last 32 bits: IPv4-mapped, and the well-known prefix of NAT64.
_EMBEDDING = (ipaddress.IPv6Network("::ffff:0:0/96"), ipaddress.IPv6Network("64:ff9b::/96"))


def effective_address(text: str) -> IPAddress:
    """The address packets really go to: that of the IPv4 host where an IPv6 address only wraps one."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def is_public(text: str) -> bool:
    """Whether a numeric address is that of a public host. Addresses with a scope (`fe80::1%eth0`) never are."""
    if "%" in text:
        return False
    address = effective_address(text)
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_4)
    return address in _GLOBAL_UNICAST and not any(address in network for network in _CLOSED_6)


def is_loopback(text: str) -> bool:
    """Whether a numeric address is this machine."""
    return "%" not in text and effective_address(text).is_loopback


def checked_address(address: str, hosts: Sequence[str], loopback: bool = False) -> httpx.URL:
    """In: an address, the hosts the source allows, and whether this machine may be asked on any port (tests).

    Out: the address as it will be requested, without its fragment. Raises `Refused`.
    """
    if len(address) > _LONGEST_ADDRESS:
        raise Refused("{address}… is longer than {most} characters", address=address[:80], most=_LONGEST_ADDRESS)
    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused("{address} is no address: {error}", address=address, error=error) from error
    if url.scheme not in _PORTS:
        raise Refused(
            "{address}: only http and https are fetched, not {scheme}", address=address, scheme=url.scheme or "–"
        )
    if url.userinfo:
        raise Refused("{address}: an address with user or password is not fetched", address=url.copy_with(userinfo=b""))
    host = _plain_host(url)
    if not host:
        raise Refused("{address} names no host", address=address)
    port = url.port or _PORTS[url.scheme]
    local = loopback and _names_this_machine(host) and any(_split(pattern)[0] == host for pattern in hosts)
    if not local and not any(_allows(pattern, host, port) for pattern in hosts):
        raise Refused(
            "{address} is not among the hosts of this source ({hosts}); add it to `hosts` if it belongs to the publisher",
            address=f"{url.scheme}://{url.netloc.decode('ascii')}",
            hosts=", ".join(hosts) or "–",
        )
    return url


def _plain_host(url: httpx.URL) -> str:
    """The host as it goes over the wire: lower case, punycode, without brackets and without a final dot."""
    return url.raw_host.decode("ascii").lower().strip("[]").rstrip(".")


def _split(pattern: str) -> tuple[str, int | None]:
    """The host of a pattern (punycode, `*.` kept) and the port it names."""
    wild = pattern.startswith("*.")
    url = httpx.URL(f"pattern://{pattern.removeprefix('*.')}")
    return ("*." if wild else "") + _plain_host(url), url.port


def _allows(pattern: str, host: str, port: int) -> bool:
    """A pattern without a port means the usual ports."""
    wanted, wanted_port = _split(pattern)
    if port not in ((wanted_port,) if wanted_port else tuple(_PORTS.values())):
        return False
    if wanted.startswith("*."):
        return host.endswith(wanted[1:])
    return host == wanted


def _names_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return is_loopback(host)
    except ValueError:
        return False
