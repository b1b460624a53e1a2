from pathlib import Path

import attrs
import pytest

import edi_portal
from edi_portal.errors import UsageError, WriteError
from edi_portal.x12.delimiters import Delimiters
from edi_portal.x12.rewriting import join, rewrite
from tests.build import claim_file, encode, isa, put, remittance_file
from tests.x12.test_reader import TRAPS

CLAIM = encode(claim_file())
OTHER = Delimiters("|", ">", "\n", "!")
# The library cannot give back what its limit on one segment made it leave out.
LIMIT = 1 << 20


@pytest.mark.parametrize("name", TRAPS)
def test_read_then_join_gives_the_same_bytes(name: str) -> None:
    assert b"".join(join(edi_portal.read(data=TRAPS[name]))) == TRAPS[name]


def test_every_sample_comes_back(samples: Path) -> None:
    files = [path for path in samples.rglob("*") if path.suffix in (".x12", ".csv")]
    assert files
    for path in files:
        assert b"".join(join(edi_portal.read(path))) == path.read_bytes()


def test_what_was_left_out_cannot_be_joined() -> None:
    data = CLAIM.replace(b"HI*", b"HI*" + b"X" * 1000 + b"~HI*")
    reading = edi_portal.read(data=data, segment_limit=500)
    with pytest.raises(WriteError, match="left out"):
        b"".join(join(reading))
    with pytest.raises(WriteError, match="left out"):
        b"".join(rewrite(edi_portal.read(data=data, segment_limit=500), OTHER))


@pytest.mark.parametrize("follows", [CLAIM, b""])
def test_text_between_interchanges_beyond_what_is_kept(follows: bytes) -> None:
    data = CLAIM + b"x" * (LIMIT + 10) + b"\n" + follows
    with pytest.raises(WriteError, match="left out"):
        b"".join(join(edi_portal.read(data=data)))


def test_segments_without_their_reading_end_with_the_last() -> None:
    segments = list(edi_portal.read(data=CLAIM))
    assert b"".join(join(segments)) == CLAIM.rstrip(b"~\n")


def test_a_changed_segment_is_not_what_was_read() -> None:
    segments = list(edi_portal.read(data=CLAIM))
    segments[1] = attrs.evolve(segments[1], text="GS*HC")
    with pytest.raises(WriteError):
        b"".join(join(segments))


def test_other_delimiters() -> None:
    body = claim_file()
    body = put(body, "HI", "HI*ABK:J029^ABF:R509")
    data = encode(body)
    expected = encode(body, "|>\n!", line_end="")
    assert b"".join(rewrite(edi_portal.read(data=data), OTHER)) == expected
    back = rewrite(edi_portal.read(data=expected), Delimiters())
    assert b"".join(back) == data
    crlf = rewrite(edi_portal.read(data=expected), Delimiters(), line_end="\r\n")
    assert b"".join(crlf) == data.replace(b"\n", b"\r\n")


def test_delimiters_that_change_places() -> None:
    swapped = Delimiters(":", "*", "^", "~")
    data = b"".join(rewrite(edi_portal.read(data=CLAIM), swapped, line_end=""))
    assert data == encode(claim_file(), ":*^~", line_end="")
    assert edi_portal.validate(data=data).ok


def test_several_interchanges_with_delimiters_of_their_own() -> None:
    data = CLAIM + encode(remittance_file(), "|>\n!", line_end="")
    new = Delimiters("+", "\\", "'", "`")
    expected = encode(claim_file(), "+\\'`") + encode(remittance_file(), "+\\'`")
    assert b"".join(rewrite(edi_portal.read(data=data), new)) == expected


def test_samples_say_the_same_in_other_delimiters(samples: Path) -> None:
    for path in sorted((samples / "valid").glob("*.x12")):
        data = b"".join(rewrite(edi_portal.read(path), Delimiters("\x1d", "\x1f", "\x1e", "\x1c")))
        assert edi_portal.validate(data=data).findings == ()


@pytest.mark.parametrize(
    "segment, reference",
    [
        ("NM1*IL*1*QZ|JX*JANE****MI*XYZ100", "NM103"),
        ("NM1*IL*1*DOE*QZ>JX****MI*XYZ100", "NM104"),
        ("NM1*IL*1*DOE*QZ!JX****MI*XYZ100", "NM104"),
        ("NM1*IL*1*DOE*QZ\x07JX****MI*XYZ100", "NM104"),
    ],
)
def test_a_value_with_a_new_delimiter_is_refused(segment: str, reference: str) -> None:
    data = encode(put(claim_file(), "NM1*IL", segment))
    with pytest.raises(WriteError) as caught:
        b"".join(rewrite(edi_portal.read(data=data), OTHER))
    assert reference in str(caught.value)
    assert "segment 15" in str(caught.value)
    assert "QZ" not in str(caught.value)


def test_isa_values_are_refused_too() -> None:
    data = encode(put(claim_file(), "ISA", isa(sender="A|B")))
    with pytest.raises(WriteError, match="ISA06"):
        b"".join(rewrite(edi_portal.read(data=data), OTHER))


def test_an_interchange_without_component_separator_gets_one() -> None:
    data = encode(put(remittance_file(), "ISA", isa(component="")))
    out = b"".join(rewrite(edi_portal.read(data=data), Delimiters("*", "\\", "~", "^")))
    assert out == encode(put(remittance_file(), "ISA", isa(component="\\")))
    with pytest.raises(WriteError, match="SVC01"):
        b"".join(rewrite(edi_portal.read(data=data), Delimiters()))


def test_isa11_below_00402_is_no_separator() -> None:
    segments = put(claim_file(), "ISA", isa(version="00401", repetition="U"))
    segments = put(segments, "N3*200", "N3*200 ! STREET")
    out = b"".join(rewrite(edi_portal.read(data=encode(segments)), OTHER))
    assert out == encode(segments, "|>\n^", line_end="")


@pytest.mark.parametrize("name", ["text before", "text between", "text behind", "UTF-16"])
def test_text_outside_of_interchanges_is_refused(name: str) -> None:
    with pytest.raises(WriteError, match="outside"):
        b"".join(rewrite(edi_portal.read(data=TRAPS[name]), OTHER))


@pytest.mark.parametrize(
    "name", ["byte order marks between", "filler behind", "blanks around terminators"]
)
def test_white_space_and_marks_go(name: str) -> None:
    out = b"".join(rewrite(edi_portal.read(data=TRAPS[name]), Delimiters()))
    assert out.startswith(b"ISA")
    assert out.endswith(b"~\n")
    assert out.count(b"\n") == out.count(b"~")


@pytest.mark.parametrize(
    "delimiters, line_end",
    [
        (Delimiters(component=""), "\n"),
        (Delimiters(repetition=""), "\n"),
        (Delimiters(component="*"), "\n"),
        (Delimiters(), " "),
    ],
)
def test_arguments_that_do_not_work(delimiters: Delimiters, line_end: str) -> None:
    with pytest.raises(UsageError):
        b"".join(rewrite(edi_portal.read(data=CLAIM), delimiters, line_end=line_end))
