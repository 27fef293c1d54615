"""Every golden message and view against the shapes of npm's ``@slack/types``, checked by TypeScript itself.

The literals stand in a generated file, so that a key that Slack does not know is an error too.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

SYSTEM = Path(__file__).parent
GOLDEN = SYSTEM.parent / "golden"
TSC = SYSTEM / "node_modules" / "typescript" / "bin" / "tsc"

HEAD = """import type { HomeView, KnownBlock, ModalView } from '@slack/types';
type Strict<View extends { blocks: unknown }> = Omit<View, 'blocks'> & { blocks: KnownBlock[] };
"""
"""A view of the library takes blocks of any type; these are held to the known ones."""


def literals() -> Iterator[tuple[str, str, str]]:
    """(file, type, JSON) of every golden file, those of the stories too."""
    for path in sorted(GOLDEN.rglob("*.json")):
        made = json.loads(path.read_text(encoding="utf-8"))
        shown = json.dumps(made if "type" in made else made["blocks"], ensure_ascii=False, indent=1)
        kinds = {"modal": "Strict<ModalView>", "home": "Strict<HomeView>"}
        yield str(path.relative_to(GOLDEN)), kinds.get(made.get("type", ""), "KnownBlock[]"), shown


def refusals(folder: Path, source: str) -> str:
    """What TypeScript, strict, finds wrong in a file; empty for nothing."""
    (folder / "messages.ts").write_text(source, encoding="utf-8")
    (folder / "node_modules").symlink_to(SYSTEM / "node_modules")
    options = {"noEmit": True, "strict": True, "target": "es2022", "module": "nodenext", "types": []}
    project = {"compilerOptions": options, "files": ["messages.ts"]}
    (folder / "tsconfig.json").write_text(json.dumps(project), encoding="utf-8")
    node = shutil.which("node") or "node"
    result = subprocess.run(
        [node, str(TSC), "--project", str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    return result.stdout + result.stderr


def test_every_message_and_view_has_slacks_shape(tmp_path: Path) -> None:
    found = list(literals())
    assert len(found) > 180
    lines = [
        f"// {name}\nexport const m{n}: {kind} = {shown};" for n, (name, kind, shown) in enumerate(found)
    ]
    assert refusals(tmp_path, HEAD + "\n".join(lines)) == ""


WRONG = (
    ("KnownBlock[]", '[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]'),
    ("KnownBlock[]", '[{"type": "divider", "color": "red"}]'),
    ("KnownBlock[]", '[{"type": "actions", "elements": [{"type": "button"}]}]'),
    ("Strict<HomeView>", '{"type": "home", "blocks": [{"type": "unknown"}]}'),
)


def test_the_check_finds_what_slack_would_refuse(tmp_path: Path) -> None:
    lines = [f"export const m{n}: {kind} = {wrong};" for n, (kind, wrong) in enumerate(WRONG)]
    found = refusals(tmp_path, HEAD + "\n".join(lines))
    first = HEAD.count("\n") + 1
    assert [n for n in range(len(WRONG)) if f"messages.ts({first + n}," not in found] == []
