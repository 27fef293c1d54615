"""Write the documents that are generated: configuration.md from the settings, commands.md from the grammar.

Run by ``make docs``; a house test fails when a document lags behind the code. Never imported by the product.
"""

from __future__ import annotations

from pathlib import Path

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


DOCUMENTS = {"commands.md": commands_markdown, "configuration.md": configuration}


def main() -> None:
    """Write them all."""
    for name, make in DOCUMENTS.items():
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
