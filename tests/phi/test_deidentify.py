"""What a file is after it was de-identified: valid as before, matching as before, nobody's."""

import io
import random
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.codes.lists import zip_matches_state
from edi_portal.deidentification.days import OLDEST, born, moved
from edi_portal.deidentification.fakes import Fakes
from edi_portal.deidentification.rules import words
from edi_portal.deidentification.scrambling import Scrambler
from edi_portal.output import OutputFile
from edi_portal.scrubber.identifiers import is_clia, is_ein, is_mbi, is_npi, is_ssn
from tests.corpus.index import entries
from tests.phi.files import Files
from tests.phi.planting import CODES
from tests.properties import mutating

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
SAMPLES = Path(__file__).resolve().parents[2] / "samples"
DAMAGES = (
    mutating.byte_replaced,
    mutating.byte_inserted,
    mutating.bytes_dropped,
    *mutating.PARTS,
)
REFUSED = (edi_portal.GuideError, edi_portal.SourceError)


def changed(data: bytes, key: bytes = KEY, **options: Any) -> bytes:
    made = edi_portal.deidentify(data=data, key=key, **options).data
    assert made is not None
    return made


def faults(data: bytes) -> Counter[tuple[object, ...]]:
    """Findings as codes and places."""
    scrubbed = edi_portal.scrub_file(data=data)
    return Counter(
        (one.code, place.loop, place.ordinal, place.element, place.repetition, place.component)
        for one in (*edi_portal.validate(data=data, snip=7).findings, *scrubbed.findings)
        for place in [one.location]
    )


def check_same_findings(data: bytes) -> bool:
    """Whether there is a result; its findings are those of the file."""
    try:
        made = changed(data)
    except REFUSED:
        return False
    assert faults(made) == faults(data)
    return True


@pytest.mark.parametrize(
    "path", sorted(SAMPLES.glob("*/*.x12")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_findings_of_samples_stay(path: Path) -> None:
    done = check_same_findings(path.read_bytes())
    assert done or path.stem in ("empty", "unknown-guide", "utf-16", "version-4010")


def test_findings_of_public_files_stay(corpus: Path) -> None:
    done = sum(check_same_findings((corpus / one.path).read_bytes()) for one in entries(corpus))
    assert done > 200


def test_numbers_of_public_files_still_match_across_them(corpus: Path) -> None:
    """What was one number is one number, and what were two are two, over all files."""
    at = {"CLM": (1,), "CLP": (1, 7), "REF": (2,), "TRN": (2,), "NM1": (9,)}
    known: dict[str, str] = {}
    for one in entries(corpus):
        data = (corpus / one.path).read_bytes()
        try:
            pairs = zip(
                edi_portal.read(data=data), edi_portal.read(data=changed(data)), strict=True
            )
        except REFUSED:
            continue
        for old, new in pairs:
            payer = old.id == "NM1" and old.element(1) in ("PR", "PE", "TT")
            code = old.id == "REF" and old.element(1) in (*CODES, "2U", "NF", "X4", "F4")
            if old.place is None or payer or code:
                continue
            for position in at.get(old.id, ()):
                number = old.element(position)
                assert known.setdefault(number, new.element(position)) == new.element(position)
    assert len(known) > 500
    assert len(set(known.values())) == len(known)


def test_findings_of_damaged_files_stay(files: Files) -> None:
    """Verdicts, and nearly all findings: what was cleared as a whole may be read otherwise."""
    for path in files.broken[::5]:
        data = path.read_bytes()
        try:
            made = changed(data)
        except REFUSED:
            continue
        assert edi_portal.validate(data=made).ok is edi_portal.validate(data=data).ok


@pytest.mark.parametrize("part", range(4))
def test_no_damage_breaks_it_or_brings_a_name_through(files: Files, part: int) -> None:
    """Whatever is wrong with a file, it is refused, or its names and numbers are gone."""
    done = 0
    for seed in range(part, 600, 4):
        one = files.all[seed % len(files.all)]
        data = mutating.mutated(random.Random(seed), one.data, DAMAGES, 3)
        try:
            made = changed(data)
        except edi_portal.EdiError:
            continue
        done += 1
        assert edi_portal.validate(data=made).ok is edi_portal.validate(data=data).ok, seed
        text = made.decode("latin-1")
        # A number that stands in the place of an amount looks like one, and stays.
        names = (canary for canary in one.canaries if canary.startswith("QZ"))
        assert [name for name in names if name in text] == [], seed
    assert done > 100


# --- what belongs together stays together


@pytest.fixture(scope="module")
def batch(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Claims and payments of a batch, before and after."""
    from edi_portal.synthesis import synthesize_folder

    folder = tmp_path_factory.mktemp("batch")
    synthesize_folder(
        folder, "837P", 60, seed=3, as_of=date(2025, 9, 15), remittances=True, corruption=0.0
    )
    found: list[list[Any]] = []
    for name, read in (
        ("claims-1.837", edi_portal.claims),
        ("remittances-1.835", edi_portal.claim_payments),
    ):
        data = (folder / name).read_bytes()
        reads: Callable[..., Any] = read
        found += [list(reads(data=data)), list(reads(data=changed(data)))]
    return found[0], found[1], found[2], found[3]


def test_claims_and_payments_still_match(batch: Any) -> None:
    claims, fakes, payments, paid = batch
    numbers = [claim.patient_control_number for claim in claims]
    new = [claim.patient_control_number for claim in fakes]
    assert len(set(new)) == len(set(numbers))
    assert not set(new) & set(numbers)
    renamed = dict(zip(numbers, new, strict=True))
    for before, after in zip(payments, paid, strict=True):
        assert after.patient_control_number == renamed[before.patient_control_number]
        assert after.charge_amount == before.charge_amount


def test_dates_and_names_of_a_claim_and_its_payment_agree(batch: Any) -> None:
    claims, fakes, payments, paid = batch
    before = {claim.patient_control_number: claim for claim in claims}
    after = {claim.patient_control_number: claim for claim in fakes}
    checked = 0
    for old, new in zip(payments, paid, strict=True):
        claim, fake = before[old.patient_control_number], after[new.patient_control_number]
        person, invented = claim.patient or claim.subscriber, fake.patient or fake.subscriber
        if old.patient.last_name == person.last_name:
            assert new.patient.last_name == invented.last_name
            assert new.patient.first_name == invented.first_name
            checked += 1
        for line, other in zip(old.services, new.services, strict=True):
            assert (line.charge_amount, line.procedure) == (other.charge_amount, other.procedure)
        days = {line.service_date for line in claim.lines}
        moves = {line.service_date for line in fake.lines}
        told = {line.service_date for line in old.services if line.service_date in days}
        retold = {line.service_date for line in new.services}
        assert not told or retold & moves
    assert checked > 20


def test_a_person_is_the_same_in_every_transaction() -> None:
    """John Doe of the samples, member XYZ200300400, born on a day in an 837 and a 271."""
    found = set()
    for name in (
        "837p-patient-is-not-subscriber",
        "271-dependent-and-terminated",
        "835-reversal-and-correction",
        "276-dependent",
        "277-dependent",
    ):
        text = (SAMPLES / "valid" / f"{name}.x12").read_bytes()
        assert b"NM1*IL*1*DOE*JOHN" in text, name
        made = changed(text).decode()
        at = (
            text.decode()
            .split("~")
            .index(next(part for part in text.decode().split("~") if "NM1*IL*1*DOE*JOHN" in part))
        )
        values = made.split("~")[at].strip().split("*")
        found.add((values[3], values[4], values[9]))
    assert len(found) == 1
    assert ("DOE", "JOHN", "XYZ200300400") not in found


def test_dates_of_a_person_move_together_by_whole_weeks() -> None:
    moves: dict[str, set[int]] = {}
    for name in ("837p-patient-is-not-subscriber", "271-dependent-and-terminated"):
        data = (SAMPLES / "valid" / f"{name}.x12").read_bytes()
        patient = ""
        pairs = zip(edi_portal.read(data=data), edi_portal.read(data=changed(data)), strict=True)
        for old, new in pairs:
            if old.id == "NM1" and old.element(1) in ("IL", "QC", "03"):
                patient = f"{old.element(3)} {old.element(4)}"
            at = {"DMG": 2, "DTP": 3}.get(old.id)
            if at is not None:
                moved_by = date.fromisoformat(old.element(at)) - date.fromisoformat(new.element(at))
                moves.setdefault(patient, set()).add(moved_by.days)
    assert moves.keys() == {"DOE TIMMY", "PUBLIC MARY"}
    for days in moves.values():
        assert len(days) == 1
        assert 0 < min(days) <= 26 * 7
        assert min(days) % 7 == 0


# --- what changes and what does not


def test_nothing_but_values_changes() -> None:
    data = (SAMPLES / "valid" / "unusual-delimiters.x12").read_bytes()
    made = changed(data)
    values = re.compile(rb"[\w.,@ '-]+")
    assert values.sub(b"", made[106:]) == values.sub(b"", data[106:])
    assert made.count(made[105:106]) == data.count(data[105:106])


def test_segments_without_persons_stay_to_the_byte() -> None:
    data = (SAMPLES / "valid" / "837p-secondary-payer.x12").read_bytes()
    kept = (
        b"CLM",
        b"REF",
        b"NM1",
        b"N3",
        b"N4",
        b"DMG",
        b"DTP",
        b"PER",
        b"SBR",
        b"BHT",
        b"ISA",
        b"GS*",
    )
    for old, new in zip(data.splitlines(), changed(data).splitlines(), strict=True):
        assert old == new or old.startswith(kept), old
        assert old != new or not old.startswith((b"CLM", b"N3", b"DMG")), old


def test_the_same_key_gives_the_same_and_another_gives_another() -> None:
    data = (SAMPLES / "valid" / "837i-inpatient.x12").read_bytes()
    assert changed(data) == changed(data)
    ours, theirs = changed(data).split(b"~"), changed(data, OTHER).split(b"~")
    names = [
        (old, new)
        for old, new in zip(ours, theirs, strict=True)
        if old.strip().startswith((b"CLM", b"N3"))
    ]
    assert names
    assert all(old != new for old, new in names)


def test_segments_without_a_place_are_cleared() -> None:
    text = (SAMPLES / "valid" / "837p-one-claim.x12").read_text()
    text = text.replace("~\nREF*EI", "~\nQQN*SMITH JOHN:19310517*5125550100~\nREF*EI")
    done = edi_portal.deidentify(data=text.encode(), key=KEY)
    assert done.masked == 1
    assert b"QQN*XXXXX XXXX:99999999*9999999999~" in (done.data or b"")


def test_text_between_interchanges_is_cleared() -> None:
    text = (SAMPLES / "valid" / "837p-one-claim.x12").read_text() + "CALL JOHN SMITH 555~\n"
    made = changed(text.encode())
    assert made.endswith(b"XXXX XXXX XXXXX 999~\n")


@pytest.mark.parametrize("name", ["version-4010", "unknown-guide"])
def test_guides_without_a_table_are_refused(name: str, tmp_path: Path) -> None:
    output = tmp_path / "out"
    with pytest.raises(edi_portal.GuideError, match="nothing was written"):
        edi_portal.deidentify(SAMPLES / "broken" / f"{name}.x12", output, key=KEY)
    assert not output.exists()


def test_what_is_not_x12_is_refused() -> None:
    with pytest.raises(edi_portal.SourceError, match="no X12"):
        edi_portal.deidentify(data=b"JOHN SMITH", key=KEY)


def test_a_limit_stops_it() -> None:
    data = (SAMPLES / "valid" / "837p-one-claim.x12").read_bytes()
    long = data.replace(b"~\nREF*EI", b"~\nNTE*ADD*" + b"A" * 3000 + b"~\nREF*EI")
    with pytest.raises(edi_portal.LimitError):
        edi_portal.deidentify(data=long, key=KEY, segment_limit=1000)


@pytest.mark.parametrize("key", [b"", b"short", b"123456789012345"])
def test_a_short_key_is_refused(key: bytes) -> None:
    with pytest.raises(edi_portal.UsageError, match="16 bytes"):
        edi_portal.deidentify(data=b"", key=key)


@pytest.mark.parametrize("weeks", [0, 521])
def test_weeks_have_bounds(weeks: int) -> None:
    with pytest.raises(edi_portal.UsageError, match="weeks"):
        edi_portal.deidentify(data=b"", key=KEY, weeks=weeks)


def test_a_file_is_written_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory stays flat: no more than a few blocks are read and not yet written."""
    text = (SAMPLES / "valid" / "837p-several-claims.x12").read_text()
    head, _, body = text.partition("~\nHL*2*")
    body, _, tail = ("HL*2*" + body).partition("~\nSE*")
    data = "~\n".join([head, *[body] * 800, f"SE*{tail}"]).encode()
    source = io.BytesIO(data)
    written, ahead = 0, 0
    write = OutputFile.write

    def watched(self: OutputFile, piece: bytes) -> None:
        nonlocal written, ahead
        write(self, piece)
        written += len(piece)
        ahead = max(ahead, source.tell() - written)

    monkeypatch.setattr(OutputFile, "write", watched)
    edi_portal.deidentify(stream=source, output=tmp_path / "out", key=KEY)
    assert len(data) > 1_000_000
    assert ahead < 300_000


# --- forms


@pytest.fixture(scope="module")
def scrambler() -> Scrambler:
    return Scrambler(KEY)


@pytest.mark.parametrize(
    "text, form",
    [
        ("1234567893", is_npi),
        ("1EG4TE5MK73", is_mbi),
        ("123456789", is_ssn),
        ("700001234", is_ein),
        ("45D0612345", is_clia),
    ],
)
def test_forms_of_identifiers_stay(
    text: str, form: Callable[[str], bool], scrambler: Scrambler
) -> None:
    assert form(text)
    assert form(scrambler.number(text))
    assert scrambler.number(text) != text


def test_what_is_no_npi_does_not_become_one(scrambler: Scrambler) -> None:
    for number in range(1_234_567_000, 1_234_567_100):
        assert is_npi(scrambler.number(str(number))) is is_npi(str(number))


def test_identifiers_keep_classes_zeros_and_punctuation(scrambler: Scrambler) -> None:
    made = scrambler.number("00ab-12/X Y9")
    assert re.fullmatch(r"00[a-z]{2}-\d\d/[A-Z] [A-Z]\d", made)
    assert scrambler.number("000123") == "000" + scrambler.number("123")
    assert scrambler.number("AB12").lower() == scrambler.number("ab12")
    assert scrambler.number("AB-12").replace("-", "") == scrambler.number("AB12")
    assert scrambler.number("999999999") == "999999999"
    assert scrambler.number("") == ""


def test_identifiers_that_differ_stay_different(scrambler: Scrambler) -> None:
    short = [scrambler.number(f"{number:04d}") for number in range(10_000)]
    assert len(set(short)) == 10_000
    assert len({scrambler.number(f"A{number}") for number in range(10)}) == 10


def test_long_text_is_changed_to_its_end(scrambler: Scrambler) -> None:
    made = scrambler.number("A" * 500)
    assert len(made) == 500
    assert "AAAA" not in made


def test_zip_codes_keep_three_digits_unless_few_live_there() -> None:
    fakes = Fakes(Scrambler(KEY))
    assert fakes.zip_code("78701", "TX", "") == "78701"[:3] + "01"
    assert fakes.zip_code("787459876", "TX", "US") == "787012345"
    assert fakes.zip_code("787450000", "TX", "US") == "787010000"
    for prefix in words()["few_inhabitants"]:
        for state in ("NH", "VT", "WY", "NM", "DC", "TX"):
            made = fakes.zip_code(f"{prefix}11", state, "")
            assert made[:3] not in words()["few_inhabitants"]
            assert zip_matches_state(made, state) is zip_matches_state(prefix, state)


def test_words_of_nobody_stay_within_names() -> None:
    fakes = Fakes(Scrambler(KEY))
    assert fakes.name("last-name", "SMITH JR", 60).endswith(" JR")
    assert fakes.name("last-name", "UNKNOWN", 60) == "UNKNOWN"
    assert fakes.name("first-name", "BABY BOY", 35) == "BABY BOY"
    assert len(fakes.name("middle-name", "Q", 25)) == 1
    assert fakes.name("last-name", "o'neil", 60).islower()
    assert fakes.name("last-name", "ONEIL", 60) == fakes.name("last-name", "O'NEIL", 60)
    assert "SMITH" not in fakes.name("last-name", "SMITH3", 60)


def test_telephone_numbers_are_nobodys() -> None:
    fakes = Fakes(Scrambler(KEY))
    assert re.fullmatch(r"[2-9]\d\d55501\d\d", fakes.communication("5128675309"))
    assert re.fullmatch(r"[a-z]+\d+@example\.com", fakes.communication("john.smith@clinic.org"))
    assert fakes.communication("HTTP://X.ORG/JOHN") != "HTTP://X.ORG/JOHN"


def test_ages_above_89_are_one() -> None:
    assert born("19600315", 1, 2025) == "19600308"
    assert born("19310517", 1, 2025) == f"{2025 - OLDEST}0101"
    assert born("19360103", 3, 2025) == "19350101"
    assert born("19360201", 3, 2025) == "19360111"
    assert born("19300101", 1, None) == "19350101"
    assert born("18000101", 1, 2025) == "18250101"
    assert born("19319999", 1, 2025) is None


def test_periods_and_moments_move() -> None:
    assert moved("20250115", 1) == "20250108"
    assert moved("20250115-20250120", 2) == "20250101-20250106"
    assert moved("202501150830", 1) == "202501080830"
    assert moved("00010101", 1) is None
    assert moved("20251301", 1) is None
    assert moved("soon", 1) is None
