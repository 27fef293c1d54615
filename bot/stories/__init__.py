"""From articles to stories: grouping, origins, status, level, the other side, rank, changes.

Called by ``bot.services``. Pure: the open stories are handed in and come back as records.
"""
