"""Between WSGI and the handlers: what comes in, what is refused, and what never leaves."""

import io
import json
from http import HTTPStatus

import pytest

from bot.errors import NotFoundError, UserError
from bot.web.wire import SAFE_HEADERS, Frame, Request, Response, document, html_response, json_response, page
from bot.web.wsgi import Mounted, application, is_own_page

OK = Response(body=b"well", content_type="text/plain")


def environ(path="/", method="GET", *, body=None, query="", **more):
    sent = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    return {
        "PATH_INFO": path.encode().decode("latin-1"),
        "REQUEST_METHOD": method,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(sent)),
        "wsgi.input": io.BytesIO(sent),
        "SERVER_PORT": "8080",
        "HTTP_HOST": "localhost:8080",
        "CONTENT_TYPE": "application/json",
        **more,
    }


def ask(handler, given, **options):
    """(status, headers, body) of an answer."""
    told = []
    body = application(handler, frame=Frame(), **options)(given, lambda *args: told.append(args))
    ((status, headers),) = told
    return int(status.split()[0]), dict(headers), b"".join(body)


def seen(given):
    """The request as a handler gets it."""
    requests = []

    def handler(request):
        requests.append(request)
        return OK

    assert ask(handler, given)[0] == 200
    return requests[0]


class TestIn:
    def test_path_and_query_are_decoded(self):
        found = seen(environ("/a b/é", query="q=Caf%C3%A9+1&n=1&n=2&empty="))
        assert (found.path, found.query) == ("/a b/é", {"q": "Café 1", "n": "2"})

    def test_a_body_is_a_json_object(self):
        assert seen(environ("/x", "POST", body={"text": "Boston"})).body == {"text": "Boston"}
        assert seen(environ("/x", "GET", body={"text": "Boston"})).body == {}

    def test_head_is_a_get_whose_body_stays_here(self):
        assert seen(environ(method="HEAD")).method == "GET"
        status, headers, body = ask(lambda _request: OK, environ(method="HEAD"))
        assert (status, headers["Content-Length"], body) == (200, "4", b"")

    @pytest.mark.parametrize(
        "body",
        [b"{", b"[]", b'"x"', b"null", b"\xff", b"[" * 100_000],
        ids=["cut", "list", "text", "null", "no text", "deep"],
    )
    def test_what_is_no_object_is_refused(self, body):
        status, _, answer = ask(lambda _request: OK, environ("/api/x", "POST", body=body))
        assert (status, "not a JSON object" in answer.decode()) == (400, True)

    @pytest.mark.parametrize("length", ["", "-1", "x", "1000001"])
    def test_a_length_that_cannot_be_is_refused_unread(self, length):
        given = environ("/api/x", "POST", body={}, CONTENT_LENGTH=length)
        assert ask(lambda _request: OK, given)[0] == 400
        assert given["wsgi.input"].tell() == 0

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "BREW"])
    def test_other_methods_are_refused(self, method):
        assert ask(lambda _request: OK, environ(method=method))[0] == 405

    @pytest.mark.parametrize(
        ("body", "word"), [({"a": "x"}, "x"), ({"a": 1}, ""), ({"a": None}, ""), ({}, "")]
    )
    def test_a_word_of_a_body_is_a_text_or_nothing(self, body, word):
        assert Request(method="POST", path="/", body=body).word("a") == word


class TestOut:
    def test_every_answer_has_the_safe_headers(self):
        for handler in (lambda _request: OK, lambda _request: 1 / 0):
            headers = ask(handler, environ())[1]
            assert SAFE_HEADERS.items() <= headers.items()
            assert headers["Cache-Control"] == "no-store"
            assert "unsafe" not in headers["Content-Security-Policy"]

    def test_a_handlers_own_headers_and_caching_go_out(self):
        made = Response(body=b"", content_type="image/png", cache="max-age=9", headers=(("X-A", "b"),))
        headers = ask(lambda _request: made, environ())[1]
        assert (headers["Content-Type"], headers["Cache-Control"], headers["X-A"]) == (
            "image/png",
            "max-age=9",
            "b",
        )

    @pytest.mark.parametrize(
        ("error", "status"),
        [(NotFoundError("No story <s1>."), 404), (UserError("Write <b>a name</b>."), 400)],
    )
    def test_what_is_wrong_is_a_sentence(self, error, status):
        def handler(_request):
            raise error

        found, headers, body = ask(handler, environ())
        assert (found, headers["Content-Type"]) == (status, "text/html; charset=utf-8")
        assert "&lt;" in body.decode()
        assert "<b>" not in body.decode()
        found, _, body = ask(handler, environ("/api/x"))
        assert (found, json.loads(body)) == (status, {"error": str(error)})

    def test_a_fault_tells_an_incident_and_nothing_of_the_inside(self):
        def handler(_request):
            raise ZeroDivisionError("a secret of the inside")

        status, _, body = ask(handler, environ())
        assert (status, b"incident" in body, b"secret" in body) == (500, True, False)

    def test_values_and_pages(self):
        assert json_response({"a": "é"}).body == '{"a": "é"}'.encode()
        assert html_response("x", HTTPStatus.NOT_FOUND).status is HTTPStatus.NOT_FOUND
        text = page("<i>", "<p>safe</p>", Frame(style="/s?a&b", home="")).body.decode()
        assert "<title>&lt;i&gt; · Policy Digest</title>" in text
        assert 'href="/s?a&amp;b"' in text
        assert "<p>safe</p>" in text
        assert "<span>Policy Digest</span>" in text
        assert document("a", "", "b").startswith("<!doctype html>\n<html lang=")

    def test_pages_lead_to_each_other_only_where_they_may(self):
        assert Frame().story("a/b") == "/story/a%2Fb"
        assert (Frame(linked=False).story("a"), Frame(linked=False).entity("org:a")) == ("", "")


class TestGuard:
    def test_what_it_refuses_does_not_come_to_the_handler(self):
        asked = []
        status, _, body = ask(asked.append, environ("/api/x"), guard=lambda _environ: False)
        assert (status, asked) == (403, [])
        assert "answers its own page" in json.loads(body)["error"]

    @pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080"])
    def test_this_computer_by_name(self, host):
        assert is_own_page(environ(HTTP_HOST=host))
        assert is_own_page(environ(method="POST", HTTP_HOST=host, HTTP_ORIGIN=f"http://{host}"))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"HTTP_HOST": "evil.example:8080"},
            {"HTTP_HOST": "localhost:80"},
            {"HTTP_HOST": "localhost"},
            {"HTTP_ORIGIN": "https://localhost:8080"},
            {"HTTP_ORIGIN": "http://evil.example"},
            {"HTTP_ORIGIN": "null"},
            {"method": "POST", "CONTENT_TYPE": "text/plain"},
            {"method": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded"},
            {"method": "POST", "CONTENT_TYPE": ""},
        ],
    )
    def test_another_site_is_kept_out(self, wrong):
        assert not is_own_page(environ(**wrong))

    def test_a_type_may_have_a_charset(self):
        assert is_own_page(environ(method="POST", CONTENT_TYPE="Application/JSON; charset=utf-8"))


@pytest.mark.parametrize(
    ("path", "who"), [("/page/x", "part"), ("/page/", "part"), ("/page", "rest"), ("/", "rest"), ("", "rest")]
)
def test_one_application_below_a_path(path, who):
    def named(name):
        return lambda _environ, _start: [name]

    assert Mounted("/page/", named("part"), named("rest"))({"PATH_INFO": path}, None) == [who]
