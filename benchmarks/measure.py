"""One measurement in a process of its own: ``python -m benchmarks.measure JOB FILE``.

Prints a line of JSON: seconds of the work itself (importing is done before), the peak of
resident memory in bytes, and the verdict on the file where the job has one.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.jobs import JOBS

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
