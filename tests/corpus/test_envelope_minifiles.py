"""pyx12's files of a few segments, each with one fault of an envelope or a number.

pyx12 reads them without a guide, and so do we: they are 4010, and next to empty.
"""

import re
from pathlib import Path

import edi_portal
from edi_portal.findings import Finding, Severity
from tests.corpus.index import PYX12, Entry, entries

FOLDER = f"{PYX12}/INLINE_test_x12file/"

# Words of pyx12's own, where the acknowledgments have no code.
NAMED = {
    "HL1": {"HLS001", "HLS002"},
    "HL2": {"HLS003"},
    "LX": {"LXS001"},
    "SEG1": {"SEG012"},
}
UNREADABLE = {"SRC001", "ENV002"}
# Remarks on the guide, of which these files are not meant to speak.
OF_THE_GUIDE = {"ENV027", "ENV028"}

# Where our first code is another one: file, code we give, and the reason.
DIFFERENCES = {
    "SE_Checks.test_missing_SE.x12": (
        "2",
        "A set without SE is IK502 2; 3 is for an SE02 that differs, or for a missing GE.",
    ),
}


def mini_files(corpus: Path) -> list[Entry]:
    found = [entry for entry in entries(corpus) if entry.path.startswith(FOLDER)]
    assert len(found) > 25
    return found


def spoken(path: Path) -> list[Finding]:
    """Errors and warnings, without remarks on the guide."""
    return [
        found
        for found in edi_portal.validate(path).findings
        if found.severity is not Severity.INFO and found.code not in OF_THE_GUIDE
    ]


def says(found: Finding, code: str) -> bool:
    if code in NAMED:
        return found.code in NAMED[code]
    return code in found.ack.values()


def test_the_first_code_is_the_one_expected(corpus: Path) -> None:
    wrong: dict[str, str] = {}
    seen = set()
    for entry in mini_files(corpus):
        if not entry.invalid:
            continue
        name = entry.path.removeprefix(FOLDER)
        seen.add(name)
        first = spoken(corpus / entry.path)[0]
        told = f"{first.code} {dict(first.ack)}"
        expected = re.search(r"first error code '(\w+)'", entry.says)
        if expected is None:
            assert "no readable ISA" in entry.says
            if first.code not in UNREADABLE:
                wrong[name] = told
        elif name in DIFFERENCES:
            code, _ = DIFFERENCES[name]
            if says(first, expected[1]) or not says(first, code):
                wrong[name] = told
        elif not says(first, expected[1]):
            wrong[name] = told
    assert wrong == {}
    assert seen >= DIFFERENCES.keys()


def test_where_no_error_is_expected_there_is_none(corpus: Path) -> None:
    clean = [entry for entry in mini_files(corpus) if entry.says.startswith("VALID: no error")]
    assert clean
    for entry in clean:
        assert spoken(corpus / entry.path) == [], entry.path
