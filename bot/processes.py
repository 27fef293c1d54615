"""What one process runs: all of it, or the clock or a worker of several that share a database.

Called by ``policybot run``, with the application that `bot.app` wires. Nothing is decided here but which
parts there are; the web process, which runs no jobs, is `bot.app.make_web`.
"""

from __future__ import annotations

import gc
import os
import secrets
import socket as network
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import ConfigError

if TYPE_CHECKING:
    from bot.app import App
    from bot.jobs.clock import Job, Leader
    from bot.jobs.runner import Runner
    from bot.jobs.work import Work
    from bot.services.ports import Dispatcher
    from bot.storage.upgrade import Step

CLOCK = "clock"
"""Name of the lead that the clocks of one database compete for."""

_SHARES = 2  # two or three workers end together; with more, each takes one share after the other
_SINGLE = (("read", "group"), ("poll",))
"""Queues of which a process does one job at a time: the one keep its processor core busy, and a poll asks
hundreds of feeds by itself, so that a second is for another process."""


def make_runner(app: App) -> Runner:
    """Clock, work and Slack in one process.

    Raises:
        ConfigError: A token is missing.
    """
    from bot.jobs.clock import Clock
    from bot.jobs.runner import Runner
    from bot.slack.socket import SlackSocket

    settings = app.settings
    if not (settings.slack_bot_token and settings.slack_app_token):
        raise ConfigError(
            "Set POLICYBOT_SLACK_BOT_TOKEN (xoxb-…) and POLICYBOT_SLACK_APP_TOKEN (xapp-…); "
            "docs/slack.md shows where they come from."
        )
    socket = SlackSocket(
        app.make_slack_app, app_token=settings.slack_app_token.get_secret_value(), slack=app.slack
    )
    leader, jobs = _alone(app)
    return Runner([socket, leader, Clock(jobs)])


def make_clock(app: App) -> Runner:
    """The clock, which wakes workers; with a SQLite file, on which none run, it does the work too."""
    from bot.jobs.clock import Clock, Leader
    from bot.jobs.runner import Runner
    from bot.jobs.work import Looks

    if not app.has_server:
        leader, jobs = _alone(app)
        return Runner([leader, Clock(jobs)])
    looks = Looks(ingest=app.ingest, wake_at=lambda: _wake_at(app), dispatcher=app.job_queue, clock=app.now)
    leader = Leader(app.database.lead(CLOCK))
    return Runner([leader, Clock(_led(app, leader, looks.ticks(**_intervals(app))))])


def make_worker(app: App, *, queues: Sequence[str], at_once: int) -> Runner:
    """A worker of some queues.

    Args:
        app: Not used for anything else.
        queues: Names of tasks.
        at_once: Jobs at the same time of those that deliver, tell and tidy.

    Raises:
        ConfigError: The database is a file, or nothing could be posted.
    """
    from bot.jobs.clock import Clock
    from bot.jobs.dispatch import connect_lane
    from bot.jobs.runner import Runner
    from bot.jobs.work import DELIVER
    from bot.jobs.worker import Lane, Worker

    if not app.has_server:
        raise ConfigError(
            "Workers need PostgreSQL: set POLICYBOT_DATABASE_URL=postgresql://user:password@host/policy. "
            "With a SQLite file `policybot run` does everything."
        )
    if DELIVER in queues and not (app.settings.slack_bot_token or app.many_workspaces):
        raise ConfigError(
            "A worker that delivers needs POLICYBOT_SLACK_BOT_TOKEN, or POLICYBOT_SLACK_CLIENT_ID for many "
            "workspaces; `--queues poll,read,group` does the rest without."
        )
    app.shares = _SHARES
    work = _work(app, app.job_queue)
    tasks = {name: app.pulse.measured(name, do) for name, do in work.tasks().items() if name in queues}
    lanes = [Lane(queues=[queue for queue in queues if queue in single]) for single in _SINGLE]
    others = [queue for queue in queues if not any(queue in single for single in _SINGLE)]
    lanes.append(Lane(queues=others, at_once=at_once))
    url = app.settings.database_url
    present = Clock([_presence(app, queues)])
    return Runner([Worker(lambda: connect_lane(url), tasks, lanes), present])


def freeze_loaded() -> None:
    """Tell the garbage collector that everything made so far stays; called once a process has loaded.

    Else it looks through all of that in the middle of an answer
    (docs/decisions/0137-what-is-loaded-stays.md).
    """
    gc.collect()
    gc.freeze()


def upgrade(app: App, *, progress: Callable[[Step], None] = lambda _step: None) -> bool:
    """Bring the database to this program's schema, the job queue's tables included.

    Args:
        app: Whose database may be older.
        progress: Told before each migration.

    Returns:
        Whether anything had to be done.
    """
    done = app.bare_database.upgrade(progress=progress)
    if not app.has_server:
        return done
    from bot.jobs.dispatch import Queue

    queue = Queue(app.settings.database_url)
    try:
        return queue.create() or done
    finally:
        queue.close()


def watched(app: App, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """The jobs, measured, and one more that tells that they are well."""
    from bot.jobs.clock import Job
    from bot.services.pulse import BEAT_EVERY_S

    pulse = app.pulse
    measured = (replace(job, work=pulse.watched(job.name, job.work, every_s=job.every_s)) for job in jobs)
    return (*measured, Job(name="beat", every_s=BEAT_EVERY_S, work=pulse.beat))


def _alone(app: App) -> tuple[Leader, tuple[Job, ...]]:
    """The ticks of a process that does the work itself, and the lead it needs for that."""
    from bot.jobs.clock import Leader
    from bot.jobs.dispatch import Here
    from bot.jobs.work import TASKS

    leader, here = Leader(app.database.lead(CLOCK)), Here()
    work = _work(app, here)
    here.tasks.update(work.tasks())
    jobs = _led(app, leader, work.ticks(**_intervals(app)))
    return leader, (*jobs, leader.led(_presence(app, TASKS)))


def _work(app: App, dispatcher: Dispatcher) -> Work:
    from bot.jobs.work import Work

    return Work(
        ingest=app.ingest,
        planner=app.planner,
        deliverer=app.deliverer,
        keep=app.keep,
        tell=(app.alerts.plan, app.updates.plan),
        dispatcher=dispatcher,
        clock=app.now,
    )


def _led(app: App, leader: Leader, ticks: Iterable[Job]) -> tuple[Job, ...]:
    """Ticks that only the leading clock obeys; one that stands by is well nevertheless."""
    *jobs, beat = watched(app, [leader.led(job) for job in ticks])
    return (*jobs, leader.led(beat))


def _presence(app: App, tasks: Sequence[str]) -> Job:
    """The job that tells that this process does background work."""
    from bot.jobs.clock import Job
    from bot.services.pulse import WORKER_BEAT_S

    name = f"{network.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    return Job(
        name="presence", every_s=WORKER_BEAT_S, work=lambda: app.pulse.beat_worker(name, ",".join(tasks))
    )


def _wake_at(app: App) -> datetime | None:
    """When the next digest or delivery wants a step."""
    with app.database.read() as tx:
        found = [at for at in (tx.subscriptions.next_due_at(), tx.deliveries.next_wake_at()) if at]
    return min(found, default=None)


def _intervals(app: App) -> dict[str, float]:
    return {"poll_every_s": app.settings.poll_every_s, "deliver_every_s": app.settings.deliver_every_s}
