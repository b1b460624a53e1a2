"""Replaces what identifies patients in a file, the same in every file under the same key.

See `edi_portal.deidentification.files` for what is done, ``identifiers.toml`` for where.
"""

from edi_portal.deidentification.files import MOST_WEEKS, WEEKS, Deidentified, deidentify
from edi_portal.deidentification.keys import read_key, write_new_key

__all__ = ["MOST_WEEKS", "WEEKS", "Deidentified", "deidentify", "read_key", "write_new_key"]
