"""Exit codes, and how a failure is told: one line on stderr, without values from a file."""

import contextlib
import os
import sys
import traceback

import click

SUCCESS = 0
FINDINGS = 1
NO_RESULT = 2
INTERRUPTED = 130
"""What shells report of a program that SIGINT ended: 128 and the signal's number."""

DEBUG_VARIABLE = "EDI_PORTAL_DEBUG"


def visible(text: str) -> str:
    r"""``text`` on one line, with everything that could steer a terminal spelled out.

    >>> print(visible("a\nb"))
    a\nb
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def complain(message: str, file: str | None = None) -> None:
    """Say on stderr what failed, naming the ``file`` that it is about."""
    say(visible(f"edi-portal: {message}" if file is None else f"edi-portal: {file}: {message}"))


def say(text: str) -> None:
    """Write lines to stderr, beside a result that stands elsewhere."""
    # Where stderr is gone, the exit code is all that is left to tell.
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def internal_message(error: Exception) -> str:
    """What to say of an ``error`` that is none of the library's: its type, never its text.

    The text of a foreign exception may hold values from the file. The traceback is written to
    stderr where the environment variable EDI_PORTAL_DEBUG is set to 1.
    """
    if os.environ.get(DEBUG_VARIABLE) == "1":
        traceback.print_exception(error)
    if isinstance(error, MemoryError):
        return "not enough memory"
    return f"internal error ({type(error).__name__}); {DEBUG_VARIABLE}=1 shows where"


def complain_internal(error: Exception, file: str | None = None) -> None:
    """Say on stderr that ``error`` came up where none should."""
    complain(internal_message(error), file)


def abandon_stdout() -> None:
    """Let what is still buffered for stdout go nowhere.

    The interpreter flushes stdout when it ends, would fail on it once more and say so.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        descriptor = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
