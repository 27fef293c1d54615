"""Lists of office-holders: imported, fetched, reported, undone, and used by lookups."""

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest


def legislator(first, last, kind="sen", state="MA"):
    return {
        "name": {"first": first, "last": last, "official_full": f"{first} {last}"},
        "terms": [{"type": kind, "start": "2025-01-03", "end": "2031-01-03", "state": state}],
    }


ALL = [
    legislator("Hedda", "Quillfeather", state="WY"),
    legislator("Osric", "Plumb", state="WY"),
    *(legislator("Member", name, kind="rep", state="WY") for name in ("Arkwright", "Bellweather")),
]


@pytest.fixture
def listed(settings):
    """Write a list; gives its path."""

    def write(people, name="legislators-current.json"):
        (settings / name).write_text(json.dumps(people))
        return settings / name

    return write


def imported(cli, *arguments):
    status, out, err = cli("roster", "import", "--json", *arguments)
    assert status == 0, err
    return json.loads(out)


def names(cli, *more):
    _, out, _ = cli("roster", "list", "--json", "--level", "federal", *more)
    return {json.loads(line)["name"] for line in out.splitlines()}


def test_an_imported_person_is_listed_and_found(cli, listed):
    report = imported(cli, listed(ALL))
    assert report["people"] == 4
    assert {"Hedda Quillfeather", "Osric Plumb"} <= set(report["new"])
    assert {"Hedda Quillfeather", "Alexandria Ocasio-Cortez"} <= names(cli)
    status, out, _ = cli("lookup", "Senator Quillfeather", "--format", "json")
    assert (status, json.loads(out)["name"]) == (0, "Hedda Quillfeather")


def test_a_second_import_of_the_same_list_changes_nothing(cli, listed):
    imported(cli, listed(ALL))
    again = imported(cli, listed(ALL))
    assert (again["new"], again["changed"], again["ended"]) == ([], [], [])


def test_who_is_missing_from_a_whole_list_has_left_office(cli, listed):
    imported(cli, listed(ALL))
    report = imported(cli, listed([one for one in ALL if one["name"]["last"] != "Plumb"]))
    assert ["Osric Plumb", "Senator for Wyoming"] in report["ended"]
    assert "Osric Plumb" not in names(cli)
    assert "Hedda Quillfeather" in names(cli)


def test_a_part_of_a_list_ends_nothing(cli, listed):
    imported(cli, listed([*ALL, *(legislator("More", f"Member{n}", "rep", "WY") for n in "abc")]))
    report = imported(cli, listed([legislator("Member", "Arkwright", "rep", "WY")]))
    assert report["ended"] == []
    assert "Member Bellweather" in names(cli)


def test_a_dry_run_changes_nothing(cli, listed):
    assert imported(cli, listed(ALL), "--dry-run")["new"]
    assert "Hedda Quillfeather" not in names(cli)
    assert cli("roster", "undo")[0] == 2


def test_an_import_can_be_undone_once(cli, listed):
    before = names(cli)
    imported(cli, listed(ALL))
    assert cli("roster", "undo")[0] == 0
    assert names(cli) == before
    status, _, err = cli("roster", "undo")
    assert (status, "no import" in err) == (2, True)


def test_state_legislators_are_imported_too(cli, listed):
    person = {
        "name": "Wilhelmina Oakes",
        "roles": [{"type": "upper", "jurisdiction": "ocd-jurisdiction/country:us/state:ma/government"}],
    }
    imported(cli, listed([person], "people.json"))
    _, out, _ = cli("roster", "list", "--place", "Massachusetts", "--level", "state")
    assert "Wilhelmina Oakes: State Senator of Massachusetts" in out


@pytest.mark.parametrize("content", ["[1]", "{", "not a list", '[{"id": 1}]'])
def test_a_file_of_no_known_format_is_named(cli, settings, content):
    (settings / "wrong.json").write_text(content)
    status, _, err = cli("roster", "import", "wrong.json")
    assert status == 1
    assert "wrong.json" in err
    assert len(err.strip().splitlines()) == 1


@pytest.fixture
def server(settings):
    """Serves the folder on loopback; gives its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            """Say nothing."""

    found = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=settings))
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.shutdown()
    found.server_close()


def test_the_public_lists_are_fetched(cli, listed, server, settings):
    listed(ALL)
    (settings / "ma.csv").write_text("id,name,current_chamber\n1,Wilhelmina Oakes,upper\n2,Tom Reed,lower\n")
    arguments = ["--congress-url", f"{server}/legislators-current.json"]
    arguments += ["--state", "MA", "--state-url", server + "/{state}.csv"]
    status, out, err = cli("roster", "update", "--json", *arguments)
    assert status == 0, err
    assert {"Hedda Quillfeather", "Wilhelmina Oakes", "Tom Reed"} <= set(json.loads(out)["new"])


def test_a_list_that_cannot_be_fetched_imports_nothing(cli, listed, server):
    listed(ALL)
    before = names(cli)
    arguments = ["--congress-url", f"{server}/legislators-current.json"]
    arguments += ["--state", "MA", "--state-url", server + "/{state}.csv"]
    status, _, err = cli("roster", "update", *arguments)
    assert status == 1
    assert "/ma.csv could not be fetched" in err
    assert "policybot roster import" in err
    assert names(cli) == before
