"""The command line: each command parses, calls one verb of the library, and prints.

Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 internal,
2 usage, 3 input rejected, 4 judgements changed, 6 not enough memory or disk, 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from linkage.commands import asking, comparing, judgements, learning
from linkage.commands.interrupts import DUCKDB_INTERRUPTED, interrupt
from linkage.errors import InputRejected, LinkageError

CONTEXT: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(package_name="linkage-engine", message="%(version)s")
def cli() -> None:
    """Compare reports of missing persons with records of unidentified remains.

    The engine proposes the pairs most worth a forensic comparison, with its reasons. It never
    identifies: only the forensic authority concludes.
    """


COMMANDS = (
    comparing.check, comparing.run, comparing.add, asking.explain, learning.evaluate, asking.review, asking.evidence,
    asking.sources, comparing.demo, learning.train, judgements.audit, judgements.accounts, judgements.dossier,
)  # fmt: skip
"""As the manual lists them."""

for command in COMMANDS:
    cli.add_command(command)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    signal.signal(signal.SIGINT, interrupt)
    sys.exit(_guarded(lambda: cli.main(args=argv, prog_name="linkage", standalone_mode=False)))


def _guarded(call: Callable[[], Any]) -> int:
    """The exit code of a call; every error becomes a message on standard error."""
    try:
        call()
    except click.ClickException as error:
        error.show()
        return 2
    except InputRejected as error:
        report = f"\nThe problems are listed in {error.report}" if error.report else ""
        return _say(f"{error}{report}", error.exit_code)
    except LinkageError as error:
        return _say(str(error), error.exit_code)
    except (KeyboardInterrupt, click.exceptions.Abort):
        return _interrupted()
    except MemoryError:
        return _say("Memory ran out. Close other programs or lower --memory and --top.", 6)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _interrupted() if str(error) == DUCKDB_INTERRUPTED else _internal(error)
    return 0


def _interrupted() -> int:
    return _say("Interrupted. Nothing half-written was left behind.", 130)


def _internal(error: Exception) -> int:
    """An error of ours: where it happened, never the values it happened on."""
    frames = "".join(traceback.format_tb(error.__traceback__)[-4:])
    message = (
        f"An error inside the engine ({type(error).__name__}); please report it with these lines, which hold no data:\n"
    )
    return _say(message + frames, 1)


def _say(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


if __name__ == "__main__":
    main()
