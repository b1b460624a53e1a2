"""``edi-portal validate``: what it asks of the library, prints and exits with."""

import json
from pathlib import Path
from typing import Any

import pytest

from edi_portal import formats
from edi_portal.cli import _checking as checking_module
from edi_portal.cli import _progress
from edi_portal.cli._options import SEVERITIES
from edi_portal.cli._reports import FORMATS
from edi_portal.errors import SourceError
from edi_portal.findings import Severity
from tests.cli.conftest import Run
from tests.cli.stand_in import VALUE, Library, make_finding, make_report

ERROR = make_finding(Severity.ERROR)
WARNING = make_finding(Severity.WARNING)
INFO = make_finding(Severity.INFO)

DEFAULTS = {
    "name": "a",
    "snip": 3,
    "max_findings": 10_000,
    "allow_bare": False,
    "legacy": False,
    "segment_limit": 1 << 20,
    "byte_limit": None,
    "overlays": (),
    "progress": None,
}


def test_formats_and_severities_are_those_of_the_library() -> None:
    assert list(FORMATS) == list(formats.FORMATS)
    assert set(SEVERITIES) == {severity.value for severity in Severity}


def test_clean_file_exits_0(library: Library, run: Run) -> None:
    result = run("validate", "a")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [(call.path, call.options) for call in library.calls] == [("a", DEFAULTS)]


@pytest.mark.parametrize(
    "args, options",
    [
        (["--snip", "5"], {"snip": 5}),
        (["--max-findings", "7"], {"max_findings": 7}),
        (["--no-envelope"], {"allow_bare": True}),
        (["--allow-4010"], {"legacy": True}),
        (["--segment-limit", "5000"], {"segment_limit": 5000}),
        (["--byte-limit", "700"], {"byte_limit": 700}),
    ],
)
def test_options_reach_the_library(
    library: Library, run: Run, args: list[str], options: dict[str, Any]
) -> None:
    assert run("validate", "a", *args).exit_code == 0
    assert library.calls[0].options == DEFAULTS | options


@pytest.mark.parametrize(
    "args",
    [
        ["--snip", "0"],
        ["--snip", "8"],
        ["--jobs", "0"],
        ["--max-findings", "0"],
        ["--byte-limit", "0"],
        ["--fail-on", "never"],
        ["-f", "xml"],
        ["-"],
    ],
)
def test_options_out_of_range_are_usage_errors(library: Library, run: Run, args: list[str]) -> None:
    result = run("validate", "-", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert library.calls == []


@pytest.mark.parametrize(
    "finding, fail_on, code",
    [
        (ERROR, "error", 1),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (INFO, "warning", 0),
        (INFO, "info", 1),
        (ERROR, "info", 1),
    ],
)
def test_fail_on_decides_between_0_and_1(
    library: Library, run: Run, finding: Any, fail_on: str, code: int
) -> None:
    library.reports["a"] = make_report(finding)
    assert run("validate", "a", "--fail-on", fail_on).exit_code == code


def test_incomplete_report_exits_2_whatever_was_found(library: Library, run: Run) -> None:
    library.reports["a"] = make_report(complete=False)
    assert run("validate", "a").exit_code == 2
    library.reports["a"] = make_report(ERROR, complete=False)
    assert run("validate", "a").exit_code == 2


def test_worst_code_of_several_files_counts(library: Library, run: Run) -> None:
    library.reports["bad"] = make_report(ERROR)
    library.reports["cut"] = make_report(complete=False)
    assert run("validate", "good", "bad", "good").exit_code == 1
    assert run("validate", "cut", "bad", "good").exit_code == 2


def test_file_that_cannot_be_read_is_named_and_does_not_stop_the_others(
    library: Library, run: Run
) -> None:
    library.reports["gone"] = SourceError("no such file or directory")
    library.reports["odd"] = KeyError(VALUE)
    library.reports["bad"] = make_report(ERROR, name="bad")
    result = run("validate", "-f", "concise", "gone", "odd", "bad")
    assert result.exit_code == 2
    assert result.stdout.startswith("bad:3: ELE007 ")
    assert result.stderr.splitlines() == [
        "edi-portal: gone: no such file or directory",
        "edi-portal: odd: internal error (KeyError); EDI_PORTAL_DEBUG=1 shows where",
    ]


def test_name_that_steers_the_terminal_is_spelled_out(library: Library, run: Run) -> None:
    name = "a\x1b[2J\nb\udc80"
    library.reports[name] = SourceError("no such file or directory")
    result = run("validate", name)
    assert result.stderr == "edi-portal: a\\x1b[2J\\nb\\udc80: no such file or directory\n"


@pytest.mark.parametrize("output_format", FORMATS)
def test_every_format_keeps_stdout_to_itself(
    library: Library, run: Run, output_format: str
) -> None:
    library.reports["a"] = report = make_report(ERROR, WARNING, name="a")
    library.reports["gone"] = SourceError("no such file or directory")
    result = run("validate", "-f", output_format, "a", "gone")
    rendered = formats.render([report], output_format, snip=3)
    assert result.stdout == "".join(rendered)
    assert result.stderr == "edi-portal: gone: no such file or directory\n"


def test_values_are_shown_only_if_asked(library: Library, run: Run) -> None:
    library.reports["a"] = make_report(ERROR, name="a")
    hidden = run("validate", "-f", "jsonl", "a")
    shown = run("validate", "-f", "jsonl", "--show-phi", "a")
    assert VALUE not in hidden.output
    assert json.loads(shown.stdout)["value"] == VALUE


def test_name_of_raw_bytes_is_written_as_valid_utf_8(library: Library, run: Run) -> None:
    library.reports["a\udc80"] = make_report(ERROR, name="a\udc80")
    for output_format in FORMATS:
        result = run("validate", "-f", output_format, "a\udc80")
        assert result.exit_code == 1
        assert result.stdout_bytes.decode("utf-8")


def test_standard_input_is_read_as_bytes_and_has_a_name(library: Library, run: Run) -> None:
    assert run("validate", "-", stdin=b"ISA\xff").exit_code == 0
    (call,) = library.calls
    assert (call.path, call.content) == (None, b"ISA\xff")
    assert call.options["name"] == "<stdin>"


def test_output_goes_to_the_file_and_only_there(library: Library, run: Run, tmp_path: Path) -> None:
    library.reports["a"] = make_report(ERROR)
    target = tmp_path / "out.jsonl"
    result = run("validate", "-f", "jsonl", "a", "-o", target)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert json.loads(target.read_text("utf-8"))["code"] == "ELE007"


def test_existing_output_is_refused_before_any_work(
    library: Library, run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    target.write_text("precious")
    result = run("validate", "a", "-o", target)
    assert result.exit_code == 2
    assert f"edi-portal: {target}: exists already" in result.stderr
    assert target.read_text() == "precious"
    assert library.calls == []
    assert run("validate", "a", "-o", target, "--force").exit_code == 0
    assert target.read_text() != "precious"


def test_output_that_is_an_input_is_refused_even_with_force(
    library: Library, run: Run, tmp_path: Path
) -> None:
    source = tmp_path / "claims.837"
    source.write_text("ISA")
    (tmp_path / "link").symlink_to(source)
    result = run("validate", "other", tmp_path / "link", "--force", "-o", source)
    assert result.exit_code == 2
    assert "the output is also an input" in result.stderr
    assert source.read_text() == "ISA"
    assert library.calls == []


def test_dash_as_output_is_stdout(library: Library, run: Run) -> None:
    library.reports["a"] = make_report(ERROR)
    assert run("validate", "a", "-f", "jsonl", "-o", "-").stdout.startswith("{")


@pytest.fixture(params=[False, True], ids=["stderr only", "stdout too"])
def terminal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Somebody watches, and 11 bytes are long work. Whether stdout is watched, too."""
    watched = ["<stderr>", "<stdout>"] if request.param else ["<stderr>"]
    monkeypatch.setattr(_progress, "_is_terminal", lambda stream: stream.name in watched)
    monkeypatch.setattr(_progress, "LONG_WORK", 10)
    return bool(request.param)


@pytest.mark.usefixtures("terminal")
def test_long_work_at_a_terminal_shows_a_bar(library: Library, run: Run, tmp_path: Path) -> None:
    short, long = tmp_path / "short", tmp_path / "long"
    short.write_bytes(b"x" * 10)
    long.write_bytes(b"x" * 11)
    result = run("validate", short, long)
    assert result.exit_code == 0
    first, second = library.calls
    assert first.options["progress"] is None
    assert second.options["progress"] is not None
    assert result.stderr.count("\n") == 1
    assert str(long) in result.stderr


def test_no_terminal_no_progress(library: Library, run: Run, tmp_path: Path) -> None:
    long = tmp_path / "long"
    with long.open("wb") as file:
        file.truncate(_progress.LONG_WORK + 1)
    result = run("validate", long)
    assert library.calls[0].options["progress"] is None
    assert result.stderr == ""


def test_more_reports_are_written_in_the_one_reading(
    library: Library, run: Run, tmp_path: Path
) -> None:
    library.reports["a"] = make_report(ERROR, name="a")
    more = [word for name in FORMATS for word in ("--report", f"{name}={tmp_path / name}")]
    result = run("validate", "a", "b", "-f", "concise", *more)
    assert result.exit_code == 1
    assert [call.options["name"] for call in library.calls] == ["a", "b"]
    for name in FORMATS:
        alone = run("validate", "a", "b", "-f", name)
        assert (tmp_path / name).read_text("utf-8") == alone.stdout
    assert result.stdout == run("validate", "a", "b", "-f", "concise").stdout


@pytest.mark.parametrize(
    "words, told",
    [
        (["--report", "sarif"], "give FORMAT=FILE"),
        (["--report", "sarif="], "give FORMAT=FILE"),
        (["--report", "pdf=a"], "give FORMAT=FILE"),
        (["--report", "sarif=-"], "give a file"),
        (["--report", "json=x", "--report", "sarif=./x"], "cannot take two outputs"),
        (["--report", "json=x", "-o", "x"], "cannot take two outputs"),
        (["--report", "json=there"], "there"),
    ],
)
def test_reports_that_have_no_place_are_refused_before_any_work(
    library: Library,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("kept")
    result = run("validate", "a", *words)
    assert (result.exit_code, library.calls, result.stdout) == (2, [], "")
    assert told in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_text() == "kept"


def test_no_report_is_left_where_the_work_breaks_off(
    library: Library, run: Run, tmp_path: Path
) -> None:
    library.reports["b"] = KeyboardInterrupt()
    result = run("validate", "a", "b", "--report", f"json={tmp_path / 'x'}")
    assert result.exit_code == 130
    assert list(tmp_path.iterdir()) == []


def test_jobs_by_the_cores(library: Library, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def outcomes(paths: Any, check: Any, *, jobs: int, to_stdout: bool) -> Any:
        seen.append(jobs)
        yield from ()

    monkeypatch.setattr("edi_portal.cli._batch.outcomes", outcomes)
    for number, wanted in ((1, 2), (8, 8)):
        monkeypatch.setattr(checking_module, "cores", lambda number=number: number)
        assert run("validate", "a", "--jobs", "auto").exit_code == 0
        assert seen.pop() == wanted
    assert checking_module.cores() >= 1
    assert run("validate", "a", "--jobs", "some").exit_code == 2


def test_a_file_beyond_the_limit_of_bytes_is_refused(run: Run, samples: Path) -> None:
    path = samples / "valid" / "837p-one-claim.x12"
    result = run("validate", path, "--byte-limit", str(path.stat().st_size - 1))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is larger than" in result.stderr
    assert run("validate", path, "--byte-limit", str(path.stat().st_size)).exit_code == 0
