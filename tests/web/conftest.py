"""The playground on the sample days, served on loopback, once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.catalog.files import config_dir, find_file
from bot.cli.playground import open_samples
from bot.settings import load
from bot.web.sample_server import SampleServer
from tests.support.once import Once
from tests.support.stores import EMPTY, Stores
from tests.web.client import Client


@pytest.fixture(autouse=True, scope="module")
def at_once(once: Once) -> Iterator[None]:
    """What another test has parsed, compiled or read is not done again."""
    with once.used():
        yield


@pytest.fixture(scope="session")
def playground(once: Once, stores: Stores, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    url = stores.copy(EMPTY, tmp_path_factory.mktemp("playground") / "play.sqlite3")
    settings = load(None, database_url=url, private_feeds="127.0.0.0/8")
    with ExitStack() as stack:
        server = stack.enter_context(SampleServer(find_file(config_dir(None), "sample")))
        with once.used():
            url = open_samples(stack, settings, server)
        yield Client(url)
