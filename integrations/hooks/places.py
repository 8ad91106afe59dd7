"""Which addresses of the Internet may be called: those that are anybody's, never one inside a house or a machine."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # behind a carrier
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local, and the metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocols
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # name servers for nobody's addresses
        "192.52.193.0/24",  # tunnels
        "192.88.99.0/24",  # 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # name servers for nobody's addresses
        "198.18.0.0/15",  # measuring
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and everybody
    )
)
PUBLIC_6 = IPv6Network("2000::/3")
"""All else is no address of the Internet: mapped and translated IPv4 (NAT64 too), private, link-local, multicast."""
NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocols: Teredo, measuring, identifiers
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 holds an IPv4 address
        "2620:4f:8000::/48",  # name servers for nobody's addresses
        "3ffe::/16",  # given back
        "3fff::/20",  # documentation
    )
)


def is_public(text: str) -> bool:
    """Whether this numeric address may be called. What cannot be read is not public."""
    address = _read(text)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    if address is None or address.scope_id is not None or address not in PUBLIC_6:
        return False
    return not any(address in network for network in NOT_PUBLIC_6)


def is_loopback(text: str) -> bool:
    """Whether it is this very machine, by its plain names."""
    address = _read(text)
    return address is not None and address.is_loopback


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
