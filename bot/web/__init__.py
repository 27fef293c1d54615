"""The web edge: the browser playground, read-only story pages, health and metrics.

Called by ``bot.app``, which hands it services. It renders what services answer; it never posts to Slack.
"""
