"""Users' overlays: what they ask for is told apart from what the guide asks for."""

import pickle
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal import Finding, GuideError, UsageError, load_overlay
from edi_portal.acknowledgments import acknowledge
from edi_portal.guides import selection
from edi_portal.guides.registry import find
from edi_portal.x12.delimiters import Delimiters
from tests.build import CLAIM_BODY, claim_file, encode, insert, put, recount, remittance_file

AS_OF = datetime(2025, 3, 11, 8, 30)  # noqa: DTZ001  as written, in no zone
CLAIM = claim_file()
DATA = encode(CLAIM)
GUIDE = 'guides = ["005010X222A1"]'

Write = Callable[..., Path]
# Code, SNIP type, overlay, place of a finding.
Row = tuple[str, int | None, str | None, str | None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes an overlay for the 837P with these changes."""

    def written(*changes: str, head: str = GUIDE, name: str = "payer") -> Path:
        file = tmp_path / f"{name}.toml"
        file.write_text("\n[[change]]\n".join((head, *changes)), "utf-8")
        return file

    return written


def claim(start: str, *new: str) -> bytes:
    return encode(recount(put(CLAIM, start, *new)))


def before(start: str, *new: str) -> bytes:
    return encode(recount(insert(CLAIM, start, *new)))


def found(data: bytes, *overlays: Path, **options: Any) -> Sequence[Finding]:
    return edi_portal.validate(data=data, overlays=overlays, **options).findings


def rows(data: bytes, *overlays: Path, **options: Any) -> list[Row]:
    return [
        (item.code, item.snip, item.overlay, item.location.reference)
        for item in found(data, *overlays, **options)
    ]


@pytest.mark.parametrize(
    "change, code, reference",
    [
        ('at = "2300/CLM01"\nmax_length = 3', "ELE005", "CLM01"),
        ('at = "2300/CLM01"\nmin_length = 9', "ELE004", "CLM01"),
        ('at = "2300/CLM01"\npattern = "[0-9]+"', "ELE015", "CLM01"),
        ('at = "2300/CLM01"\npattern = "[^P].*"', "ELE015", "CLM01"),
        ('at = "2300/CLM01"\ncodes = ["A", "B"]', "ELE007", "CLM01"),
        ('at = "2300/CLM01"\ntype = "N0"', "ELE006", "CLM01"),
        ('at = "2300/CLM05-1"\ncodes = ["12"]', "ELE007", "CLM05-1"),
        ('at = "2300/CLM05-3"\ncodes = ["7"]', "ELE007", "CLM05-3"),
        ('at = "2300/CLM08"\nremove_codes = ["Y"]', "ELE007", "CLM08"),
        ('at = "2300/CLM05-2"\nusage = "N"', "ELE014", "CLM05-2"),
        ('at = "2300/CLM10"\nusage = "R"', "ELE001", "CLM10"),
        ('at = "2300/CLM11"\nusage = "R"', "ELE001", "CLM11"),
        ('at = "2300/CLM11-1"\nusage = "R"', None, None),
        ('at = "2300/HI[ABK]01"\nusage = "N"', "ELE014", "HI01"),
        ('at = "2300/HI[ABK]"\nsyntax = ["P0102"]', "ELE002", "HI02"),
        ('at = "2300/REF[G1]"\nusage = "R"', "SEG003", "REF"),
        ('at = "2310B"\nusage = "R"', "SEG009", "NM1"),
        ('at = "2420A"\nusage = "R"', "SEG009", "NM1"),
        ('at = "2330B"\nusage = "R"', None, None),
        ('at = "2010BA/DMG"\nusage = "N"', "SEG008", "DMG"),
        ('at = "2400"\nusage = "N"', "SEG008", "LX"),
        ('at = "2400/DTP[472]"\nusage = "N"', "SEG008", "DTP"),
        ('at = "2300/HI[ABK]01-1"\ncodes = ["BK"]', "ELE007", "HI01-1"),
    ],
)
def test_what_only_the_overlay_asks_for(
    change: str, code: str | None, reference: str | None, write: Write
) -> None:
    expected = [] if code is None else [(code, 7, "payer", reference)]
    assert rows(DATA, write(change)) == expected
    assert rows(DATA, write(change), snip=1) == expected
    assert rows(DATA) == []


LINES = ("LX*2", "SV1*HC:99213*100*UN*1***1", "DTP*472*D8*20250303")
NOTES = ("K3*ONE", "K3*TWO", "K3*THREE")


@pytest.mark.parametrize(
    "data, change, expected",
    [
        (before("HI", *NOTES), 'at = "2300/K3"\nmaximum = 1', [("SEG005", "K3")]),
        (before("HI", *NOTES), 'at = "2300/K3"\nmaximum = 2', [("SEG005", "K3")]),
        (before("HI", *NOTES), 'at = "2300/K3"\nmaximum = 3', []),
        (before("SE", *LINES), 'at = "2400"\nmaximum = 1', [("SEG004", "LX")]),
        (before("SE", *LINES), 'at = "2400"\nmaximum = 2', []),
        (before("HI", *NOTES), 'at = "2300/K3"\nusage = "N"', [("SEG008", "K3")] * 3),
    ],
)
def test_fewer_than_the_guide_allows(
    data: bytes, change: str, expected: list[tuple[str, str]], write: Write
) -> None:
    made = rows(data, write(change))
    assert made == [(code, 7, "payer", reference) for code, reference in expected]


def test_counts_begin_anew_with_the_loop(write: Write) -> None:
    second = ["CLM*PCN2*100***11:B:1*Y*A*Y*Y", "K3*ONE", "HI*ABK:J029", *LINES]
    second[-3] = "LX*1"
    data = encode(recount(insert(insert(CLAIM, "SE", *second), "HI", "K3*ONE")))
    file = write('at = "2300/K3"\nmaximum = 1', 'at = "2400"\nmaximum = 1')
    assert rows(data, file) == []
    assert [row[0] for row in rows(data, write('at = "2300"\nmaximum = 1'))] == ["SEG004"]


def test_every_loop_that_lacks_it_is_told_of(write: Write) -> None:
    claims = [segment for _ in range(3) for segment in CLAIM_BODY[-5:]]
    data = encode(claim_file((*CLAIM_BODY[:-5], *claims)))
    made = found(data, write('at = "2300/REF[G1]"\nusage = "R"'))
    assert [item.location.loop for item in made] == [f"2000B[1]/2300[{at}]" for at in (1, 2, 3)]
    assert [item.ack for item in made] == [{"IK304": "3"}] * 3


@pytest.mark.parametrize(
    "data, change, expected",
    [
        # The value is too long for both: it is the guide that is broken.
        (claim("CLM", f"CLM*{'1' * 39}*100***11:B:1*Y*A*Y*Y"),
         'at = "2300/CLM01"\nmax_length = 9', [("ELE005", 1, None, "CLM01")]),
        (claim("CLM", "CLM*PCN1*100***11:B:123*Y*A*Y*Y"),
         'at = "2300/CLM05-3"\ncodes = ["1"]', [("ELE005", 1, None, "CLM05-3")]),
        # What is wrong elsewhere in the segment is no matter of the overlay.
        (claim("CLM", "CLM*PCN1*100***11:Z:1*Y*A*Y*Y"),
         'at = "2300/CLM01"\nmax_length = 3',
         [("ELE005", 7, "payer", "CLM01"), ("ELE007", 2, None, "CLM05-2")]),
        (claim("N3*100"), 'at = "2010AA/N3"\nusage = "R"', [("SEG003", 2, None, "N3")]),
        (before("HI", *NOTES, *NOTES, *NOTES, *NOTES), 'at = "2300/K3"\nmaximum = 2',
         [("SEG005", 7, "payer", "K3"), ("SEG005", 2, None, "K3")]),
    ],
)  # fmt: skip
def test_what_the_guide_asks_for_stays_the_guides(
    data: bytes, change: str, expected: list[Row], write: Write
) -> None:
    assert rows(data, write(change)) == expected
    own = [item for item in found(data, write(change)) if item.overlay is None]
    assert own == list(found(data))


@pytest.mark.parametrize(
    "data, changes",
    [
        (claim("CLM", f"CLM*{'1' * 39}*100***11:B:1*Y*A*Y*Y"), ['at = "2300/CLM01"\nmax_length = 40']),
        (claim("CLM", "CLM*PCN1*100***11:B:1*Y*Q*Y*Y"), ['at = "2300/CLM07"\nadd_codes = ["Q"]']),
        (claim("CLM", "CLM*PCN1*100***11:B*Y*A*Y*Y"), ['at = "2300/CLM05-3"\nusage = "S"']),
        (claim("N3*100"), ['at = "2010AA/N3"\nusage = "S"']),
        (claim("DTP*472"), ['at = "2400/DTP[472]"\nusage = "S"']),
        (claim("CLM", "CLM*PCN1*100***11:B:1*Y*A*Y*Y*P*AA*X"), ['at = "2300/CLM12"\nadd_codes = ["X"]\nmin_length = 1']),
        (before("HI", *NOTES, *NOTES, *NOTES, *NOTES), ['at = "2300/K3"\nmaximum = 0']),
        (before("NM1*PR", "REF*SY*12"), ['at = "2010BA/REF[SY]02"\npattern = ""']),
        (claim("NM1*IL", "NM1*IL*1*DOE*JANE****MI"), ['at = "2010BA/NM1"\nsyntax = []', 'at = "2010BA/NM109"\nusage = "S"']),
    ],
)  # fmt: skip
def test_what_the_overlay_allows_is_no_fault(data: bytes, changes: list[str], write: Write) -> None:
    plain = rows(data)
    assert all(snip in (1, 2) for _, snip, _, _ in plain)
    left = [row for row in rows(data, write(*changes)) if row[0] != "SEG012"]
    assert left == []


def test_the_second_overlay_builds_on_the_first_and_each_is_named(write: Write) -> None:
    first = write('at = "2300/CLM01"\nmax_length = 6', name="first")
    second = write(
        'at = "2300/CLM01"\nmax_length = 3', 'at = "2300/CLM08"\ncodes = ["W"]', name="second"
    )
    assert [row[2] for row in rows(DATA, first, second)] == ["second", "second"]
    longer = claim("CLM", "CLM*LONGER7*100***11:B:1*Y*A*Y*Y")
    assert [row[2] for row in rows(longer, first, second)] == ["first", "second"]
    assert [row[2] for row in rows(longer, second, first)] == ["second", "second"]
    assert [row[2] for row in rows(DATA, second, first)] == ["second"]
    relief = write('at = "2300/CLM01"\nmax_length = 9', name="relief")
    assert rows(longer, first, relief) == []


def test_the_finding_says_who_asks(write: Write) -> None:
    [plain] = found(DATA, write('at = "2300/CLM05-1"\ncodes = ["12"]'))
    assert plain.message == (
        "CLM05-1 (Place of Service Code) has a code that the overlay does not list (overlay payer)"
    )
    assert plain.as_dict()["overlay"] == "payer"
    own = 'at = "2300/CLM05-1"\ncodes = ["12"]\nmessage = "at home {only}"'
    [named] = found(DATA, write(own, head=f'name = "Acme 2025"\n{GUIDE}'))
    assert (named.overlay, named.message) == ("Acme 2025", "at home {only} (overlay Acme 2025)")
    assert named.ack == plain.ack == {"IK304": "8", "IK403": "7"}
    [limit] = found(before("HI", *NOTES), write('at = "2300/K3"\nmaximum = 1'))
    assert limit.message == (
        "K3 (File Information) occurs more often than the 1 times the overlay allows here"
        " (overlay payer)"
    )


def test_every_way_in_takes_overlays(write: Write) -> None:
    file = write('at = "2300/CLM01"\nmax_length = 3')
    loaded = load_overlay(file)
    expected = list(found(DATA, file))
    assert len(expected) == 1
    for given in (file, str(file), loaded, pickle.loads(pickle.dumps(loaded))):  # noqa: S301  its own pickle
        assert list(edi_portal.validate(data=DATA, overlays=[given]).findings) == expected
        events = edi_portal.events(data=DATA, overlays=[given])
        assert [item for item in events if isinstance(item, Finding)] == expected
        reading = edi_portal.read(data=DATA, overlays=[given])
        assert [item for segment in reading for item in segment.findings] == expected
        assert not reading.ok


def test_a_999_answers_what_the_overlay_asks_for(write: Write) -> None:
    file = write('at = "2300/CLM01"\nmax_length = 3')
    events = edi_portal.events(data=DATA, snip=2, overlays=[file])
    answer = "".join(acknowledge(events, as_of=AS_OF))
    assert "IK3*CLM*18**8~" in answer
    assert "IK4*1*1028*5*PCN1~" in answer
    assert "IK5*R*5~" in answer


def test_an_overlay_applies_to_its_reading_and_its_guides_alone(write: Write) -> None:
    file = write('at = "2300/CLM01"\nmax_length = 3')
    assert len(rows(DATA, file)) == 1
    assert rows(DATA) == []
    # No transaction set is of its guide: it says so, once, and asks for nothing.
    assert rows(encode(remittance_file()), file) == [("SRC009", None, None, None)]
    file.write_text(file.read_text().replace("= 3", "= 4"))
    assert rows(DATA, file) == []


def test_guides_are_named_by_version_alias_or_name(write: Write) -> None:
    for guides in ('"005010X222"', '"837P"', '"837p"', '"005010X221A1", "X222A1"'):
        change = 'at = "HEADER/BHT"\nusage = "R"' if "," not in guides else 'at = "HEADER"'
        head = f"guides = [{guides}]"
        if "," in guides:
            with pytest.raises(GuideError, match="changes nothing"):
                load_overlay(write(change, head=head))
        else:
            load_overlay(write(change, head=head))
    both = write('at = "HEADER/BHT03"\nmax_length = 3', head='guides = ["837P", "837I"]')
    assert [row[:3] for row in rows(DATA, both)] == [("ELE005", 7, "payer")]


def test_automata_are_kept_by_the_content_of_overlays(write: Write) -> None:
    item = find("005010X222A1", "837")
    assert item is not None
    first = load_overlay(write('at = "2300/CLM01"\nmax_length = 3'))
    again = load_overlay(write('at = "2300/CLM01"\nmax_length = 3'))
    other = load_overlay(write('at = "2300/CLM01"\nmax_length = 4'))
    elsewhere = load_overlay(write('at = "2100/CLP01"\nmax_length = 4', head='guides = ["835"]'))
    delimiters = Delimiters()
    kept = selection.automaton(item, delimiters, (first,))
    assert selection.automaton(item, delimiters, (again, elsewhere)) is kept
    assert selection.automaton(item, delimiters, (other,)) is not kept
    plain = selection.automaton(item, delimiters)
    assert selection.automaton(item, delimiters, (elsewhere,)) is plain


@pytest.mark.parametrize(
    "change, words",
    [
        ('at = "2310BB"\nusage = "R"', "'2310BB' in 837P: .* nearest is 2310B$"),
        ('at = "2300/RFE"\nusage = "R"', "nearest is 2300/REF"),
        ('at = "2010AA/REF[IE]"\nusage = "R"', r"nearest is 2010AA/REF\[EI\]"),
        ('at = "2300/CLM21"\nusage = "R"', "CLM21 does not exist; the nearest is CLM20"),
        ('at = "2300/CLM00"\nusage = "R"', "CLM00 does not exist; the nearest is CLM01"),
        ('at = "2300/CLM05-4"\nusage = "R"', "CLM05-4 .* nearest is CLM05-3"),
        ('at = "2300/CLM01-1"\nusage = "R"', "CLM01 has no components"),
        ('at = "2300/clm01"\nusage = "R"', "nearest is 2300/CLM01"),
        ('at = "CLM01"\nusage = "R"', "nearest is 2300/CLM01"),
        ('at = "2300"\nusages = "R"', "key 'usages' .* nearest is 'usage'"),
        ('at = "2300"\ncodes = ["A"]', "key 'codes' does not apply to a loop, .* usage"),
        ('at = "2300/CLM01"\nmaximum = 2', "key 'maximum' does not apply to an element, .* usage"),
        ('at = "2300"\nusage = "X"', 'usage is to be "R" .*'),
        ('at = "2300"\nremove = true', "for corrections"),
        ('at = "2300/CLM"\nremove = true', 'use usage = "N"'),
        ('at = "2300/CLM"\nposition = 3', "for corrections"),
        ('at = "HEADER"\nusage = "N"', "groups"),
        ('at = "ST_LOOP"\nusage = "N"', "groups"),
        ('at = "ST_LOOP/ST02"\nmax_length = 4', "envelope"),
        ('at = "ST_LOOP/SE01"\nmax_length = 4', "envelope"),
        ('at = "2300/CLM05-1"\nremove_codes = ["11"]', "list 'pos'"),
        ('at = "2300/CLM05-1"\nexternal = "states"', "can only be dropped"),
        ('at = "2300/CLM01"\nadd_codes = ["11"]', "any value"),
        ('at = "2300/CLM05-3"\ncodes = ["12"]', "'12' does not fit: a value has 1 to 1"),
        ('at = "2300/CLM01"\nmin_length = 39', "no value has 39 to 38 characters"),
        ('at = "2300/CLM01"\nmax_length = 4294967295', "max_length is to be .* from 1 to"),
        ('at = "2300/CLM01"\nrepeat = 99999999999999999999', "repeat is to be .* from 1 to"),
        ('at = "2300"\ntitle = "a\\nb"', "title is to be a line of text"),
        ('at = "2300/CLM01"\nmessage = ""\nusage = "S"', "message is to be a line"),
        ('at = "2300/CLM01"\nreason = "because"', "changes nothing"),
        ('usage = "R"', "change 1: has no place"),
    ],
)
def test_a_mistake_is_an_error_that_names_file_change_and_what_is_right(
    change: str, words: str, write: Write
) -> None:
    file = write(change)
    with pytest.raises(GuideError, match=words) as caught:
        edi_portal.validate(data=DATA, overlays=[file])
    assert str(caught.value).startswith(f"overlay {file}: change ")


@pytest.mark.parametrize(
    "text, words",
    [
        ('guides = ["837Q"]\n[[change]]\nat = "2300"\nusage = "S"', "'837Q'; the nearest are 837P"),
        ('guide = ["837P"]', "key 'guide' .* nearest is 'guides'"),
        ('[[change]]\nat = "2300"\nusage = "S"', "guides names no guide"),
        ('guides = "837P"', "guides is to be a list"),
        ('guides = ["837P"]', r"no \[\[change\]\]"),
        ('guides = ["837P"]\nchange = 1', "tables"),
        ('guides = ["837P"]\nname = ""', "name is to be"),
        ('guides = ["837P"]\ntitle = 1', "title is to be"),
        ("guides = [", "cannot be read"),
        ("guides = \udce9", "cannot be read"),
    ],
)
def test_a_file_that_is_no_overlay(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "payer.toml"
    file.write_text(text, "utf-8", errors="surrogateescape")
    with pytest.raises(GuideError, match=words) as caught:
        load_overlay(file)
    assert str(caught.value).startswith(f"overlay {file}")


@pytest.mark.parametrize("key", ["max_length", "repeat"])
def test_the_highest_numbers_work(key: str, write: Write) -> None:
    assert found(DATA, write(f'at = "2300/CLM01"\n{key} = 1000000000')) == ()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GuideError, match="no such file"):
        load_overlay(tmp_path / "payer.toml")
    with pytest.raises(GuideError, match=r"is a directory|permission"):
        load_overlay(tmp_path)


def test_two_overlays_of_one_name(write: Write, tmp_path: Path) -> None:
    file = write('at = "2300/CLM01"\nmax_length = 3')
    with pytest.raises(GuideError, match="another overlay is named 'payer'"):
        found(DATA, file, file)


@pytest.mark.parametrize("given", ["payer.toml", Path("payer.toml"), [3], 3, None])
def test_what_is_no_list_of_overlays(given: object) -> None:
    with pytest.raises(UsageError):
        edi_portal.validate(data=DATA, overlays=given)


def test_a_file_with_a_byte_order_mark(write: Write) -> None:
    file = write('at = "2300/CLM01"\nmax_length = 3')
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert len(rows(DATA, file)) == 1


def test_the_sample(samples: Path) -> None:
    made = found(
        (samples / "valid" / "837p-several-claims.x12").read_bytes(),
        samples / "overlays" / "example-payer.toml",
    )
    assert {item.overlay for item in made} == {"example-payer"}
    assert [item.code for item in made] == ["SEG003"] * 4 + ["SEG009"]
