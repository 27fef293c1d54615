"""From a typed name to an entity, and from an entity to what is known of it.

Called by ``bot.services.answer``. Pure: candidates and stories are handed in.
"""
