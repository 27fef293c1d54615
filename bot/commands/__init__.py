"""What people type, and the commands it stands for.

One table in ``grammar.py`` from which the parser, the help, the completion, the docs and the tests are
made. Called by the edges through services; it never answers anything itself.
"""
