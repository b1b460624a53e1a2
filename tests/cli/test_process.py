"""Processes of their own: pipes, signals, workers, full disks, closed streams."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.cli.conftest import Process

# A process whose library is the stand-in; `a` has more findings than a pipe holds, and
# reading `endless` goes on for longer than any test waits.
_PROGRAM = """
import os, sys, time
import edi_portal
from edi_portal.cli import main
from tests.cli.stand_in import Library, make_finding, make_report

class Endless(Library):
    def validate(self, path=None, **options):
        if options["name"] == "endless":
            os.write(2, b"begun\\n")
            time.sleep(600)
        return super().validate(path, **options)

sys.modules["edi_portal.api"] = edi_portal.api = library = Endless()
library.reports["a"] = make_report(*[make_finding()] * 20_000, name="a")
library.reports["b"] = make_report(make_finding(), name="b")
main(prog_name="edi-portal")
"""


@pytest.fixture
def command() -> list[str]:
    return [sys.executable, "-c", _PROGRAM]


@pytest.fixture
def environment(environment: dict[str, str], root: Path) -> dict[str, str]:
    return {**environment, "PYTHONPATH": f"{environment['PYTHONPATH']}{os.pathsep}{root}"}


@contextmanager
def started(
    command: list[str], environment: dict[str, str], *args: str
) -> "Iterator[subprocess.Popen[bytes]]":
    """A running process; it and its children are gone afterwards whatever happened."""

    def listens() -> None:
        # What a shell starts in the background ignores it, and passes that on.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    running = subprocess.Popen(
        [*command, *args],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=listens,  # noqa: PLW1509  the tests have no threads
    )
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def killed(process: int) -> None:
    # One that ended between being listed and this is gone all the same.
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def wait_until_begun(running: "subprocess.Popen[bytes]") -> None:
    assert running.stderr is not None
    assert running.stderr.readline() == b"begun\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("args", [["a"], ["--jobs", "2", "a", "b", "b"]])
def test_reader_that_goes_away_is_no_traceback_but_no_success(
    command: list[str], environment: dict[str, str], args: list[str], unbuffered: str
) -> None:
    environment["PYTHONUNBUFFERED"] = unbuffered
    with started(command, environment, "validate", "-f", "concise", *args) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"a:3: ELE007")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 2
        running.stdout = None


@pytest.mark.parametrize("args", [["endless"], ["--jobs", "2", "endless", "b", "endless"]])
def test_interrupt_from_the_keyboard_exits_130(
    command: list[str], environment: dict[str, str], args: list[str]
) -> None:
    with started(command, environment, "validate", *args) as running:
        wait_until_begun(running)
        # The terminal sends it to every process of the group, so workers get it as well.
        os.killpg(running.pid, signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told.replace(b"begun\n", b"").strip()) == (130, b"")


def test_interrupt_of_the_parent_alone_ends_the_workers(
    command: list[str], environment: dict[str, str]
) -> None:
    args = ["validate", "--jobs", "2", "endless", "endless"]
    with started(command, environment, *args) as running:
        wait_until_begun(running)
        running.send_signal(signal.SIGINT)
        # Ends when every process has closed stderr: a worker left behind would hold it.
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told.replace(b"begun\n", b"").strip()) == (130, b"")


def test_worker_that_is_killed_takes_no_other_file_with_it(
    command: list[str], environment: dict[str, str]
) -> None:
    args = ["validate", "-f", "concise", "--jobs", "2", "b", "endless", "b", "clean", "b"]
    with started(command, environment, *args) as running:
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        # Begun once among the others, and once more with a worker of its own.
        for _ in range(2):
            wait_until_begun(running)
            if not children.exists():
                pytest.skip("this system does not list the children of a process")
            for child in children.read_text().split():
                killed(int(child))
        shown, told = running.communicate(timeout=60)
    assert running.returncode == 2
    assert [line.split(b":")[0] for line in shown.splitlines()] == [b"b"] * 3
    assert told.count(b"endless: not read: a worker process was ended from outside") == 1
    assert b"Traceback" not in told


def test_interrupt_ends_a_worker_that_took_the_place_of_another(
    command: list[str], environment: dict[str, str]
) -> None:
    args = ["validate", "--jobs", "2", "endless", "b"]
    with started(command, environment, *args) as running:
        wait_until_begun(running)
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        if not children.exists():
            pytest.skip("this system does not list the children of a process")
        for child in children.read_text().split():
            killed(int(child))
        wait_until_begun(running)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told.replace(b"begun\n", b"").strip()) == (130, b"")


def test_jobs_give_the_same_output_in_the_same_order(process: Process) -> None:
    names = ["b", "clean", "a", "b", "other", "b", "clean", "b"]
    one = process("validate", "-f", "json", *names)
    many = process("validate", "-f", "json", "--jobs", "3", *names)
    assert (one.returncode, many.returncode) == (1, 1)
    assert many.stdout == one.stdout
    assert (one.stderr, many.stderr) == (b"", b"")


def test_jobs_leave_standard_input_to_this_process(process: Process) -> None:
    result = process("validate", "-f", "json", "--jobs", "2", "b", "-", "b", input=b"ISA")
    assert result.returncode == 1
    assert b'"file": "<stdin>"' in result.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "args", [["validate", "a"], ["validate", "b"], ["explain"], ["--version"], ["--help"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_full_disk_under_stdout_exits_2(process: Process, args: list[str], unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = process(*args, stdout=full, env={"PYTHONUNBUFFERED": unbuffered})
    assert result.returncode == 2
    assert result.stderr == b"edi-portal: standard output: No space left on device\n"


@pytest.mark.parametrize("closed, said", [(0, b"standard input"), (1, b"standard output")])
def test_closed_standard_streams_exit_2(
    command: list[str], environment: dict[str, str], closed: int, said: bytes
) -> None:
    script = f'exec "$@" {closed}>&-'
    result = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *command, "validate", "-"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 2
    assert said + b" is closed" in result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_output_is_utf_8_in_every_locale(process: Process, locale: str) -> None:
    env = {"LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = process("validate", "-f", "concise", "Müller", "b", env=env)
    assert result.returncode == 1
    assert result.stdout.decode("utf-8").startswith("b:3: ")
