from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_portal.x12.batch import Batch
from edi_portal.x12.reader import InterchangeStart, Notice, Reader
from tests.build import CUSTOMARY, claim_file, encode, interchange, isa, remittance_file

CLAIM = encode(claim_file())
TWO = encode(claim_file()) + encode(remittance_file())
BOM = b"\xef\xbb\xbf"

# Every trap that real files hold, by name.
TRAPS: dict[str, bytes] = {
    "nothing special": CLAIM,
    "no line ends": encode(claim_file(), line_end=""),
    "CR LF behind terminators": encode(claim_file(), line_end="\r\n"),
    "mixed line ends": CLAIM.replace(b"~\nN", b"~\r\n\r\nN"),
    "newline before the terminator": CLAIM.replace(b"~\n", b"\n~"),
    "blanks around terminators": CLAIM.replace(b"~\n", b" ~ \t"),
    "mis-padded ISA": CLAIM.replace(b"          ", b" "),
    "byte order mark": BOM + CLAIM,
    "byte order marks between": BOM + CLAIM + BOM + TWO,
    "blank lines first": b"\r\n \n" + CLAIM,
    "empty segments": CLAIM.replace(b"~\nHL", b"~~\n~HL"),
    "empty segments at the end": CLAIM.replace(b"IEA", b"~~~IEA") + b"~~",
    "several interchanges": TWO + TWO,
    "no IEA": CLAIM[: CLAIM.index(b"IEA")] + TWO,
    "no IEA, no SE": CLAIM[: CLAIM.index(b"SE*")] + TWO,
    "unterminated": CLAIM.rstrip(b"~\n"),
    "unterminated, blanks behind": CLAIM.rstrip(b"~\n") + b" \r\n",
    "cut in a segment": CLAIM[: CLAIM.index(b"CLM") + 9],
    "cut in ISA": CLAIM[:50],
    "cut in a second ISA": CLAIM + CLAIM[:50],
    "filler behind": CLAIM + b"\x1a" + bytes(500),
    "ISA inside names": CLAIM.replace(b"DOE", b"LISA*ISA").replace(b"JANE", b"ISA"),
    "IEA inside names": CLAIM.replace(b"DOE", b"IEA"),
    "lower case": CLAIM.replace(b"REF*", b"ref*"),
    "TA1": encode([isa(), "TA1*000000001*250310*0915*A*000", "IEA*0*000000101"]),
    "text before": b"From: a@b.example\n\n" + CLAIM,
    "text between": CLAIM + b"and\nISAAC\nXISA*\n" + TWO,
    "text behind": CLAIM + b"-- end of transmission --\n",
    "text only": b"claim_id,amount\n1,2\n" * 60,
    "binary": bytes(range(256)) * 8,
    "UTF-16": CLAIM.decode().encode("utf-16"),
    "UTF-16 without a mark": CLAIM.decode().encode("utf-16-be"),
    "nothing": b"",
    "white space": b" \r\n" * 300,
    "one character": b"I",
    "long segment": CLAIM.replace(b"HI*", b"HI*" + b"X" * 3000 + b"~HI*"),
    "long segment first": isa().encode() + b"~" + b"X" * 3000 + b"~GS*HC~",
    "long segment last": CLAIM + isa().encode() + b"~" + b"X" * 3000,
    "CR as terminator": encode(claim_file(), "*:\r^", line_end=""),
    "CR LF as terminator": encode(claim_file(), "*:\r^"),
    "LF as terminator": encode(claim_file(), "|>\n!", line_end=""),
    "control characters as delimiters": encode(claim_file(), "\x1d\x1f\x1c\x1e", line_end=""),
}


def pieces(data: bytes, size: int) -> Iterator[str]:
    text = data.decode("latin-1")
    return (text[at : at + size] for at in range(0, len(text), size))


def told(data: bytes, size: int = 1 << 18, limit: int = 1000) -> tuple[list[object], str, bool]:
    """Everything the reader says, batches dissolved, and the text it gives back."""
    reader = Reader(pieces(data, size), segment_limit=limit)
    found: list[object] = []
    text = ""
    whole = True
    for item in reader.items():
        if isinstance(item, Batch):
            for at, segment in enumerate(item.segments):
                before = item.before(at)
                text += before + segment
                found.append((segment, item.place(at), item.first + at, before, item.delimiters))
            if not item.closed:
                found.append("open")
        else:
            whole &= not (isinstance(item, Notice) and item.code == "SRC007")
            found.append(item)
    return found, text + reader.tail, whole


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 107, 500, 1001, 4096])
def test_block_boundaries_make_no_difference(name: str, size: int) -> None:
    assert told(TRAPS[name], size)[0] == told(TRAPS[name])[0]


@pytest.mark.parametrize("name", TRAPS)
@pytest.mark.parametrize("size", [1, 50, 1 << 18])
def test_read_then_written_back(name: str, size: int) -> None:
    _, text, whole = told(TRAPS[name], size)
    if whole:
        assert text.encode("latin-1") == TRAPS[name]


PARTS = st.sampled_from(
    [
        isa() + "~", isa(), "ISA*", "ISA", "I", "IEA*1*1~", "IEA*", "~", "~~", "\n", "\r\n", " ",
        "GS*HC~", "NM1*ISA*B~", "LISA*~", "\xef\xbb\xbf", "x", "ST*837*1~\nSE*1*1~\n", "A" * 450,
    ]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12), st.sampled_from([1, 2, 3, 5, 50, 400]))
def test_any_mixture_reads_the_same_in_any_blocks(parts: list[str], size: int) -> None:
    data = "".join(parts).encode("latin-1")
    found, text, whole = told(data, size, limit=440)
    assert found == told(data, limit=440)[0]
    if whole:
        assert text.encode("latin-1") == data


def notices(data: bytes, *, allow_bare: bool = False) -> list[tuple[str, int, int]]:
    reader = Reader(pieces(data, 64), segment_limit=1000, allow_bare=allow_bare)
    return [
        (item.code, item.offset, item.line) for item in reader.items() if isinstance(item, Notice)
    ]


@pytest.mark.parametrize(
    "name, expected",
    [
        ("nothing special", []),
        ("mis-padded ISA", [("ENV001", 0, 1)]),
        ("byte order mark", [("SRC004", 0, 1)]),
        ("byte order marks between", [("SRC004", 0, 1), ("SRC004", 3 + len(CLAIM), 28)]),
        ("ISA inside names", []),
        ("IEA inside names", []),
        ("several interchanges", []),
        ("no IEA", []),
        ("filler behind", []),
        ("UTF-16", [("SRC003", 0, 1)]),
        ("UTF-16 without a mark", [("SRC003", 0, 1)]),
        ("nothing", [("SRC002", 0, 1)]),
        ("white space", [("SRC002", 900, 301)]),
        ("one character", [("SRC001", 0, 1)]),
        ("text only", [("SRC001", 0, 1)]),
        ("binary", [("SRC001", 1, 1)]),
        ("text before", [("SRC005", 0, 1)]),
        ("text between", [("SRC005", len(CLAIM), 28)]),
        ("text behind", [("SRC005", len(CLAIM), 28)]),
        ("cut in ISA", [("ENV002", 0, 1)]),
        ("cut in a second ISA", [("ENV002", len(CLAIM), 28)]),
        ("long segment", [("SRC007", CLAIM.index(b"HI*"), 21)]),
    ],
)
def test_what_is_said_of_the_input(name: str, expected: list[tuple[str, int, int]]) -> None:
    assert notices(TRAPS[name]) == expected


def segments(data: bytes, limit: int = 1000) -> list[str]:
    return [item[0] for item in told(data, limit=limit)[0] if isinstance(item, tuple)]


@pytest.mark.parametrize("element", "*|+{>\x1d")
@pytest.mark.parametrize("terminator", "~\n\r\x1d^!_.")
@pytest.mark.parametrize("line_end", ["", "\r\n"])
def test_any_delimiters_give_the_same_segments(
    element: str, terminator: str, line_end: str
) -> None:
    if element == terminator:
        element = "*"
    delimiters = element + "\\" + terminator + "`"
    found = segments(encode(claim_file(), delimiters, line_end=line_end))
    table = str.maketrans(element + "\\`", "*:^")
    assert [segment.translate(table) for segment in found if segment] == claim_file()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"~\n", b"~"),
        lambda data: data.replace(b"~\n", b"\r\n~\r\n"),
        lambda data: b"\n\n" + data,
        lambda data: BOM + data,
        lambda data: data.rstrip(b"~\n"),
        lambda data: data.replace(b"~\n", b"~\n\n\n", 3),
    ],
)
def test_line_ends_and_marks_change_no_segment(change: Callable[[bytes], bytes]) -> None:
    assert segments(change(CLAIM)) == claim_file()


def test_every_interchange_has_its_own_delimiters() -> None:
    data = CLAIM + encode(claim_file(), "|>\n!", line_end="")
    starts = [item for item in told(data)[0] if isinstance(item, InterchangeStart)]
    assert [item.delimiters.all for item in starts] == [CUSTOMARY, "|>\n!"]


def test_a_segment_over_the_limit_is_skipped_and_counted() -> None:
    data = TRAPS["long segment"]
    found = told(data)[0]
    assert segments(data) == claim_file()
    numbers = {item[0]: item[2] for item in found if isinstance(item, tuple)}
    assert numbers["LX*1"] == claim_file().index("LX*1") + 2


@pytest.mark.parametrize("length, skipped", [(999, False), (1000, False), (1001, True)])
@pytest.mark.parametrize("size", [1, 333, 1 << 18])
def test_the_limit_is_exact(length: int, skipped: bool, size: int) -> None:
    data = encode([isa(), "K3*" + "X" * (length - 3), "IEA*0*1"], line_end="")
    found = told(data, size)[0]
    assert skipped == any(isinstance(item, Notice) and item.code == "SRC007" for item in found)


@pytest.mark.parametrize("start", ["ST", "GS"])
def test_input_without_isa_only_when_asked(start: str) -> None:
    data = CLAIM[CLAIM.index(start.encode() + b"*") :]
    assert notices(data) == [("SRC001", 0, 1)]
    assert notices(data, allow_bare=True) == [("SRC006", 0, 1)]
    reader = Reader(pieces(data, 10), allow_bare=True)
    assert [item.bare for item in reader.items() if isinstance(item, InterchangeStart)] == [True]


def test_asking_for_bare_input_changes_nothing_for_a_whole_file() -> None:
    whole = list(Reader(pieces(CLAIM, 99), allow_bare=True).items())
    assert not any(isinstance(item, Notice) for item in whole)


def test_an_empty_interchange() -> None:
    assert segments(encode(interchange())) == [isa(), "IEA*0*000000101"]


def test_the_remarks_of_a_header_follow_its_start() -> None:
    second = encode(claim_file()).replace(b"          ", b" ")
    kinds = [
        item.code if isinstance(item, Notice) else "start"
        for item in told(CLAIM + second)[0]
        if not isinstance(item, tuple)
    ]
    assert kinds == ["start", "start", "ENV001"]
