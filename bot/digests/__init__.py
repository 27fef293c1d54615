"""From stories to a digest, when one is due, and how its delivery goes on.

Called by ``bot.services.publish``. Pure: the clock, the stories and the rows are handed in.
"""
