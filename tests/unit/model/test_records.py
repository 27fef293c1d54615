"""What holds for every record that rooms hand each other: nobody changes it, and its words are complete."""

import dataclasses
import importlib
import inspect
import pkgutil
import re
import types
from enum import StrEnum

import pytest

import bot.model
from bot.commands import records as commands

MODULES = [
    *(
        importlib.import_module(f"bot.model.{found.name}")
        for found in pkgutil.iter_modules(bot.model.__path__)
    ),
    commands,
]
RECORDS = [
    found
    for module in MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if dataclasses.is_dataclass(found) and found.__module__ == module.__name__
]
WORDS = [
    found
    for module in MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, StrEnum) and found.__module__ == module.__name__
]
ATTRIBUTE = re.compile(r"^    (\w+): \S", re.MULTILINE)


def described(kind):
    """Names under "Attributes:" in the docstring, in order; None where there is no such part."""
    _, part, rest = inspect.getdoc(kind).partition("Attributes:\n")
    return ATTRIBUTE.findall(rest) if part else None


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_it_is_frozen_slotted_and_made_by_names_only(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
    assert all(field.kw_only for field in dataclasses.fields(kind))


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_its_docstring_tells_every_attribute_in_order(kind):
    names = [field.name for field in dataclasses.fields(kind)]
    told = described(kind)
    assert told is None or told == names
    assert told is not None or len(names) <= 7, "a record of so many attributes says what each is"


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_what_it_holds_cannot_be_changed_from_outside(kind):
    for field in dataclasses.fields(kind):
        assert field.default_factory is dataclasses.MISSING or isinstance(field.default_factory(), tuple)
        assert not isinstance(field.default, list | dict | set)
        annotation = str(field.type)
        assert not re.search(r"\b(?:list|dict|set)\[", annotation), f"{field.name} is {annotation}"


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__qualname__)
def test_names_tell_the_unit(kind):
    """Moments end in _at, days in _on, whatever the record."""
    for field in dataclasses.fields(kind):
        annotation = str(field.type)
        if annotation.startswith("datetime"):
            assert field.name.endswith("_at") or field.name == "at"
        elif annotation in {"date", "date | None"}:
            assert field.name.endswith("_on") or field.name in {"on", "as_of"}


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__qualname__)
def test_stored_words_are_lower_case_and_differ(kind):
    values = [str(member) for member in kind]
    assert len(values) == len(kind.__members__)
    assert all(re.fullmatch(r"[a-z]+(?:[_-][a-z]+)*", value) for value in values)


def test_there_are_records_in_every_module():
    owners = {kind.__module__ for kind in RECORDS}
    assert {module.__name__ for module in MODULES} - owners == set()
    assert all(isinstance(module, types.ModuleType) for module in MODULES)


def test_the_union_of_commands_leaves_none_out():
    members = {kind for kind in RECORDS if kind.__module__ == commands.__name__}
    assert set(commands.Command.__args__) == members


def test_every_command_that_needs_nothing_is_made_of_nothing():
    bare = [
        kind
        for kind in commands.Command.__args__
        if all(field.default is not dataclasses.MISSING for field in dataclasses.fields(kind))
    ]
    assert {kind() for kind in bare} == {kind() for kind in bare}
    assert {commands.Start, commands.Help, commands.Today, commands.Following} <= set(bare)
