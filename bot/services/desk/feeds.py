"""Feeds at the desk: list, health, add, remove, pause, packs, import and export.

Called by `bot.services.desk.desk`, which asks for the role first. Trying and fetching addresses is
`bot.services.feeds`; what takes long in a form is done after it was acknowledged.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.commands import records
from bot.commands.parse import print_command
from bot.errors import FeedError, ParseError, UserError
from bot.feeds.opml import FeedList, ListedFeed, read_opml
from bot.lookups.typed_names import fold
from bot.messages import modals, wording
from bot.messages.asking import offer_message
from bot.messages.files import file_messages
from bot.messages.limits import cut
from bot.messages.lists import PART_CHARS, feeds_messages, health_messages
from bot.messages.notices import PROBLEMS
from bot.model.feed import Feed, FeedId
from bot.model.workspace import LOCAL_WORKSPACE, WorkspaceId
from bot.services.desk.common import note, told
from bot.services.desk.records import Asker, File, Filled, Form, FormErrors, Press, Reply, Tools
from bot.services.feeds import ImportReport

_CLOSE = 0.6  # difflib's ratio over ids, titles and outlets; it only asks
_MOST_PROBLEMS = 5
_WEB = ("http://", "https://")


def do(tools: Tools, command: records.FeedsDo, asker: Asker) -> Reply:
    """List the feeds, show how they are, or open or write an OPML list."""
    actions = {
        records.FeedsAction.LIST: _list,
        records.FeedsAction.HEALTH: _health,
        records.FeedsAction.IMPORT: lambda _tools, _asker: Reply(view=modals.opml_modal()),
        records.FeedsAction.EXPORT: _export,
    }
    return actions[command.action](tools, asker)


def _list(tools: Tools, asker: Asker) -> Reply:
    return Reply(messages=feeds_messages(tools.feeds.rows(workspace=asker.workspace)), open_to_all=True)


def _health(tools: Tools, asker: Asker) -> Reply:
    rows = tools.feeds.rows(workspace=asker.workspace)
    return Reply(messages=health_messages(rows, zone=asker.zone), open_to_all=True)


def _export(tools: Tools, asker: Asker) -> Reply:
    name, content = "feeds.opml", tools.feeds.export(workspace=asker.workspace)
    file = File(name=name, content=content, title="Feeds as OPML")
    return Reply(messages=file_messages(name, content.decode()), file=file)


def add(tools: Tools, command: records.FeedsAdd, asker: Asker) -> Reply:
    """Read another feed; a page is searched for its feeds, each with a button.

    Raises:
        UserError: It is no feed, and links to none.
    """
    url = command.url
    probe = tools.feeds.probe([url])[0]
    if probe.status.is_success:
        listed = ListedFeed(url=url, title=probe.title)
        return _taken(tools, FeedList(feeds=(listed,)), asker)
    if not probe.found:
        raise UserError(f"{url} is not added: {probe.error}")
    choices = [
        (found.title or found.url, print_command(records.FeedsAdd(url=found.url))) for found in probe.found
    ]
    if len(choices) == 1:
        asked = "That is a page, not a feed. It links to this one; add it?"
    else:
        asked = "That is a page, not a feed. Which of its feeds do you want?"
    return Reply(messages=(offer_message(asked, choices=choices),))


def _taken(tools: Tools, listed: FeedList, asker: Asker) -> Reply:
    """Add what was listed, within the workspace's limit, and say what became of it."""
    report = add_listed(tools, listed, asker)
    only = report.added[0] if len(report.added) == 1 and not report.known else None
    undo = print_command(records.FeedsRemove(feed=only.id)) if only else ""
    return told(*_report_words(report), undo=undo)


def add_listed(tools: Tools, listed: FeedList, asker: Asker) -> ImportReport:
    """Subscribe the workspace to every feed of a list.

    Raises:
        UserError: It would have more feeds of its own than it may; the operator's, which all share, are not
            counted.
    """
    own = owner_of(asker.workspace)
    if own is not None:
        with tools.database.read() as tx:
            count = tx.feeds.count(workspace=own)
        if count + len(listed.feeds) > tools.quotas.feeds:
            raise UserError(f"{PROBLEMS['quota']} It is {tools.quotas.feeds} feeds; {count} are there.")
    report = tools.feeds.add_listed(listed, workspace=own)
    changed = (*report.added, *report.restored)
    if changed:
        names = ", ".join(cut(feed.title or feed.outlet, PART_CHARS) for feed in changed[:_MOST_PROBLEMS])
        note(tools, asker, "added feeds", subject=str(len(changed)), detail=names)
    return report


def owner_of(workspace: WorkspaceId) -> WorkspaceId | None:
    """Whose the feeds are that a workspace adds: its own, or the operator's for all."""
    return None if workspace == LOCAL_WORKSPACE else workspace


def _report_words(report: ImportReport) -> list[str]:
    """What an import did, in sentences."""
    said = []
    if report.added:
        one = report.added[0]
        what = (
            f"I read {one.title or one.outlet} (`{one.id}`) from now on"
            if len(report.added) == 1
            else f"I read {wording.counted(len(report.added), 'more feed')} from now on"
        )
        said.append(f"{what}. What stands there now counts as seen: it can be looked up, but is no news.")
    if report.restored:
        said.append(f"{wording.counted(len(report.restored), 'feed')} is read again.")
    if report.known:
        one = report.known[0]
        what = f"`{one.id}`" if len(report.known) == 1 else wording.counted(len(report.known), "feed")
        said.append(f"{what} was there already.")
    said += [f"Left out: {problem}" for problem in report.problems[:_MOST_PROBLEMS]]
    if len(report.problems) > _MOST_PROBLEMS:
        said.append(f"{len(report.problems) - _MOST_PROBLEMS} more were left out.")
    return said or ["That list has no feed in it. Export it again from your reader, as OPML."]


def remove(tools: Tools, command: records.FeedsRemove, asker: Asker) -> Reply:
    """Read a feed no more; for seven days it can be brought back."""
    found = _feed(tools, command.feed, asker, lambda ref: print_command(replace(command, feed=ref)))
    if isinstance(found, Reply):
        return found
    tools.feeds.remove(found.id)
    note(tools, asker, "removed a feed", subject=found.id, detail=found.title or found.outlet)
    undo = print_command(records.FeedsResume(feed=found.id))
    return told(f"{_shown(found)} is not read any more. Its articles stay.", undo=undo)


def pause(tools: Tools, command: records.FeedsPause, asker: Asker) -> Reply:
    """Leave a feed alone for now."""
    found = _feed(tools, command.feed, asker, lambda ref: print_command(replace(command, feed=ref)))
    if isinstance(found, Reply):
        return found
    if found.paused:
        return told(f"{_shown(found)} is paused already. `/policy feeds resume {found.id}` goes on.")
    tools.feeds.pause(found.id, paused=True)
    note(tools, asker, "paused a feed", subject=found.id, detail=found.title or found.outlet)
    undo = print_command(records.FeedsResume(feed=found.id))
    return told(f"{_shown(found)} is left alone until somebody resumes it.", undo=undo)


def resume(tools: Tools, command: records.FeedsResume, asker: Asker) -> Reply:
    """Read a paused feed again, or one that was removed in the last seven days."""
    found = _feed(
        tools, command.feed, asker, lambda ref: print_command(replace(command, feed=ref)), removed=True
    )
    if isinstance(found, Reply):
        return found
    if found.removed_at is not None:
        tools.feeds.restore(found.id)
    if found.paused or found.removed_at is None:
        tools.feeds.pause(found.id, paused=False)
    note(tools, asker, "resumed a feed", subject=found.id, detail=found.title or found.outlet)
    undo = (
        records.FeedsPause(feed=found.id) if found.removed_at is None else records.FeedsRemove(feed=found.id)
    )
    return told(f"{_shown(found)} is read again, within a minute.", undo=print_command(undo))


def _shown(feed: Feed) -> str:
    return f"{cut(feed.title or feed.outlet, PART_CHARS)} (`{feed.id}`)"


def _feed(
    tools: Tools, ref: str, asker: Asker, typed: Callable[[str], str], *, removed: bool = False
) -> Feed | Reply:
    """The feed of an id, or of a title or outlet that only one has; else a question back.

    Raises:
        UserError: There is none, or it is not the workspace's to change.
    """
    with tools.database.read() as tx:
        feeds = list(tx.feeds.all(workspace=asker.workspace))
        if removed:
            feeds += tx.feeds.all(workspace=asker.workspace, removed=True)
    wanted = fold(ref)
    found = [f for f in feeds if f.id == FeedId(ref)] or [
        f for f in feeds if wanted in {fold(f.title), fold(f.outlet), fold(f.outlet_id or "")}
    ]
    if len(found) == 1:
        _require_own(found[0], asker)
        return found[0]
    choices = [(f"{f.title or f.outlet} · {f.id}", typed(f.id)) for f in found or _near_feeds(feeds, ref)]
    if not choices:
        raise UserError(f"There is no feed “{ref}”. `/policy feeds list` shows the ids.")
    asked = (
        f"Which “{ref}” do you mean?" if found else f"There is no feed “{ref}”. Did you mean one of these?"
    )
    return Reply(messages=(offer_message(asked, choices=choices),))


def _require_own(feed: Feed, asker: Asker) -> None:
    if feed.workspace_id != owner_of(asker.workspace):
        raise UserError(
            f"{feed.outlet} is read for all workspaces. To leave it out here: `/policy mute source DOMAIN`."
        )


def _near_feeds(feeds: Iterable[Feed], ref: str) -> list[Feed]:
    names: dict[str, Feed] = {}
    for feed in feeds:
        names |= {feed.id: feed, fold(feed.title): feed, fold(feed.outlet): feed}
    near = difflib.get_close_matches(fold(ref), names, n=3, cutoff=_CLOSE)
    return list({names[name].id: names[name] for name in near}.values())


def pack(tools: Tools, command: records.FeedsPack, asker: Asker) -> Reply:
    """Read all feeds of a pack."""
    listed = tools.packs()
    names = pack_names(listed)
    found = next((name for name in names if fold(name) == fold(command.pack)), None)
    if found is None:
        by_fold = {fold(name): name for name in names}
        near = difflib.get_close_matches(fold(command.pack), by_fold, n=3, cutoff=_CLOSE)
        shown = [by_fold[name] for name in near] or list(names)
        choices = [(name, print_command(records.FeedsPack(pack=name))) for name in shown]
        asked = f"There is no pack “{command.pack}”. There are: {', '.join(names)}."
        return Reply(messages=(offer_message(asked, choices=choices),))
    return _taken(tools, of_packs(listed, (found,)), asker)


def pack_names(listed: FeedList) -> tuple[str, ...]:
    """The packs that can be chosen, in the order of the list; of nested folders the outer ones."""
    return tuple(dict.fromkeys(pack.split("/")[0] for feed in listed.feeds for pack in feed.packs))


def of_packs(listed: FeedList, packs: Iterable[str]) -> FeedList:
    """The feeds of some packs."""
    wanted = set(packs)
    inside = (feed for feed in listed.feeds if wanted & {pack.split("/")[0] for pack in feed.packs})
    return FeedList(title=listed.title, feeds=tuple(inside))


def open_feeds(tools: Tools, _press: Press, _asker: Asker) -> Reply:
    """The modal by which feeds are added."""
    return Reply(view=modals.feeds_modal(pack_names(tools.packs())))


def open_opml(_tools: Tools, _press: Press, _asker: Asker) -> Reply:
    """The modal by which a list is imported."""
    return Reply(view=modals.opml_modal())


def save_feeds(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take an address and packs; the address is tried after the form is closed."""
    url, packs = _line(form.values, "url"), form.values.get("packs", ())
    chosen = packs if isinstance(packs, tuple) else (packs,)
    chosen = tuple(name for name in chosen if name)
    if not url and not chosen:
        return FormErrors(by_field={"url": "Give an address, or choose a pack."})
    if url and not url.startswith(_WEB):
        return FormErrors(by_field={"url": "A web address starts with https://."})

    def go_on() -> Reply:
        replies = [_taken(tools, of_packs(tools.packs(), chosen), asker)] if chosen else []
        if url:
            replies.append(add(tools, records.FeedsAdd(url=url), asker))
        return Reply(messages=tuple(message for reply in replies for message in reply.messages))

    return Reply(later=go_on)


def save_opml(tools: Tools, form: Form, asker: Asker) -> Reply | FormErrors:
    """Take a list that was pasted, or the address of one; that is fetched after the form is closed."""
    url, pasted = _line(form.values, "url"), str(form.values.get("opml", "")).strip()
    if pasted:
        try:
            listed = read_opml(pasted.encode())
        except ParseError as error:
            return FormErrors(by_field={"opml": f"{error} A long list is better given by its address."})
        return _taken(tools, listed, asker)
    if not url.startswith(_WEB):
        return FormErrors(by_field={"url": "Give the address of the list, https://…, or paste its text."})

    def go_on() -> Reply:
        try:
            return _taken(tools, tools.feeds.read_list(url), asker)
        except FeedError as error:
            raise UserError(f"{url} could not be read: {error}") from error

    return Reply(later=go_on)


def _line(values: Filled, name: str) -> str:
    given = values.get(name, "")
    return given.strip() if isinstance(given, str) else ""
