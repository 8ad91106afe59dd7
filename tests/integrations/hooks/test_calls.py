"""What is said to a receiver, and how little of its answer is taken."""

import base64
import datetime as dt
import hashlib
import hmac
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from integrations.enums import Fault
from integrations.hooks import calls, signing
from integrations.hooks.calls import Answer, call
from tests.receivers import receiving

AT = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


def test_body_and_headers_arrive_as_they_are(receiver):
    assert call(receiver.address, body='{"a":"é"}', headers={"webhook-id": "1"}) == Answer(status=204)

    (heard,) = receiver.heard
    assert (heard["body"], heard["headers"]["webhook-id"]) == ('{"a":"é"}', "1")


@pytest.mark.parametrize(
    ("status", "is_taken", "is_nobody_home"),
    [
        (200, True, False),
        (299, True, False),
        (301, False, False),
        (400, False, False),
        (500, False, False),
        (429, False, True),
        (503, False, True),
    ],
)
def test_only_success_is_success(receiver, status, is_taken, is_nobody_home):
    receiver.answer = status

    answer = call(receiver.address, body="{}", headers={})

    assert (answer.is_taken, answer.is_nobody_home) == (is_taken, is_nobody_home)


def test_a_redirect_is_not_followed(receiver):
    with receiving() as other:
        receiver.answer, receiver.headers = 302, {"Location": other.address}

        assert call(receiver.address, body="{}", headers={}) == Answer(status=302)

    assert other.heard == []


def test_an_endless_answer_is_not_read(receiver):
    receiver.reply = b"x" * 50_000_000

    assert call(receiver.address, body="{}", headers={}) == Answer(status=204)


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 1_000, b"x" * 100_000, b"", b"220 mail\r\n"])
def test_what_is_no_answer_is_none(said):
    with listening(said) as port:
        assert call(f"http://127.0.0.1:{port}/", body="{}", headers={}) == Answer(fault=Fault.NO_ANSWER)


def test_a_receiver_that_says_nothing_is_left_after_a_while(settings):
    settings.WEBHOOK_LONGEST_SILENCE = 0.05
    with listening(None) as port:
        assert call(f"http://127.0.0.1:{port}/", body="{}", headers={}) == Answer(fault=Fault.NO_ANSWER)


def test_a_receiver_that_trickles_is_left_too(settings):
    settings.WEBHOOK_LONGEST_CALL = 0.05
    with listening(None) as port:
        assert call(f"http://127.0.0.1:{port}/", body="{}", headers={}) == Answer(fault=Fault.NO_ANSWER)


def test_signature_is_what_the_standard_says():
    seed = signing.new_seed()
    headers = signing.signed([seed], message="m1", at=AT, body="{}")

    key = base64.b64decode(signing.shown(seed).removeprefix("whsec_"))
    wanted = hmac.new(key, f"m1.{int(AT.timestamp())}.{{}}".encode(), hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(wanted).decode()}"
    assert len(key) == 32


def test_a_new_key_of_the_system_breaks_no_signature_while_the_old_one_is_named(settings):
    seed = signing.new_seed()
    (before,) = signing.signed([seed], message="m1", at=AT, body="{}")["webhook-signature"].split(" ")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the system"

    after = signing.signed([seed], message="m1", at=AT, body="{}")["webhook-signature"].split(" ")

    assert before in after
    assert len(after) == 2


def test_the_name_stands_in_certificate_and_host_while_the_number_is_connected_to(tmp_path, monkeypatch):
    context = certified("partner.example", tmp_path)
    asked: list[str] = []
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    trusted = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    monkeypatch.setattr(calls, "trust", lambda: trusted)
    monkeypatch.setattr(calls, "resolve", lambda _host, _port: ["93.184.215.14"])
    heard: list[bytes] = []
    with listening(b"HTTP/1.1 200 OK\r\n\r\n", context, heard) as port:
        monkeypatch.setattr(
            calls, "connect", lambda _address, _port, s: socket.create_connection(("127.0.0.1", port), s)
        )

        mine = call("https://partner.example/changes?a=b", body="{}", headers={})
        another = call("https://another.example/", body="{}", headers={})

    assert (mine, another) == (Answer(status=200), Answer(fault=Fault.NO_TRUST))
    assert asked == ["partner.example", "another.example"]
    assert heard[0].startswith(b"POST /changes?a=b HTTP/1.1\r\nHost: partner.example\r\n")


class listening:  # noqa: N801 -- read as a word of the test
    """A socket that says one thing to whoever calls (None: nothing), and keeps what it heard."""

    def __init__(self, said, context=None, heard=None):
        self.said, self.context, self.heard = said, context, heard if heard is not None else []
        self.server, self.open = socket.create_server(("127.0.0.1", 0)), []

    def __enter__(self):
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        return self.server.getsockname()[1]

    def serve(self):
        while True:
            try:
                found, _address = self.server.accept()
            except OSError:
                return
            try:
                self.answer(found)
            except OSError:
                found.close()

    def answer(self, found):
        if self.context is not None:
            found = self.context.wrap_socket(found, server_side=True)
        self.open.append(found)
        heard = b""
        while not heard.endswith(b"{}"):
            heard += found.recv(65_536)
        self.heard.append(heard)
        if self.said is not None:
            found.sendall(self.said)
            found.close()

    def __exit__(self, *_error):
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join()
        for one in self.open:
            one.close()


def certified(name, folder):
    """A server's context with a certificate of its own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2120, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context
