"""Where the configuration is: the program's own, or a folder that overrides part of it."""

import pytest

from bot.catalog.files import config_dir, find_file
from bot.errors import ConfigError

LISTS = ("feeds.opml", "topics.toml", "outlets.toml", "people.toml", "agencies.toml")


@pytest.mark.parametrize("name", [*LISTS, "data/gazetteer.sqlite"])
def test_the_programs_own_files_are_there(name):
    assert find_file(config_dir(), name).is_file()


def test_a_folder_of_ones_own_comes_first_and_the_rest_is_the_programs(tmp_path):
    own = tmp_path / "topics.toml"
    own.write_text("", encoding="utf-8")
    assert config_dir(tmp_path) == tmp_path
    assert find_file(tmp_path, "topics.toml") == own
    assert find_file(tmp_path, "outlets.toml") == config_dir() / "outlets.toml"


def test_an_empty_file_is_a_file(tmp_path):
    """Whoever empties a list wants it empty."""
    (tmp_path / "people.toml").touch()
    assert find_file(tmp_path, "people.toml") == tmp_path / "people.toml"


@pytest.mark.parametrize("made", [False, True], ids=["nothing", "a file"])
def test_what_is_no_folder_is_named_with_what_would_work(tmp_path, made):
    path = tmp_path / "config"
    if made:
        path.touch()
    with pytest.raises(ConfigError, match="is not a folder") as caught:
        config_dir(path)
    assert "POLICYBOT_CONFIG_DIR" in str(caught.value)
    assert str(path) in str(caught.value)
    assert str(config_dir()) in str(caught.value)


def test_a_file_that_nobody_has_is_looked_for_among_the_programs(tmp_path):
    assert not find_file(tmp_path, "nothing.toml").exists()
