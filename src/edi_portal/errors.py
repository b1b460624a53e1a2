"""The errors that edi-portal raises: one family under `EdiError`.

An error is raised only when the caller cannot have an answer. Whatever is wrong *in a
file* is a finding (`edi_portal.findings`), never an exception. No message carries a
value from a file.
"""


class EdiError(Exception):
    """Base of every error of this library; ``except EdiError`` is enough."""


class SourceError(EdiError):
    """The input cannot be opened or read: missing, a directory, no permission, I/O."""


class LimitError(EdiError):
    """A documented limit was reached and the work stopped there."""


class WriteError(EdiError):
    """A segment or file cannot be written: a value contains a delimiter, a target exists.

    ``place`` is the element of a value that cannot be written (``NM103``).
    """

    def __init__(self, message: str, *, place: str | None = None) -> None:
        super().__init__(message)
        self.place = place


class ModelError(EdiError):
    """A model cannot be made or written: a field is missing, of the wrong type, or has no place.

    ``field`` names the field, ``place`` where the guide has it (``2300/CLM05-1``), each where
    it is known.
    """

    def __init__(self, message: str, *, field: str | None = None, place: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.place = place


class GuideError(EdiError):
    """An Implementation Guide or overlay is unknown, incomplete or contradicts itself."""


class TableError(EdiError):
    """A code table that a user brings cannot be read, or is not there; nothing of it is used."""


class LedgerError(EdiError):
    """A ledger cannot be read or written: no ledger, of another version, in use, the disk full."""


class UsageError(EdiError):
    """The caller's arguments do not fit together."""
