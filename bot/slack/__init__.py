"""The Slack edge: Bolt listeners, the installation store and the publisher.

Called by ``bot.app``, which hands it services. It turns Slack's bodies into plain values and our messages
into API calls; it never reads the database itself and never decides what a digest says.
"""
