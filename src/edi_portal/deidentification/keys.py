"""The key of a de-identification: bytes that nobody else has."""

import os
import secrets

from edi_portal.errors import UsageError, WriteError
from edi_portal.x12.source import PathLike

SHORTEST = 16
_LENGTH = 32
_LONGEST = 4096


def read_key(path: PathLike) -> bytes:
    """The key in a file: all of its bytes.

    Raises `UsageError` where it cannot be read, is shorter than 16 bytes, or longer than 4096: a
    file of something else that is given by mistake.
    """
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            key = file.read(_LONGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UsageError(f"{name}: the key cannot be read: {reason}") from error
    if len(key) > _LONGEST:
        raise UsageError(f"{name}: this is no key: it is longer than {_LONGEST} bytes")
    return checked_key(key, name)


def checked_key(key: bytes, name: str = "key") -> bytes:
    """The key, if it is one. Raises `UsageError` where it is shorter than 16 bytes."""
    if len(key) < SHORTEST:
        raise UsageError(f"{name}: a key has {SHORTEST} bytes or more; --new-key makes one of 32")
    return key


def write_new_key(path: PathLike) -> None:
    """Write a random key of 32 bytes that only its owner can read.

    Raises `WriteError` where it cannot be written, or there is a file already: a key that is lost
    cannot be made again.
    """
    name = os.fspath(path)
    try:
        with open(path, "xb", opener=_private) as file:
            file.write(secrets.token_bytes(_LENGTH))
    except FileExistsError as error:
        raise WriteError(f"{name}: exists already; a key is never overwritten") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise WriteError(f"{name}: cannot be written: {reason}") from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
