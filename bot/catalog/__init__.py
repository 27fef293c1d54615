"""From ``config/`` and the gazetteer to feeds, outlets, topics and entities, checked.

Called by services and ``policybot doctor``. Reads files that people edit and the compiled gazetteer; never
the database.
"""
