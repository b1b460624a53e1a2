"""Check several files, one after the other or several at once, in the order given."""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

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
    foreign = set(multiprocessing.active_children())
    workers = ProcessPoolExecutor(jobs, initializer=_prepare_worker)
    waiting: deque[tuple[str, Callable[[], Outcome]]] = deque()
    todo = iter(paths)
    done = 0
    finished = False

    def begin_next() -> None:
        for path in todo:
            waiting.append((path, _begin(workers, path, check)))
            return

    try:
        total = sum(map(size_of, paths))
        label = f"{len(paths)} files"
        with progress_bar(total, label, beside_output=beside_output) as progress:
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
        finished = True
    finally:
        if not finished:
            for worker in set(multiprocessing.active_children()) - foreign:
                worker.terminate()
        workers.shutdown(cancel_futures=True)


def _begin(workers: ProcessPoolExecutor, path: str, check: Check) -> Callable[[], Outcome]:
    if path == STDIN:
        # Standard input belongs to this process; a worker would see it empty.
        return partial(check, path, None)
    try:
        with _interrupts_held():
            future = workers.submit(check, path, None)
    except BrokenProcessPool:
        return _worker_lost

    def result() -> Outcome:
        try:
            return future.result()
        except BrokenProcessPool:
            return _worker_lost()

    return result


def _worker_lost() -> Failure:
    return Failure("not read: a worker process was ended from outside, perhaps for its memory")


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
