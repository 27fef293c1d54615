"""The command line: one thin module per command group that parses, calls a service and prints.

Called by ``bot.__main__``. Heavy rooms are imported when a command runs, never at the top of a module, so
that ``--help`` loads neither spaCy nor SQLAlchemy nor Bolt. No logic lives here.
"""
