"""Where a command reads from and writes to: files, standard input, standard output."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

import click

from edi_portal.cli._failure import abandon_stdout
from edi_portal.errors import SourceError, WriteError
from edi_portal.output import OutputFile

STDIN = "-"
STDOUT = "-"
STDIN_NAME = "<stdin>"


class Sink:
    """Takes text and writes it as UTF-8, whatever the locale."""

    def __init__(self, write: Callable[[bytes], None], discard: Callable[[], None]) -> None:
        self._write = write
        self.discard = discard

    def write(self, text: str) -> None:
        """Write ``text``; what UTF-8 cannot say (a file name of raw bytes) is spelled out."""
        self._write(text.encode("utf-8", "backslashreplace"))

    def write_bytes(self, data: bytes) -> None:
        """Write ``data`` as it is."""
        self._write(data)


@contextmanager
def open_sink(output: str | None, *, force: bool, inputs: Sequence[str]) -> Iterator[Sink]:
    """The sink of a command: the file ``output``, or stdout for ``None`` and ``-``.

    Raises click.UsageError where the output is one of the ``inputs``, and
    `edi_portal.errors.WriteError` where it cannot be written, before any work if possible.
    """
    if output is None or output == STDOUT:
        stream = _standard_output()
        yield Sink(lambda data: _write_whole(stream, data), lambda: None)
        _flush(stream)
        return
    refuse_same_file(output, inputs)
    with OutputFile(output, force=force) as file:
        yield Sink(file.write, file.discard)


def refuse_same_file(output: str, inputs: Sequence[str]) -> None:
    """click.UsageError where the output is one of the ``inputs``."""
    for path in inputs:
        if path != STDIN and output != STDOUT and _is_same_file(path, output):
            raise click.UsageError("the output is also an input; it would be lost")


def standard_input() -> BinaryIO:
    """Standard input as bytes. Raises `edi_portal.errors.SourceError` where it is closed."""
    buffer = getattr(sys.stdin, "buffer", None)
    if buffer is None:
        raise SourceError("standard input is closed")
    return cast(BinaryIO, buffer)


def display_name(path: str) -> str:
    """The name by which reports call the input ``path``."""
    return STDIN_NAME if path == STDIN else path


def _standard_output() -> BinaryIO:
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        raise WriteError("standard output is closed")
    return cast(BinaryIO, buffer)


def _write_whole(stream: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    try:
        # An unbuffered stdout (python -u) may take less than it is given.
        while rest:
            rest = rest[stream.write(rest) or 0 :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _stdout_error(error) from error


def _flush(stream: BinaryIO) -> None:
    try:
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _stdout_error(error) from error


def _stdout_error(error: OSError) -> WriteError:
    abandon_stdout()
    return WriteError(f"standard output: {error.strerror}")


def _is_same_file(path: str, output: str) -> bool:
    try:
        return os.path.samefile(path, output)
    except (OSError, ValueError):
        return False
