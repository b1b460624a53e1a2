"""Lines kept aside until it is known whether they are sent."""

import tempfile
from collections.abc import Iterator

from edi_portal.errors import WriteError

MEMORY_LIMIT = 1 << 20
"""Bytes of one spool that stay in memory; what is beyond goes to a temporary file."""


class Spool:
    """Lines without line feeds, written and then read back, in bounded memory.

    Every method raises `WriteError` where the temporary file cannot be written or read.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=MEMORY_LIMIT)  # noqa: SIM115

    def write(self, line: str) -> None:
        """Keep one line."""
        try:
            self._file.write(line.encode() + b"\n")
        except OSError as error:
            raise _no_room() from error

    def lines(self) -> Iterator[str]:
        """Every line, in the order written."""
        try:
            self._file.seek(0)
            for line in self._file:
                yield line[:-1].decode()
        except OSError as error:
            raise _no_room() from error

    def close(self) -> None:
        """Forget the lines."""
        try:
            self._file.close()
        except OSError as error:
            raise _no_room() from error


def _no_room() -> WriteError:
    return WriteError("an acknowledgment does not fit into the temporary directory")
