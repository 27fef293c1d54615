"""A form asked for where Slack can open none: a mention says how to get it."""

from tests.support.team import words


def test_a_mention_that_asks_for_a_form_is_told_to_type_a_slash_command(team, server):
    team.event("app_mention", text="<@U0BOT> feeds import", channel="C1", ts="1.0")
    (answer,) = team.wait(1, "chat.postEphemeral")
    assert "only a slash command can" in words(answer)
    assert server.sent("views.open") == []
