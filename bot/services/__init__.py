"""Use cases: each joins the rooms on the road with storage and reads from top to bottom.

Called by the edges (cli, slack, web, jobs). What a service needs from above is a protocol in
``ports.py`` that ``bot.app`` fills.
"""
