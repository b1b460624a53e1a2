"""Files of deposits: which kind one is, its encoding, its size, and where it cannot be read."""

import errno
import os
from pathlib import Path

import pytest

from edi_portal import EdiError, LimitError, SourceError
from edi_portal.matching import eft
from edi_portal.matching.eft import read_eft
from tests.matching.nacha_files import Batch, Entry, addenda, nacha

ACH = nacha([Batch(entries=[Entry(cents=27225, addenda=[addenda("EFT1")])])])
LINES = "date,amount,payer\n2025-03-20,272.25,Krankenkasse Süd\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deposits"


@pytest.mark.parametrize("text, payer", [(ACH, "EXAMPLE HEALTH P"), (LINES, "Krankenkasse Süd")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_of_either_kind_in_any_encoding(path: Path, text: str, payer: str, encoding: str) -> None:
    path.write_bytes(text.encode(encoding))
    (found,) = read_eft(path).deposits
    assert (str(found.amount), found.payer, found.file) == ("272.25", payer, str(path))


def test_a_file_may_be_as_large_as_the_limit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert eft.MOST_BYTES == 67_108_864
    limit = 1 << 20
    monkeypatch.setattr(eft, "MOST_BYTES", limit)
    path.write_bytes(LINES.encode().ljust(limit, b"\n"))
    assert len(read_eft(path).deposits) == 1
    path.write_bytes(LINES.encode().ljust(limit + 1, b"\n"))
    with pytest.raises(LimitError) as caught:
        read_eft(path)
    assert str(caught.value) == f"{path}: is larger than 1 MB, which is the limit"


def test_why_it_cannot_be_read_is_told(path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_eft(path)
    assert str(caught.value) == f"{path}: {os.strerror(errno.ENOENT)}"
    with pytest.raises(EdiError, match=r"^the path of the deposits is not usable$"):
        read_eft("a\0b")
