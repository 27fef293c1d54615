"""Where the files of ``config/`` are: in the wheel, in the source tree, or where a setting says.

Called by `bot.app`. Finds folders; the other modules of this room read what is in them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from bot.errors import ConfigError


def config_dir(override: Path | None = None) -> Path:
    """The folder with feeds.opml, topics.toml and the rest.

    Args:
        override: What ``POLICYBOT_CONFIG_DIR`` says; None for the folder that came with the program.

    Returns:
        An existing folder.

    Raises:
        ConfigError: If the overriding folder does not exist.
    """
    if override is not None:
        if not override.is_dir():
            raise ConfigError(
                f"POLICYBOT_CONFIG_DIR is wrong: {override} is not a folder. Copy the program's own config "
                f"folder ({config_dir()}) there and edit it, or unset the variable."
            )
        return override
    package = Path(str(files("bot")))
    installed = package / "config"
    return installed if installed.is_dir() else package.parent / "config"


def find_file(folder: Path, name: str) -> Path:
    """A file of the folder, or the program's own where an overriding folder leaves it out."""
    own = folder / name
    return own if own.exists() else config_dir() / name
