"""The audit of dependencies: a hole fails, silence is told and does not."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.house import audit


class _Service(BaseHTTPRequestHandler):
    """Answers as the subclass of a test says; keeps what it was asked."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.asked.append(asked)
        if self.held is not None:
            self.held.wait(5)
            return
        body = self.answer(asked)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def service():
    """A service of known holes; set its ``answer``, or ``held`` to keep it from answering."""
    handler = type(
        "Service", (_Service,), {"asked": [], "held": None, "answer": lambda _self, asked: told(asked, {})}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.02])
    thread.start()
    handler.url = f"http://127.0.0.1:{server.server_port}/"
    yield handler
    if handler.held is not None:
        handler.held.set()
    server.shutdown()
    server.server_close()
    thread.join()


def told(asked, holes):
    found = [holes.get(query["package"]["name"], []) for query in asked]
    return json.dumps(
        {"results": [{"vulns": [{"id": i} for i in ids]} if ids else {} for ids in found]}
    ).encode()


def run(service, *more):
    return audit.main(["--service", service.url, "--within", "3", *more])


def test_every_pinned_package_is_asked_about_in_one_request(service, capsys):
    assert run(service, "--strict") == 0
    (asked,) = service.asked
    assert {"click", "spacy", "playwright"} <= {query["package"]["name"] for query in asked}
    assert all(query["version"] and query["package"]["ecosystem"] == "PyPI" for query in asked)
    assert f"{len(asked)} pinned packages, 0 known holes" in capsys.readouterr().out


def test_a_known_hole_fails_and_is_named(service, capsys):
    service.answer = lambda _self, asked: told(asked, {"click": ["GHSA-1"], "lxml": ["GHSA-2", "PYSEC-3"]})
    assert run(service) == 1
    out = capsys.readouterr().out
    assert "click 8" in out
    assert "https://osv.dev/vulnerability/PYSEC-3" in out
    assert "3 known holes" in out


def test_an_accepted_hole_is_named_with_its_reason(service, capsys, monkeypatch):
    service.answer = lambda _self, asked: told(asked, {"click": ["GHSA-1"]})
    monkeypatch.setattr(audit, "ACCEPTED", {"GHSA-1": "we never call it"})
    assert run(service) == 0
    assert "accepted: we never call it" in capsys.readouterr().out


@pytest.mark.parametrize("body", [b"<html>Sign in to the network</html>", b"{}", b'{"results": []}'])
def test_an_answer_of_somebody_else_is_no_audit(service, capsys, body):
    service.answer = lambda _self, _asked: body
    assert (run(service), run(service, "--strict")) == (0, 1)
    assert "NOTHING WAS AUDITED" in capsys.readouterr().err


def test_nobody_there_is_told_and_never_waited_for(service, capsys):
    service.held = threading.Event()
    assert audit.main(["--service", service.url, "--within", "0.2"]) == 0
    assert audit.main(["--service", "http://127.0.0.1:9/", "--within", "3", "--strict"]) == 1
    assert capsys.readouterr().err.count("NOTHING WAS AUDITED") == 2
