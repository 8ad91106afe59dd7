"""People at browsers: a session, the form as it was read, the answer to what was posted. Over real HTTP."""

import re
from html.parser import HTMLParser
from http.client import HTTPConnection
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.utils.crypto import get_random_string

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 300
"""Seconds; twenty of them share two cores with everything else."""


class Answer(NamedTuple):
    status: int
    body: str


class Browser:
    """One person at a browser of their own, who has seen a form before: the token of its session serves for each."""

    def __init__(self, server, user):
        client = Client()
        client.force_login(user)
        self.host = urlsplit(server.url).netloc
        self.cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self.token = self.cookies["csrftoken"] = get_random_string(CSRF_SECRET_LENGTH)

    def read(self, path):
        """The page; its form's token is the session's."""
        status, headers, body = self._ask("GET", path)
        assert status == 200, f"{path}: {status}"
        cookie = re.search(r"csrftoken=([^;]+)", headers.get("Set-Cookie", ""))
        if cookie is not None:
            self.cookies["csrftoken"] = cookie.group(1)
        self.token = TOKEN.search(body).group(1)
        return body

    def post(self, path, typed):
        """The status and the page that answers; a redirection is not followed."""
        status, _headers, body = self._ask("POST", path, urlencode({**typed, "csrfmiddlewaretoken": self.token}, True))
        return Answer(status, body)

    def _ask(self, method, path, body=None):
        connection = HTTPConnection(self.host, timeout=PATIENCE)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, content


class FormOnPage(HTMLParser):
    """What the forms of a page would send as they stand; pages here have one that matters, and names do not repeat."""

    def __init__(self, page):
        super().__init__()
        self.sent, self.text_of, self.choosing = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "textarea":
            self.text_of, self.sent[name] = name, ""
        elif tag == "select":
            self.choosing = name
        elif tag == "option" and self.choosing and "selected" in given:
            self.sent.setdefault(self.choosing, []).append(given.get("value", ""))
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind not in {"submit", "button", "file"}:
            self.sent[name] = given.get("value", "")

    def handle_data(self, data):
        if self.text_of is not None:
            self.sent[self.text_of] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.sent[self.text_of] = self.sent[self.text_of].removeprefix("\n")
            self.text_of = None
        elif tag == "select":
            self.choosing = None


def form_on(page):
    """The fields of the forms on a page, as they stand."""
    return FormOnPage(page).sent
