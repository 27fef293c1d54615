from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from bot.model.workspace import CorrectionKind, Installation, UserId, WorkspaceId

GIVEN = Installation(
    workspace_id=WorkspaceId("T1"), user_id=UserId("U1"), installed_at=datetime(2026, 3, 4, tzinfo=UTC)
)
SECRETS = ("bot_token", "bot_refresh_token", "user_token", "user_refresh_token")


def test_every_field_that_holds_a_token_is_known_here():
    named = {field.name for field in fields(Installation) if field.name.endswith("_token")}
    assert named == set(SECRETS)


@pytest.mark.parametrize("name", SECRETS)
def test_a_token_is_never_printed(name):
    secret = "xoxb-1-not-to-be-seen"
    made = replace(GIVEN, **{name: secret})
    assert getattr(made, name) == secret
    assert secret not in repr(made)
    assert secret not in str(made)
    assert f"{name}=" not in repr(made)


def test_what_is_no_secret_is_printed():
    assert "T1" in repr(GIVEN)
    assert "installed_at" in repr(GIVEN)


def test_what_people_can_put_right_has_five_forms():
    assert len(CorrectionKind) == 5
