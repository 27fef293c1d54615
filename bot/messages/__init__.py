"""From a digest, an answer, a home tab or a modal to Block Kit, plain text and HTML.

Called by services and edges. Pure; ``limits.py`` counts and cuts, so that nothing leaves this room that
Slack would refuse. Text from feeds only ever becomes ``rich_text`` or ``plain_text``.
"""
