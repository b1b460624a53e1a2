"""``edi-portal inspect``: the outline, the JSON, and what makes it exit 1."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi_portal.cli._inventory import Remarks
from edi_portal.cli._inventory_json import as_json
from edi_portal.cli._inventory_text import as_text
from edi_portal.errors import LimitError, SourceError
from edi_portal.event import Event, TransactionBegin
from edi_portal.findings import Severity
from tests.cli.conftest import Run
from tests.cli.stand_in import (
    GUIDE,
    VALUE,
    Library,
    group,
    interchange,
    make_finding,
    transaction,
)

COUNT_WRONG = make_finding(code="ENV023", line=9)


def test_outline_of_a_file(library: Library, run: Run) -> None:
    library.readings["a"] = interchange(
        group(transaction("0001"), transaction("0002"), transaction("0003", identifier="835"))
    )
    result = run("inspect", "a")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "a",
        "  interchange 000000905",
        "    version 00501, usage P",
        "    from ZZ:SENDER to 30:RECEIVER, date 250131, time 0830",
        "    delimiters * : ~ ^",
        "    group 1",
        f"      type HC, version {GUIDE}, guide {GUIDE}",
        "      from SENDER to RECEIVER, date 20250131, time 0830",
        *(
            f"      {what}, guide {GUIDE}, control number {numbers}"
            for what, numbers in {
                "837: 2 transaction sets, 60 segments, 4 claims": "0001 to 0002",
                "835: 1 transaction set, 30 segments, 2 claims": "0003",
            }.items()
        ),
        "      3 transaction sets, GE01 says 3",
        "    1 group, IEA01 says 1",
    ]


def test_outline_lists_transaction_sets_if_asked(library: Library, run: Run) -> None:
    library.readings["a"] = interchange(group(transaction("0001"), transaction("0002")))
    lines = run("inspect", "a", "--transactions").stdout.splitlines()
    assert [line for line in lines if "837" in line] == [
        f"      837 {number}: 30 segments, 2 claims, guide {GUIDE}" for number in ("0001", "0002")
    ]


def test_json_of_a_file(library: Library, run: Run) -> None:
    library.readings["a"] = [
        *interchange(group(transaction("0001"), transaction("0002")), group(number="2")),
        *interchange(number="000000906", closed=False),
    ]
    result = run("inspect", "-f", "json", "a")
    found = json.loads(result.stdout)
    assert list(found) == ["file", "interchanges", "errors", "findings", "findings_not_listed"]
    first, second = found["interchanges"]
    assert first["control_number"] == "000000905"
    assert (first["sender"], first["delimiters"]) == ("ZZ:SENDER", "*:~^")
    assert (first["counted"], first["declared"], first["closed"]) == (2, 2, True)
    assert [group["control_number"] for group in first["groups"]] == ["1", "2"]
    assert first["groups"][0]["transactions"] == [
        {
            "control_number": number,
            "type": "837",
            "guide": GUIDE,
            "segments": 30,
            "claims": 2,
            "closed": True,
        }
        for number in ("0001", "0002")
    ]
    assert first["groups"][1]["transactions"] == []
    assert (second["groups"], second["declared"], second["closed"]) == ([], None, False)


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_password_is_never_shown(library: Library, run: Run, output_format: str) -> None:
    library.readings["a"] = interchange(group(transaction()))
    assert "PASSWORD" not in run("inspect", "a", "-f", output_format).output


def test_findings_about_the_envelope_are_listed_and_exit_1(library: Library, run: Run) -> None:
    library.readings["a"] = [*interchange(group(transaction())), COUNT_WRONG]
    text = run("inspect", "a")
    assert text.exit_code == 1
    assert text.stdout.splitlines()[-2:] == [
        "  1 remark about the envelope",
        "    line 9: error ENV023 a fault of severity error",
    ]
    found = json.loads(run("inspect", "a", "-f", "json").stdout)
    assert [finding["code"] for finding in found["findings"]] == ["ENV023"]
    assert (found["errors"], found["findings_not_listed"]) == (1, 0)
    assert VALUE not in str(found)


def test_content_is_not_judged(library: Library, run: Run) -> None:
    finding = make_finding(code="SEG003")
    library.readings["a"] = interchange(group(transaction("0001", finding)))
    result = run("inspect", "a")
    assert result.exit_code == 0
    assert "SEG003" not in result.stdout


def test_remarks_that_are_no_errors_leave_0(library: Library, run: Run) -> None:
    warning = make_finding(Severity.WARNING, code="ENV001")
    library.readings["a"] = [warning, *interchange()]
    result = run("inspect", "a")
    assert result.exit_code == 0
    assert "warning ENV001" in result.stdout


def test_limit_that_left_something_unread_exits_2(library: Library, run: Run) -> None:
    library.readings["a"] = interchange(group(transaction("0001", make_finding(code="SRC007"))))
    result = run("inspect", "a")
    assert result.exit_code == 2
    assert "error SRC007" in result.stdout


def test_old_and_bare_files_are_shown_too(library: Library, run: Run) -> None:
    library.readings["a"] = interchange()
    assert run("inspect", "a").exit_code == 0
    assert library.calls[0].options == {
        "name": "a",
        "snip": 2,
        "allow_bare": True,
        "legacy": True,
        "overlays": (),
        "progress": None,
    }


def test_transaction_set_without_envelope_has_the_same_shape(library: Library, run: Run) -> None:
    library.readings["a"] = [
        *transaction("0001"),
        *transaction("0002"),
        *interchange(group(transaction("0003"))),
        *transaction("0004"),
    ]
    found = json.loads(run("inspect", "-f", "json", "a").stdout)
    shape = [
        (
            interchange["control_number"],
            [
                (group["control_number"], group["counted"], len(group["transactions"]))
                for group in interchange["groups"]
            ],
        )
        for interchange in found["interchanges"]
    ]
    assert shape == [
        (None, [(None, 2, 2)]),
        ("000000905", [("1", 1, 1)]),
        (None, [(None, 1, 1)]),
    ]
    assert "837: 2 transaction sets" in run("inspect", "a").stdout


def test_transaction_set_outside_of_a_group(library: Library, run: Run) -> None:
    begin, end = interchange()
    library.readings["a"] = [begin, *transaction("0001"), end]
    found = json.loads(run("inspect", "-f", "json", "a").stdout)
    (only,) = found["interchanges"]
    assert [group["control_number"] for group in only["groups"]] == [None]
    assert "control number 0001" in run("inspect", "a").stdout


def test_input_that_is_not_x12_is_named_and_exits_1(library: Library, run: Run) -> None:
    library.readings["a"] = [make_finding(code="SRC001", line=None)]
    result = run("inspect", "a")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "a",
        "  1 remark about the envelope",
        "    error SRC001 a fault of severity error",
    ]


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_unreadable_input_writes_nothing_and_exits_2(
    library: Library, run: Run, tmp_path: Path, output_format: str
) -> None:
    library.readings["a"] = [SourceError("no such file or directory")]
    result = run("inspect", "a", "-f", output_format)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "edi-portal: a: no such file or directory\n"
    assert run("inspect", "a", "-o", tmp_path / "out").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_limit_on_the_way_exits_2_and_leaves_no_file(
    library: Library, run: Run, tmp_path: Path
) -> None:
    library.readings["a"] = [*interchange(), LimitError("too much of something")]
    result = run("inspect", "a", "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr == "edi-portal: a: too much of something\n"
    assert list(tmp_path.iterdir()) == []


def test_standard_input(library: Library, run: Run) -> None:
    library.readings["<stdin>"] = interchange()
    result = run("inspect", "-", stdin=b"ISA\xff")
    assert result.stdout.startswith("<stdin>\n")
    assert library.calls[0].content == b"ISA\xff"


def test_output_file_is_refused_like_anywhere(library: Library, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("precious")
    library.readings["a"] = interchange()
    assert run("inspect", "a", "-o", target).exit_code == 2
    assert target.read_text() == "precious"
    assert run("inspect", "a", "-o", target, "--force").exit_code == 0
    assert target.read_text().startswith("a\n")


def test_control_characters_do_not_reach_the_terminal(library: Library, run: Run) -> None:
    library.readings["a"] = interchange(group(transaction("\x1b[2J\r")), number="\x07")
    for args in (["inspect", "a"], ["inspect", "a", "--transactions"], ["inspect", "a", "-fjson"]):
        stdout = run(*args).stdout
        assert not {char for char in stdout if char < " "} - {"\n"}


def test_output_streams_and_does_not_keep_the_transaction_sets() -> None:
    read = 0

    def structure() -> Iterator[Event]:
        nonlocal read
        begin, end = interchange()
        group_begin, group_end = group()
        yield from (begin, group_begin)
        for number in range(1000):
            read += 1
            # A new kind each time: no more than some are told apart.
            yield from transaction(f"{number:04}", identifier=f"{number:03}")
        yield from (group_end, end)

    remarks = Remarks()
    texts = as_json(remarks.set_aside(structure()), remarks, "a")
    while '"0000"' not in next(texts):
        pass
    assert read == 1
    text = "".join(as_text(remarks.set_aside(structure()), remarks, "a", transactions=False))
    assert len(text.splitlines()) < 100
    assert "others: 950 transaction sets" in text


def test_remarks_are_counted_beyond_those_listed() -> None:
    remarks = Remarks()
    structure = list(remarks.set_aside([COUNT_WRONG] * 1001))
    assert (structure, remarks.total, remarks.errors, len(remarks.listed)) == ([], 1001, 1001, 1000)
    assert "    and 1 more\n" in as_text([], remarks, "a", transactions=False)
    found = json.loads("".join(as_json([], remarks, "a")))
    assert (found["errors"], found["findings_not_listed"]) == (1001, 1)


def test_envelope_cut_short_of_elements() -> None:
    remarks = Remarks()
    begin = TransactionBegin(control_number=None, identifier=None, guide=None, elements=())
    text = "".join(as_text([begin], remarks, "a", transactions=True))
    assert text == "a\n"
