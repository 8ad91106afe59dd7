"""No webhook leads inside: not by number, not by a name that leads there, not by a name that leads there later."""

import socket

import pytest

from integrations.enums import Fault
from integrations.hooks import calls
from integrations.hooks.calls import Answer, call

WRITTEN = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.254 127.0.0.1 127.0.0.2 127.255.255.254 169.254.0.1
169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.254 192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1 192.52.193.1
192.88.99.1 192.168.0.1 192.168.255.254 192.175.48.1 198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b::808:808 64:ff9b:1::a00:1
100::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1::1
2002:a00:1::1 2002:a9fe:a9fe::1 2002:808:808::1 2620:4f:8000::1 3ffe::1 3fff::1 3fff:fff::1 5f00::1 fc00::1
fd00::1 fd00:ec2::254 fe80::1 fe80::1%lo fe80::a9fe:a9fe fec0::1 feff::1 ff01::1 ff02::1 ff05::2 ff0e::1 ff02::fb
fe80::1%1 ::2 0:0:0:0:0:ffff:c0a8:1 4000::1 8000::1 e000::1 not-an-address 2130706433 0x7f000001 0177.0.0.1 127.1
"""
INSIDE = WRITTEN.split()
PUBLIC = ["93.184.215.14", "8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:2800:21f::1", "2a00:1450:4001::200e"]
NAME = "https://partner.example/changes"


@pytest.fixture
def connections(monkeypatch) -> list[str]:
    """Where somebody tried to connect to: nobody gets any further."""
    tried: list[str] = []

    def connect(address, _port, _seconds):
        tried.append(address)
        raise TimeoutError

    monkeypatch.setattr(calls, "connect", connect)
    return tried


@pytest.fixture(autouse=True)
def as_in_production(settings) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = False


def leads(monkeypatch, *answers):
    """What the name server says, one answer after the other."""
    waiting = list(answers)
    monkeypatch.setattr(calls, "resolve", lambda _host, _port: waiting.pop(0))


def test_there_are_enough_of_them():
    assert len(set(INSIDE)) >= 80


@pytest.mark.parametrize("address", INSIDE)
def test_nobody_connects_to_a_place_inside(address, connections, monkeypatch):
    leads(monkeypatch, [address], ["93.184.215.14", address], [address, "93.184.215.14"])

    answers = [call(NAME, body="{}", headers={}) for _time in range(3)]

    assert answers == [Answer(fault=Fault.FORBIDDEN)] * 3
    assert connections == []


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_connected_to(address, connections, monkeypatch):
    leads(monkeypatch, [address])

    assert call(NAME, body="{}", headers={}) == Answer(fault=Fault.NO_ANSWER)
    assert connections == [address]


def test_a_name_that_changes_its_mind_is_asked_once_and_the_first_answer_is_connected_to(connections, monkeypatch):
    leads(monkeypatch, ["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"])

    call(NAME, body="{}", headers={})
    second = call(NAME, body="{}", headers={})

    assert connections == ["93.184.215.14"]
    assert second.fault == Fault.FORBIDDEN


@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example/",
        "https://partner.example:8443/",
        "https://partner.example:22/",
        "http://127.0.0.1:8000/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://localhost/",
    ],
)
def test_no_other_door_is_knocked_at(address, connections, monkeypatch):
    found = ["93.184.215.14"] if "partner" in address else ["127.0.0.1"]
    leads(monkeypatch, found)

    assert call(address, body="{}", headers={}) == Answer(fault=Fault.FORBIDDEN)
    assert connections == []


def test_a_name_that_is_not_there_is_told_apart(connections, monkeypatch):
    def nowhere(_host, _port):
        raise socket.gaierror

    monkeypatch.setattr(calls, "resolve", nowhere)

    assert call(NAME, body="{}", headers={}) == Answer(fault=Fault.NO_NAME)
    assert connections == []
