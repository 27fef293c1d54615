"""Where the shipped files lie, for the tests of this room."""

from pathlib import Path

CONFIG = Path(__file__).parents[3] / "config"
