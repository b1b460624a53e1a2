"""Deposits of banks beside remittances: reading them, and matching the two.

`read_eft` reads the deposits of a file, `match_eft` finds the remittance of each.
"""

import os

from edi_portal.errors import LimitError, SourceError
from edi_portal.matching.bank_lines import read_bank_lines
from edi_portal.matching.deposits import Deposit, Deposits
from edi_portal.matching.eft_matching import WINDOW, match_eft
from edi_portal.matching.eft_results import (
    COLUMNS,
    Advice,
    EftCandidate,
    EftMatch,
    EftMatches,
    EftResult,
    EftStep,
)
from edi_portal.matching.nacha import is_nacha, read_nacha

MOST_BYTES = 64 * 1024 * 1024
"""The largest file of deposits that is read."""


def read_eft(path: str | os.PathLike[str]) -> Deposits:
    """The deposits in a file: NACHA with CCD entries, or a CSV of bank lines.

    Which of them it is, is seen by its beginning. Raises `SourceError` where it cannot be read or
    is neither, with file and line and no value, `LimitError` for one above 64 MB.
    """
    name = os.fspath(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"{name}: {error.strerror or 'cannot be read'}") from error
    except ValueError as error:  # a path with a NUL
        raise SourceError("the path of the deposits is not usable") from error
    if len(data) > MOST_BYTES:
        raise LimitError(f"{name}: is larger than {MOST_BYTES >> 20} MB, which is the limit")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return read_nacha(text, name) if is_nacha(text) else read_bank_lines(text, name)


__all__ = [
    "COLUMNS",
    "MOST_BYTES",
    "WINDOW",
    "Advice",
    "Deposit",
    "Deposits",
    "EftCandidate",
    "EftMatch",
    "EftMatches",
    "EftResult",
    "EftStep",
    "match_eft",
    "read_eft",
]
