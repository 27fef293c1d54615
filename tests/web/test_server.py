"""The server itself: what it lets in, and how it says that something went wrong."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from http import HTTPStatus
from wsgiref.types import WSGIApplication

import pytest

from bot.errors import NotFoundError, UserError
from bot.telemetry import logs
from bot.web.server import LocalServer
from bot.web.wire import Frame, Request, Response, json_response
from bot.web.wsgi import Mounted, application, is_own_page
from tests.web.client import Client

JSON = {"Content-Type": "application/json"}


def echo(request: Request) -> Response:
    if request.path.endswith("/user"):
        raise UserError("Try <b>this</b>.")
    if request.path.endswith("/gone"):
        raise NotFoundError("There is no story x.", story="x")
    if request.path.endswith("/broken"):
        raise ZeroDivisionError("a secret of the inside")
    return json_response({"path": request.path, "query": dict(request.query), "body": dict(request.body)})


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with LocalServer(lambda _url: application(echo, frame=Frame(), guard=is_own_page)) as server:
        assert server.url.startswith("http://127.0.0.1:")
        yield Client(server.url)


def test_path_query_and_body_arrive(client: Client) -> None:
    assert client.get("/a%20b?text=Caf%C3%A9+1").value == {
        "path": "/a b",
        "query": {"text": "Café 1"},
        "body": {},
    }
    assert client.post("/api/x", n=1).value["body"] == {"n": 1}


def test_head_has_no_body(client: Client) -> None:
    answer = client.ask("HEAD", "/")
    assert (answer.status, answer.text) == (200, "")


@pytest.mark.parametrize("path", ["/user", "/api/user"])
def test_what_a_user_did_wrong_is_told_as_a_sentence(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == HTTPStatus.BAD_REQUEST
    if path.startswith("/api"):
        assert answer.value == {"error": "Try <b>this</b>."}
    else:
        assert "Try &lt;b&gt;this&lt;/b&gt;." in answer.text


def test_what_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/gone").status == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
def test_a_fault_gets_an_incident_and_shows_nothing_of_the_inside(
    client: Client, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure(level="warning", form="console")  # to where this test looks
    answer = client.get(path)
    assert answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "incident" in answer.text
    assert "secret" not in answer.text
    assert "a secret of the inside" in capfd.readouterr().err


@pytest.mark.parametrize(
    "headers",
    [
        {**JSON, "Host": "evil.example"},
        {**JSON, "Origin": "https://evil.example"},
        {**JSON, "Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
def test_pages_of_other_sites_are_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.ask("POST", "/api/x", b"{}", headers).status == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_they_cannot_read_either(client: Client, headers: dict[str, str]) -> None:
    assert client.ask("GET", "/api/x", None, headers).status == HTTPStatus.FORBIDDEN


def test_own_origin_is_let_in(client: Client) -> None:
    headers = {**JSON, "Origin": f"http://{client.host}"}
    assert client.ask("POST", "/api/x", b"{}", headers).status == HTTPStatus.OK


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(client: Client, body: bytes) -> None:
    answer = client.ask("POST", "/api/x", body, JSON)
    assert answer.status == HTTPStatus.BAD_REQUEST
    assert "not a JSON object" in answer.value["error"]


def test_a_huge_body_is_not_read(client: Client) -> None:
    headers = {**JSON, "Content-Length": str(10**9)}
    assert client.ask("POST", "/api/x", b"{}", headers).status == HTTPStatus.BAD_REQUEST
    chunked = {**JSON, "Transfer-Encoding": "chunked", "Content-Length": ""}
    assert client.ask("POST", "/api/x", json.dumps({}).encode(), chunked).status == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_do_nothing(client: Client, method: str) -> None:
    assert client.ask(method, "/api/x").status == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_port_that_is_taken_is_told() -> None:
    with LocalServer(lambda _url: application(echo, frame=Frame())) as first:
        port = int(first.url.rstrip("/").rpartition(":")[2])
        with pytest.raises(UserError, match=f"Port {port} cannot be used"):
            LocalServer(lambda _url: application(echo, frame=Frame()), port=port)


def test_a_client_that_goes_away_is_no_event(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    host, port = client.host.split(":")
    with socket.create_connection((host, int(port))) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
    assert client.get("/a").status == HTTPStatus.OK
    assert capfd.readouterr().err == ""


def test_applications_are_mounted_by_path() -> None:
    def named(name: str) -> WSGIApplication:
        return lambda environ, _start: [f"{name} {environ['PATH_INFO']}".encode()]

    whole = Mounted("/page/", named("pages"), named("rest"))
    asked = [b"".join(whole({"PATH_INFO": path}, None)) for path in ("/page/a", "/page", "/slack/events")]  # type: ignore[arg-type]  # nothing starts a response
    assert asked == [b"pages /page/a", b"rest /page", b"rest /slack/events"]
