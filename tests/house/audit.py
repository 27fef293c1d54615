"""Known holes in the pinned dependencies, asked of osv.dev in one request.

Run by ``make audit``, and by ``.ci/run`` where ``AUDIT`` is set. A found hole fails. Without the internet, or
without an answer within fifteen seconds, it says loudly that nothing was audited and fails only with
``--strict``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from queue import Empty, Queue
from threading import Thread
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from tests.house.lock import EXPORTS, exported

SERVICE = "https://api.osv.dev/v1/querybatch"  # https://google.github.io/osv.dev/post-v1-querybatch/
WITHIN_S = 15.0
ACCEPTED = MappingProxyType[str, str]({})
"""Holes that do not concern us, each with the reason; one goes as soon as a fixed version can be pinned."""

Pin = tuple[str, str]


def pins() -> list[Pin]:
    """Every pinned package with each of its versions, sorted."""
    return sorted(
        {(name, version) for file in EXPORTS for name, some in exported(file).items() for version in some}
    )


def ask(service: str, asked: list[Pin], *, within_s: float) -> list[list[str]]:
    """The ids of the known holes of each pin; `OSError` when nobody answers in time, or not as expected."""
    answers: Queue[list[list[str]] | Exception] = Queue()

    def fetch() -> None:
        try:
            answers.put(_fetch(service, asked, within_s))
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing was audited
            answers.put(error)

    # Names are resolved without a time-out, and an answer may drip: only another thread can stop waiting.
    Thread(target=fetch, daemon=True).start()
    try:
        found = answers.get(timeout=within_s)
    except Empty:
        raise OSError(f"no answer within {within_s:g} s") from None
    if isinstance(found, Exception):
        raise OSError(f"{type(found).__name__}: {found}") from found
    return found


def _fetch(service: str, asked: list[Pin], within_s: float) -> list[list[str]]:
    queries = [{"package": {"name": n, "ecosystem": "PyPI"}, "version": v} for n, v in asked]
    body = json.dumps({"queries": queries}).encode()
    request = Request(service, data=body, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=within_s) as response:
        results: list[dict[str, Any]] = json.load(response)["results"]
    if len(results) != len(asked):
        raise ValueError(f"{len(results)} answers to {len(asked)} questions")
    return [[str(hole["id"]) for hole in result.get("vulns") or ()] for result in results]


def main(arguments: list[str] | None = None) -> int:
    """Ask and tell: 0 for no known hole or, without ``--strict``, for no answer; 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--strict", action="store_true", help="fail when nobody answers")
    parser.add_argument("--service", default=os.environ.get("AUDIT_SERVICE", SERVICE))
    parser.add_argument("--within", type=float, default=WITHIN_S, metavar="SECONDS")
    options = parser.parse_args(arguments)
    asked = pins()
    try:
        found = ask(options.service, asked, within_s=options.within)
    except OSError as error:
        host = urlsplit(options.service).hostname
        sys.stderr.write(
            f"NOTICE: NOTHING WAS AUDITED. {host} could not be asked ({error}).\n"
            "Run `make audit` where the internet can be reached, before each release.\n"
        )
        return 1 if options.strict else 0
    holes = [(pin, hole) for pin, some in zip(asked, found, strict=True) for hole in some]
    for (name, version), hole in holes:
        reason = f"accepted: {ACCEPTED[hole]}" if hole in ACCEPTED else "pin a fixed version"
        sys.stdout.write(f"{name} {version}: {hole} (https://osv.dev/vulnerability/{hole}); {reason}\n")
    left = [hole for _, hole in holes if hole not in ACCEPTED]
    sys.stdout.write(f"{len(asked)} pinned packages, {len(left)} known holes to mend.\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
