"""Write a file whole or not at all, and never over another one unasked.

The content goes to a temporary file in the folder of the target and is renamed into place
when it is complete, so a reader of the target sees the old content or the new, never a part.
"""

import contextlib
import os
import secrets
import stat
from types import TracebackType
from typing import BinaryIO, Self

from edi_portal.errors import WriteError


class OutputFile:
    """A file that comes into being when its ``with`` block ends without an exception.

    ``path`` is refused while it exists, unless ``force``. It is refused in any case where it
    is there and is no regular file: a rename would put a file in the place of a device or a
    folder. A symbolic link stays, and what it points to is replaced.

    Raises `edi_portal.errors.WriteError` from the start where the target is refused, and
    later where the system cannot write; the message names the path.
    """

    def __init__(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        self._name = os.fspath(path)
        self._force = force
        try:
            self._target = os.path.realpath(self._name)
            self._mode = self._refuse_or_mode()
        except OSError as error:
            raise self._failed(error) from error
        except ValueError as error:
            # A NUL character, which no file name can hold.
            raise WriteError("the path of the output is not valid") from error
        self._temporary = os.path.join(
            os.path.dirname(self._target), f".edi-portal-{secrets.token_hex(6)}.tmp"
        )
        self._stream: BinaryIO | None = None
        self._discarded = False

    def __enter__(self) -> Self:
        try:
            self._stream = open(self._temporary, "xb", opener=self._opener)
        except OSError as error:
            self._remove_temporary()
            raise self._failed(error) from error
        return self

    def _opener(self, path: str, flags: int) -> int:
        # A file that was private before must not be readable by others even while it is made.
        if self._mode is None:
            return os.open(path, flags, 0o666)
        descriptor = os.open(path, flags, self._mode & 0o600)
        try:
            os.chmod(path, self._mode)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def write(self, data: bytes) -> None:
        """Add ``data``. Raises `edi_portal.errors.WriteError` where the system refuses it."""
        if self._stream is None:
            raise WriteError("the output is not open")
        try:
            self._stream.write(data)
        except OSError as error:
            raise self._failed(error) from error

    def discard(self) -> None:
        """Leave the target as it was, also if the block ends well."""
        self._discarded = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            if kind is None and not self._discarded:
                self._commit(stream)
        finally:
            # A full disk fails here a second time; the first failure is the one to tell.
            with contextlib.suppress(OSError):
                stream.close()
            self._remove_temporary()

    def _remove_temporary(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self._temporary)

    def _commit(self, stream: BinaryIO) -> None:
        try:
            stream.flush()
            os.fsync(stream.fileno())
            # Windows renames closed files only.
            stream.close()
            if self._force:
                os.replace(self._temporary, self._target)
            else:
                self._rename_to_new()
        except OSError as error:
            raise self._failed(error) from error

    def _refuse_or_mode(self) -> int | None:
        """The permissions to keep of a target that may be replaced, ``None`` for a new one."""
        try:
            found = os.stat(self._target)
        except FileNotFoundError:
            return None
        if stat.S_ISDIR(found.st_mode):
            raise self._refused("is a directory")
        if not stat.S_ISREG(found.st_mode):
            raise self._refused("is not a regular file")
        if not self._force:
            raise self._refused("exists already, and replacing it needs force")
        return stat.S_IMODE(found.st_mode)

    def _rename_to_new(self) -> None:
        """Rename without replacing: a target that came into being meanwhile is kept."""
        try:
            os.link(self._temporary, self._target)
        except FileExistsError as error:
            raise self._refused("came into being meanwhile") from error
        except (OSError, NotImplementedError):
            # No hard links on this file system: a look before the rename is the next best.
            if os.path.lexists(self._target):
                raise self._refused("came into being meanwhile") from None
            os.replace(self._temporary, self._target)

    def _refused(self, reason: str) -> WriteError:
        return WriteError(f"{self._name}: {reason}; nothing was written")

    def _failed(self, error: OSError) -> WriteError:
        reason = error.strerror or type(error).__name__
        return WriteError(f"{self._name}: cannot be written: {reason}")
