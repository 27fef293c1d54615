"""The lock files agree with pyproject.toml and with each other, and the check notices when they do not."""

import shutil

import pytest

from tests.house import lock


def test_the_lock_files_agree():
    assert lock.problems() == []


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        ("pyproject.toml", '"click>=8.2,<9"', '"click>=99"', "click"),
        ("requirements.lock", "\nclick==", "\nclack==", "no click"),
        ("requirements.lock", "\naiohttp==3", "\naiohttp==2", "another aiohttp"),
        ("tests/system/requirements.lock", "\nplaywright==1", "\nplaywright==0", "another playwright"),
        ("uv.lock", "https://pypi.org/simple", "https://mirror.example/simple", "mirror.example"),
    ],
    ids=["pyproject", "export-name", "export-version", "system-version", "host"],
)
def test_drift_is_noticed(tmp_path, monkeypatch, name, old, new, word):
    for file in ("pyproject.toml", "uv.lock", "tests/system/package-lock.json", *lock.EXPORTS):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(lock.ROOT / file, tmp_path / file)
    text = (tmp_path / name).read_text()
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new))
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    assert any(word in problem for problem in lock.problems())
