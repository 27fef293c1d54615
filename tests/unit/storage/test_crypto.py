from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.errors import ConfigError, StorageError
from bot.storage.crypto import TokenBox

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_can_be_opened_and_not_read() -> None:
    box = TokenBox((OLD,))
    sealed = box.seal("xoxb-1-é")
    assert box.open(sealed) == "xoxb-1-é"
    assert "xoxb" not in sealed


def test_an_older_key_still_opens_and_the_newest_seals() -> None:
    both = TokenBox((NEW, OLD))
    assert both.open(TokenBox((OLD,)).seal("x")) == "x"
    assert TokenBox((NEW,)).open(both.seal("x")) == "x"


def test_a_foreign_key_does_not_open() -> None:
    with pytest.raises(StorageError, match="install the app again"):
        TokenBox((NEW,)).open(TokenBox((OLD,)).seal("x"))


@pytest.mark.parametrize("use", ["seal", "open"])
def test_without_a_key_nothing_is_stored_or_read(use: str) -> None:
    with pytest.raises(ConfigError, match="POLICYBOT_TOKEN_KEYS"):
        getattr(TokenBox(()), use)("x")


def test_a_wrong_key_is_told() -> None:
    with pytest.raises(ConfigError, match="URL-safe base64"):
        TokenBox(("short",))
