"""Tokens at rest: encrypted with the newest key, readable with any key of the list.

Used by `bot.storage.workspaces`. Keys come from the settings; this module never stores or logs one.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import ConfigError, StorageError


class TokenBox:
    """Encrypts and decrypts.

    Args:
        keys: Fernet keys, the newest first; none means that tokens can be neither stored nor read.

    Raises:
        ConfigError: If a key is not 32 bytes in URL-safe base64.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys]) if keys else None
        except ValueError as error:
            raise ConfigError("A token key must be 32 bytes in URL-safe base64.") from error

    def seal(self, clear: str) -> str:
        """Ciphertext under the newest key.

        Ends in `ConfigError` if there is no key.
        """
        return self._need().encrypt(clear.encode()).decode()

    def open(self, sealed: str) -> str:
        """The clear text.

        Ends in `ConfigError` if there is no key.

        Raises:
            StorageError: If no key of the list fits.
        """
        try:
            return self._need().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise StorageError(
                "A stored token cannot be read with the configured keys; add the key it was stored with, "
                "or install the app again."
            ) from error

    def _need(self) -> MultiFernet:
        if self._fernet is None:
            raise ConfigError("Tokens are stored encrypted, but there is no key; set POLICYBOT_TOKEN_KEYS.")
        return self._fernet
