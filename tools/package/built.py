"""The source archive and the wheel, and how large they may be."""

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import attrs

from tools.package.pythons import ROOT, clean_environment

PAGE = ROOT / "docs" / "reference" / "package.md"
# So much may a size differ from what the page states, before the page or the package is wrong.
TOLERANCE = 0.2
MEGABYTE = 1_000_000


@attrs.frozen
class Built:
    """The two files that make up a release."""

    archive: Path
    wheel: Path

    def unpack_without_source(self, folder: Path) -> None:
        """The source archive as a tree in ``folder``, but for the code: that is in the wheel."""
        with tarfile.open(self.archive) as archive:
            for member in archive.getmembers():
                _top, _, rest = member.name.partition("/")
                if rest and not rest.startswith("src/"):
                    archive.extract(member.replace(name=rest), folder, filter="data")

    def metadata(self) -> list[str]:
        """The packages that the wheel asks for, as they are asked for, extras left out."""
        with zipfile.ZipFile(self.wheel) as wheel:
            place = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
            fields = Parser().parsestr(wheel.read(place).decode("utf-8"))
        return [one for one in fields.get_all("Requires-Dist", []) if "extra ==" not in one]

    def sizes(self) -> dict[str, float]:
        """What the page states, as it is."""
        with zipfile.ZipFile(self.wheel) as wheel:
            unpacked = sum(entry.file_size for entry in wheel.infolist())
        return {
            "wheel": self.wheel.stat().st_size / MEGABYTE,
            "source archive": self.archive.stat().st_size / MEGABYTE,
            "wheel, unpacked": unpacked / MEGABYTE,
        }


def build(folder: Path) -> Built:
    """Build the source archive, and the wheel from it, so that a file missing in either shows."""
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(
        command,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout)
    return Built(next(folder.glob("*.tar.gz")), next(folder.glob("*.whl")))


def stated() -> dict[str, float]:
    """Sizes and numbers as the page on the package states them."""
    rows = re.findall(
        r"^\| ([\w, ]+?) +\| ([\d.]+)(?: MB)? +\|", PAGE.read_text("utf-8"), re.MULTILINE
    )
    return {name: float(number) for name, number in rows}


def faults_of_size(sizes: dict[str, float]) -> Iterator[str]:
    """Where a size is not what the page states."""
    known = stated()
    for name, size in sizes.items():
        if not abs(size - known[name]) <= TOLERANCE * known[name]:
            yield f"{name}: {size:.2f} MB, but {PAGE.name} states {known[name]:g} MB"


def faults_of_number(numbers: dict[str, int]) -> Iterator[str]:
    """Where a number of packages is not the one that the page states."""
    known = stated()
    for name, number in numbers.items():
        if number != known[name]:
            yield f"{name}: {number}, but {PAGE.name} states {known[name]:g}"
