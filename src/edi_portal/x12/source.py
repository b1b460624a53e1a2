"""Opens what a caller wants read, block by block, as text of one character a byte.

A path and a payload are different arguments. Bytes are decoded as Latin-1 so that every
byte is one character: offsets count bytes, and encoding back gives the same bytes.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from edi_portal.errors import LimitError, SourceError, UsageError

BLOCK_SIZE = 1 << 18

Blocks = Iterator[str]
PathLike = str | os.PathLike[str]


@contextmanager
def open_blocks(
    path: PathLike | None = None,
    *,
    data: bytes | None = None,
    stream: IO[Any] | None = None,
    progress: Callable[[int], None] | None = None,
    limit: int | None = None,
) -> Iterator[Blocks]:
    """The input as blocks of text; exactly one of path, data and stream is given.

    ``stream`` may be binary or text; it is read, not closed. ``progress`` is called with
    the number of bytes read so far after each block.

    Raises `UsageError` for another number of inputs, `SourceError` where the input cannot
    be opened or read, `LimitError` once more than ``limit`` bytes were read.
    """
    if sum(item is not None for item in (path, data, stream)) != 1:
        raise UsageError("give exactly one of path, data and stream")
    if path is not None:
        with _open(path) as file:
            yield _blocks(file, progress, limit)
    elif data is not None:
        if not isinstance(data, bytes | bytearray | memoryview):
            raise UsageError("data is bytes; a path is the first argument")
        yield _blocks(io.BytesIO(data), progress, limit)
    else:
        yield _blocks(stream, progress, limit)


def _open(path: PathLike) -> IO[bytes]:
    try:
        if Path(path).is_dir():
            raise SourceError("is a directory")
        return open(path, "rb", buffering=0)
    except OSError as error:
        raise SourceError(_reason(error)) from error
    except (TypeError, ValueError) as error:
        raise SourceError("is not a usable path") from error


def _blocks(
    stream: Any, progress: Callable[[int], None] | None, limit: int | None = None
) -> Blocks:
    total = 0
    while block := _block(stream):
        total += len(block)
        if limit is not None and total > limit:
            raise LimitError(f"is larger than {limit} bytes, which is the limit")
        if progress is not None:
            progress(total)
        yield block.decode("latin-1")


def _block(stream: Any) -> bytes:
    """The next block; a stream that gives little at a time is asked until there is one."""
    parts: list[bytes] = []
    size = 0
    while size < BLOCK_SIZE and (part := _read(stream)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _read(stream: Any) -> bytes:
    try:
        block = stream.read(BLOCK_SIZE)
        if isinstance(block, str):
            return block.encode("utf-8", "surrogateescape")
        if isinstance(block, bytes | bytearray | memoryview):
            return bytes(block)
    except OSError as error:
        raise SourceError(_reason(error)) from error
    except Exception as error:
        raise SourceError("cannot be read") from error
    # None is what a non-blocking stream gives while there is nothing yet.
    raise SourceError("gives neither bytes nor text")


def _reason(error: OSError) -> str:
    return error.strerror.lower() if error.strerror else "cannot be read"
