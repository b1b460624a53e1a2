"""Runs measurements in child processes, interleaved, and keeps what each of them said."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


class MeasurementError(Exception):
    """A measurement ended without a result; the message is the last line it wrote."""


@dataclass(slots=True)
class Runs:
    """The repeats of one measurement: seconds and peak bytes of each, and the verdict of all."""

    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    verdicts: set[bool | None] = field(default_factory=set)

    @property
    def best(self) -> float:
        """Seconds of the fastest repeat."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """Seconds of the repeat in the middle."""
        return statistics.median(self.seconds)

    @property
    def peak(self) -> int:
        """The highest peak of memory, in bytes."""
        return max(self.peaks)

    @property
    def verdict(self) -> str:
        """What every repeat said of the file, in a word."""
        names = {True: "accepted", False: "rejected", None: "-"}
        return " and ".join(sorted(names[verdict] for verdict in self.verdicts))


def keep_to_one_core() -> bool:
    """Bind this process, and the children it starts, to one core. False where that can't be."""
    if not hasattr(os, "sched_setaffinity"):
        return False
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return True


def run_child(job: str, path: Path, runs: Runs) -> None:
    """Measure once more; raises `MeasurementError` where there is no result."""
    command = [sys.executable, "-m", "benchmarks.measure", job, str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = ended.stdout.splitlines()
    if ended.returncode != 0 or not lines:
        raise MeasurementError((ended.stderr.strip().splitlines() or ["no output"])[-1])
    result = json.loads(lines[-1])
    runs.seconds.append(result["seconds"])
    runs.peaks.append(result["peak"])
    runs.verdicts.add(result["accepted"])


def interleave(repeats: dict[str, int], path: Path) -> dict[str, Runs]:
    """Run each job so many times, turn by turn, so that a slow spell hits them alike."""
    found = {job: Runs() for job in repeats}
    for turn in range(max(repeats.values())):
        for job, count in repeats.items():
            if turn < count:
                print(f"  {path.name}: {job}, {turn + 1} of {count}", file=sys.stderr)
                run_child(job, path, found[job])
    return found


def wall_time(command: Sequence[str], repeats: int) -> float:
    """Median seconds from start to end of a command that must succeed."""
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds.append(time.perf_counter() - started)
        if ended.returncode != 0:
            raise MeasurementError((ended.stderr.strip().splitlines() or ["no output"])[-1])
    return statistics.median(seconds)
