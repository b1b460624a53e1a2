"""``edi-portal ack``: what is written, where, and the exit code."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from edi_portal import acknowledgments
from edi_portal.errors import SourceError, WriteError
from edi_portal.event import Event
from edi_portal.findings import Severity
from tests.cli.conftest import Run
from tests.cli.stand_in import Library, group, interchange, make_finding, transaction

SOUND = interchange(group(transaction()))


class Acknowledge:
    """Stands in for `edi_portal.acknowledgments.acknowledge`: one piece for each event."""

    def __init__(self) -> None:
        self.options: dict[str, Any] = {}

    def __call__(self, events: Iterable[Event], /, **options: Any) -> Iterator[str]:
        self.options = options
        return (f"{type(event).__name__}~\n" for event in events)


@pytest.fixture
def acknowledge(monkeypatch: pytest.MonkeyPatch) -> Acknowledge:
    stand_in = Acknowledge()
    monkeypatch.setattr(acknowledgments, "acknowledge", stand_in)
    return stand_in


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out.999"


@pytest.mark.usefixtures("acknowledge")
def test_accepted_file_exits_0_and_is_answered(library: Library, run: Run, target: Path) -> None:
    library.readings["a"] = SOUND
    result = run("ack", "a", "-o", target)
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_bytes().startswith(b"InterchangeBegin~\nGroupBegin~\n")
    assert library.calls[0].options == {
        "name": "a",
        "snip": 2,
        "allow_bare": False,
        "legacy": False,
        "overlays": (),
        "progress": None,
    }


def test_options_reach_the_library(
    library: Library, run: Run, target: Path, acknowledge: Acknowledge
) -> None:
    library.readings["a"] = SOUND
    args = ["--ta1", "always", "--control-number", "77", "--as-of", "2025-01-31T08:30"]
    assert run("ack", "a", "-o", target, "--allow-4010", *args).exit_code == 0
    assert acknowledge.options == {
        "as_of": datetime(2025, 1, 31, 8, 30),  # noqa: DTZ001  as written, in no zone
        "control_number": 77,
        "ta1": "always",
    }
    assert library.calls[0].options["legacy"] is True


def test_now_is_the_default(
    library: Library, run: Run, target: Path, acknowledge: Acknowledge
) -> None:
    library.readings["a"] = SOUND
    before = datetime.now(UTC)
    assert run("ack", "a", "-o", target).exit_code == 0
    assert before <= acknowledge.options["as_of"] <= datetime.now(UTC)
    assert (acknowledge.options["control_number"], acknowledge.options["ta1"]) == (1, "auto")


@pytest.mark.parametrize(
    "args",
    [
        ["--control-number", "0"],
        ["--control-number", "1000000000"],
        ["--ta1", "perhaps"],
        ["--as-of", "yesterday"],
    ],
)
def test_options_out_of_range_are_usage_errors(
    library: Library, run: Run, target: Path, args: list[str]
) -> None:
    result = run("ack", "a", "-o", target, *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert library.calls == []


@pytest.mark.usefixtures("acknowledge")
@pytest.mark.parametrize("severity, code", [(Severity.ERROR, 1), (Severity.WARNING, 0)])
def test_rejection_exits_1_and_is_written(
    library: Library, run: Run, target: Path, severity: Severity, code: int
) -> None:
    library.readings["a"] = interchange(group(transaction("0001", make_finding(severity))))
    assert run("ack", "a", "-o", target).exit_code == code
    assert target.exists()


def test_input_that_is_not_x12_gets_no_file_but_a_reason(
    library: Library, run: Run, target: Path
) -> None:
    library.readings["a"] = [make_finding(code="SRC001")]
    result = run("ack", "a", "-o", target)
    assert result.exit_code == 1
    assert result.stderr == "edi-portal: a: SRC001 a fault of severity error; nothing was written\n"
    assert list(target.parent.iterdir()) == []


@pytest.mark.usefixtures("acknowledge")
def test_limit_that_left_something_unread_exits_2(library: Library, run: Run, target: Path) -> None:
    library.readings["a"] = interchange(group(transaction("0001", make_finding(code="SRC007"))))
    assert run("ack", "a", "-o", target).exit_code == 2
    assert target.exists()


def test_file_that_asks_for_no_answer_gets_none(library: Library, run: Run, target: Path) -> None:
    library.readings["a"] = interchange()
    result = run("ack", "a", "-o", target)
    assert result.exit_code == 0
    assert "nothing here asks for an acknowledgment; nothing was written" in result.stderr
    assert not target.exists()


@pytest.mark.usefixtures("acknowledge")
@pytest.mark.parametrize("error", [SourceError("input/output error"), WriteError("x")])
def test_failure_on_the_way_exits_2_and_leaves_what_was_there(
    library: Library, run: Run, target: Path, error: Exception
) -> None:
    target.write_text("precious")
    library.readings["a"] = [*SOUND, error]
    result = run("ack", "a", "-o", target, "--force")
    assert result.exit_code == 2
    assert result.stderr == f"edi-portal: a: {error}\n"
    assert target.read_text() == "precious"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.usefixtures("acknowledge")
def test_existing_output_is_refused(library: Library, run: Run, target: Path) -> None:
    library.readings["a"] = SOUND
    target.write_text("precious")
    result = run("ack", "a", "-o", target)
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert library.calls == []
    assert run("ack", "a", "-o", target, "--force").exit_code == 0
    assert target.read_text() != "precious"


@pytest.mark.usefixtures("acknowledge")
def test_stdout_and_stdin(library: Library, run: Run) -> None:
    library.readings["<stdin>"] = SOUND
    result = run("ack", "-", "-o", "-", stdin=b"ISA")
    assert result.exit_code == 0
    assert result.stdout.startswith("InterchangeBegin~\n")
    assert library.calls[0].content == b"ISA"


def test_the_answer_itself(library: Library, run: Run, target: Path) -> None:
    library.readings["a"] = interchange(group(transaction("0001", make_finding())))
    assert run("ack", "a", "-o", target, "--as-of", "2025-01-31T08:30").exit_code == 1
    segments = target.read_text("ascii").split("~\n")
    ids = [segment.partition("*")[0] for segment in segments]
    assert ids[:3] == ["ISA", "GS", "ST"]
    assert "IK5" in ids
    assert ids[-4:] == ["SE", "GE", "IEA", ""]
