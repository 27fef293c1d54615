"""``python -m bot`` and the console script ``policybot``.

Hands over to `bot.cli.main` and turns what it raises into one sentence and an exit status: 0 done, 1 it
failed, 2 wrong use, 130 stopped by Ctrl-C. No traceback reaches a user.
"""

import sys

from bot.cli.main import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
