"""One measurement in a process of its own: ``python -m benchmarks.measure JOB FILE``.

Prints a line of JSON: seconds of the work itself (importing is done before), the peak of
resident memory in bytes, and the verdict on the file where the job has one.
"""

import importlib
import json
import logging
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def validate(path: str) -> Callable[[], bool | None]:
    """Ours, with the report's answer."""
    import edi_portal

    check = edi_portal.validate
    return lambda: check(path).ok


def read(path: str) -> Callable[[], bool | None]:
    """Ours, every segment with its place, no verdict."""
    import edi_portal

    segments = edi_portal.read

    def job() -> None:
        for _ in segments(path):
            pass

    return job


def pyx12_validate(path: str) -> Callable[[], bool | None]:
    """What pyx12's own x12valid does, less the acknowledgment that it writes."""
    from pyx12.params import params
    from pyx12.x12n_document import x12n_document

    logging.disable(logging.CRITICAL)
    return lambda: bool(x12n_document(params(None), path, None, None))


def x12sdk_read(path: str) -> Callable[[], bool | None]:
    """The segment reader of x12sdk, no verdict; it knows no places."""
    reader = importlib.import_module("x12sdk.io").X12SegmentReader

    def job() -> None:
        with reader(path) as source:
            for _ in source.segments():
                pass

    return job


JOBS: dict[str, Callable[[str], Callable[[], bool | None]]] = {
    "validate": validate,
    "read": read,
    "pyx12": pyx12_validate,
    "x12sdk": x12sdk_read,
}


AGAIN = "-again"
"""Behind a job's name: timed is the second time in the process, guides being loaded."""


def peak_bytes() -> int:
    """The most memory that was resident in this process so far.

    On Linux ``ru_maxrss`` of a child begins with what its parent had used when it started the
    child, so the peak of the process itself is asked for where the system tells it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    name, path = arguments
    job = JOBS[name.removesuffix(AGAIN)](path)
    if name.endswith(AGAIN):
        job()
    started = time.perf_counter()
    verdict = job()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak": peak_bytes(), "accepted": verdict}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
