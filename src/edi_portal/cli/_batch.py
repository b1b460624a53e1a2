"""Check several files, one after the other or several at once, in the order given."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Self

import attrs

from edi_portal.cli._failure import internal_message
from edi_portal.cli._progress import Advance, progress_bar, size_of
from edi_portal.cli._streams import STDIN, display_name, standard_input
from edi_portal.errors import EdiError
from edi_portal.report import Report

if TYPE_CHECKING:
    from edi_portal.guides.overlay import Overlay

# Windows cannot wait for more processes than this at a time.
_MOST_WORKERS = 61
# Finished reports wait in memory for their turn, so only so many files are begun ahead.
_AHEAD = 2


@attrs.frozen
class Settings:
    """How every file is validated; the names are those of `edi_portal.api.validate`."""

    snip: int
    max_findings: int
    allow_bare: bool
    legacy: bool
    segment_limit: int
    byte_limit: int | None
    overlays: "tuple[Overlay, ...]" = ()


@attrs.frozen
class Failure:
    """A file without a report, and the reason in words."""

    message: str


Outcome = Report | Failure
# What makes the report of a path, telling how far it has come; it may run in another process.
Check = Callable[[str, Advance | None], Outcome]


def check(path: str, progress: Advance | None = None, *, settings: Settings) -> Outcome:
    """The report of ``path``, or why there is none."""
    from edi_portal import api

    return reported(api.validate, path, progress, settings)


def reported(
    make: Callable[..., Report], path: str, progress: Advance | None, settings: Settings
) -> Outcome:
    """What ``make`` says of ``path`` under these settings, or why it says nothing."""
    made = partial(
        make,
        name=display_name(path),
        snip=settings.snip,
        max_findings=settings.max_findings,
        allow_bare=settings.allow_bare,
        legacy=settings.legacy,
        segment_limit=settings.segment_limit,
        byte_limit=settings.byte_limit,
        overlays=settings.overlays,
    )
    try:
        if path == STDIN:
            return made(stream=standard_input())
        return made(path, progress=progress)
    except EdiError as error:
        return Failure(str(error))
    except Exception as error:  # noqa: BLE001  the other files shall be read in any case
        return Failure(internal_message(error))


def outcomes(
    paths: Sequence[str], check: Check, *, jobs: int, to_stdout: bool
) -> Generator[tuple[str, Outcome], None, None]:
    """Each path with its outcome, in order. Close the iterator to end the work early."""
    jobs = min(jobs, len(paths), _MOST_WORKERS)
    if jobs > 1:
        yield from _at_once(paths, check, jobs, beside_output=to_stdout)
        return
    for path in paths:
        # The bar of one file is over before its report is written.
        with progress_bar(size_of(path), display_name(path)) as progress:
            outcome = check(path, progress)
        yield path, outcome


def _at_once(
    paths: Sequence[str], check: Check, jobs: int, *, beside_output: bool
) -> Iterator[tuple[str, Outcome]]:
    waiting: deque[tuple[str, Callable[[], Outcome]]] = deque()
    todo = iter(paths)
    done = 0
    total = sum(map(size_of, paths))
    label = f"{len(paths)} files"
    with (
        _Workers(jobs) as workers,
        progress_bar(total, label, beside_output=beside_output) as progress,
    ):

        def begin_next() -> None:
            for path in todo:
                waiting.append((path, workers.begin(path, check)))
                return

        for _ in range(jobs * _AHEAD):
            begin_next()
        while waiting:
            path, result = waiting.popleft()
            outcome = result()
            begin_next()
            done += size_of(path)
            if progress is not None:
                progress(done)
            yield path, outcome


class _Workers:
    """Processes that check files. Where one is ended, all fall; new ones take their place."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._foreign = set(multiprocessing.active_children())
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._count, initializer=_prepare_worker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is not None:
            for worker in set(multiprocessing.active_children()) - self._foreign:
                worker.terminate()
        self._pool.shutdown(cancel_futures=True)

    def begin(self, path: str, check: Check) -> Callable[[], Outcome]:
        """Begin a file; what comes back waits for its outcome."""
        if path == STDIN:
            # Standard input belongs to this process; a worker would see it empty.
            return partial(check, path, None)
        try:
            future = self.submit(path, check)
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = self._made()
            future = self.submit(path, check)

        def result() -> Outcome:
            try:
                return future.result()
            except BrokenProcessPool:
                return _again(path, check)

        return result

    def submit(self, path: str, check: Check) -> "Future[Outcome]":
        """Hand a file to a worker. Raises `BrokenProcessPool` where one fell before."""
        with _interrupts_held():
            return self._pool.submit(check, path, None)


def _again(path: str, check: Check) -> Outcome:
    """The outcome of a file whose worker fell, perhaps for another: now it has one of its own."""
    with _Workers(1) as alone:
        try:
            return alone.submit(path, check).result()
        except BrokenProcessPool:
            return Failure(
                "not read: a worker process was ended from outside, perhaps for its memory"
            )


@contextmanager
def _interrupts_held() -> Generator[None, None, None]:
    """Hold an interrupt back while a worker is born: until it is prepared, it would tell."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare_worker() -> None:
    # The parent alone tells of an interrupt; each worker would add a traceback of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
