"""Write the documents that are generated: from the settings, the grammar and the command line.

Run by ``make docs``; a house test fails when a document lags behind the code. Never imported by the product.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from bot.cli.main import cli
from bot.commands.document import commands_markdown
from bot.settings import Settings, default_database_url, variable

DOCS = Path(__file__).resolve().parent


def configuration() -> str:
    """docs/configuration.md: every setting with its variable, meaning, default and example."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        shown = "the user's data folder" if default == default_database_url() else str(default)
        if shown in {"", "None", "**********"}:
            shown = "none"
        example = f"`{field.examples[0]}`" if field.examples else ""
        rows.append(f"| `{variable(name)}` | {field.description} | {shown} | {example} |")
    table = "\n".join(rows)
    return (
        "# Configuration\n\n"
        "Generated from `bot/settings.py` by `make docs`; do not edit. Values come from the environment or\n"
        "from a `.env` file in the working folder, the environment first. A wrong value stops the program\n"
        "at its start with a sentence that names the variable; `policybot doctor` shows what is in force.\n\n"
        f"| variable | meaning | default | example |\n| --- | --- | --- | --- |\n{table}\n"
    )


def command_line() -> str:
    """docs/command-line.md: every command of ``policybot`` with what it does and its options."""
    rows = "\n".join(_command_rows(cli, click.Context(cli, info_name="policybot")))
    return (
        "# The command line\n\n"
        "Generated from `bot/cli` by `make docs`; do not edit. `policybot COMMAND --help` shows examples\n"
        "and what each option means.\n\n"
        f"| command | what it does | options |\n| --- | --- | --- |\n{rows}\n"
    )


def _command_rows(command: click.Command, context: click.Context) -> Iterator[str]:
    """A row for each command that does something by itself, depth first."""
    group = isinstance(command, click.Group)
    if not group or command.invoke_without_command:
        arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
        options = [
            max(p.opts, key=len) for p in command.params if isinstance(p, click.Option) and not p.hidden
        ]
        cells = (
            " ".join([context.command_path.split("] ")[-1], *arguments]),
            (command.help or "").partition("\n\n")[0].replace("\n", " "),
            " ".join(f"`{name}`" for name in options),
        )
        first, meaning, shown = (cell.replace("|", "\\|") for cell in cells)
        yield f"| `{first}` | {meaning} | {shown} |"
    if group:
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None and not found.hidden:
                yield from _command_rows(found, click.Context(found, info_name=name, parent=context))


DOCUMENTS = {
    "command-line.md": command_line,
    "commands.md": commands_markdown,
    "configuration.md": configuration,
}


def main() -> None:
    """Write them all."""
    for name, make in DOCUMENTS.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
