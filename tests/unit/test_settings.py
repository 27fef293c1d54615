"""Settings: defaults, the environment, ``.env``, and a sentence for each wrong value."""

import pytest

from bot.errors import ConfigError
from bot.settings import Settings, default_database_url, load, split_keys, unknown_variables, variable

WRONG = {
    "database_url": ("mysql://x", "sqlite:/// or postgresql://"),
    "slack_api_url": ("slack.com/api", "http:// or https://"),
    "nlp_words": ("many", "integer"),
    "log_level": ("loud", "'debug'"),
    "fetch_timeout_s": ("-1", "greater than 0"),
    "fetch_max_bytes": ("1", "10000"),
    "fetch_max_redirects": ("99", "20"),
    "host_gap_s": ("x", "number"),
    "story_window_days": ("0", "greater than 0"),
    "token_keys": ("short=", "32 bytes"),
    "retention_days": ("3", "15"),
    "body_days": ("3", "15"),
    "audit_days": ("0", "1"),
    "public_url": ("policy.example.org", "http:// or https://"),
    "page_keys": ("too-short", "32 characters"),
    "heartbeat_url": ("ftp://hc.example.org/ping", "http:// or https://"),
}


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_need_nothing():
    settings = load()
    assert settings.database_url == default_database_url()
    assert settings.private_feeds == ""
    assert settings.slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_names_the_variable_the_fault_and_an_example(monkeypatch, name):
    value, fault = WRONG[name]
    monkeypatch.setenv(variable(name), value)
    with pytest.raises(ConfigError) as caught:
        load()
    message = str(caught.value)
    assert message.startswith(f"{variable(name)} is wrong: ")
    assert fault in message
    assert f"Example: {variable(name)}=" in message


def test_every_wrong_value_is_named_at_once(monkeypatch):
    monkeypatch.setenv("POLICYBOT_LOG_LEVEL", "loud")
    monkeypatch.setenv("POLICYBOT_NLP_WORDS", "-3")
    with pytest.raises(ConfigError) as caught:
        load()
    assert len(str(caught.value).splitlines()) == 2


def test_a_password_in_a_wrong_address_is_not_printed(monkeypatch):
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", "mysql://bot:hunter2@db/policy")
    with pytest.raises(ConfigError) as caught:
        load()
    assert "hunter2" not in str(caught.value)


def test_the_environment_comes_before_the_file(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("POLICYBOT_LOG_LEVEL=debug\nPOLICYBOT_NLP_WORDS=50\n")
    monkeypatch.setenv("POLICYBOT_NLP_WORDS", "70")
    settings = load()
    assert (settings.log_level, settings.nlp_words) == ("debug", 70)


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00P")
    with pytest.raises(ConfigError, match="UTF-8"):
        load()


def test_settings_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        load().log_level = "debug"


def test_a_misspelt_variable_is_found():
    assert unknown_variables({"POLICYBOT_NLPMODEL": "x", "HOME": "/"}) == ("POLICYBOT_NLPMODEL",)


def test_every_setting_has_a_description_and_an_example_that_works():
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.examples, name
        load(**{name: field.examples[0]})


def test_token_keys_are_a_list_and_never_printed(monkeypatch):
    new, old = "n" * 43 + "=", "o" * 43 + "="
    monkeypatch.setenv("POLICYBOT_TOKEN_KEYS", f" {new}, {old},")
    settings = load()
    assert split_keys(settings.token_keys) == (new, old)
    assert new not in repr(settings)
    monkeypatch.setenv("POLICYBOT_TOKEN_KEYS", f"{new},{old[1:]}")
    with pytest.raises(ConfigError) as caught:
        load()
    assert new not in str(caught.value)


@pytest.mark.parametrize(
    "given", ["https://policy.example.org/", "http://127.0.0.1:8000", "https://a.example/x/"]
)
def test_a_public_address_loses_its_slash(monkeypatch, given):
    monkeypatch.setenv("POLICYBOT_PUBLIC_URL", given)
    assert load(None).public_url == given.rstrip("/")


def test_page_keys_are_a_list_and_never_printed(monkeypatch):
    monkeypatch.setenv("POLICYBOT_PAGE_KEYS", f"{'n' * 32}, {'o' * 40}")
    found = load(None)
    assert split_keys(found.page_keys) == ("n" * 32, "o" * 40)
    assert "nnnn" not in repr(found)


@pytest.mark.parametrize(
    "given", ["https://", "https://a.example/?x=1", "https://a.example/#x", "https://a b"]
)
def test_a_public_address_is_bare(monkeypatch, given):
    monkeypatch.setenv("POLICYBOT_PUBLIC_URL", given)
    with pytest.raises(ConfigError, match="POLICYBOT_PUBLIC_URL is wrong"):
        load(None)
