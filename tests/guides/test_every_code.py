"""Every code of the catalogue is met: a sound file with one fault gives that finding alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import edi_portal
from edi_portal.catalogue import catalogue
from tests.build import (
    CLAIM_BODY,
    claim_file,
    encode,
    group,
    insert,
    interchange,
    isa,
    put,
    recount,
    remittance_file,
    transaction,
)
from tests.guides.conftest import WithOverlay

CLAIM = claim_file()
REMITTANCE = remittance_file()


def claim(start: str, *new: str, nth: int = 1) -> bytes:
    return encode(recount(put(CLAIM, start, *new, nth=nth)))


def payment(start: str, *new: str) -> bytes:
    return encode(recount(put(REMITTANCE, start, *new)))


def before(start: str, *new: str, nth: int = 1) -> bytes:
    return encode(recount(insert(CLAIM, start, *new, nth=nth)))


def sets(*transactions: Sequence[str], **gs: str) -> bytes:
    return encode(interchange(group(*transactions, **gs)))


ST = transaction(CLAIM_BODY, reference="005010X222A1")
ENROLLMENT = transaction(
    (
        "BGN*00*12345*20250310*0915****2",
        "N1*P5*EMPLOYER*FI*123456789",
        "N1*IN*PLAN*FI*987654321",
        "INS*Y*18*021*20*A***FT",
        "REF*0F*123456789",
        "NM1*IL*1*DOE*JANE",
        "HD*021**HLT",
        "DTP*348*D8*20250101",
        "LS*2700",
        "LX*1",
        "N1*75*LOCATION",
        "REF*LU*1",
        "LE*2700",
    ),
    identifier="834",
    reference="005010X220A1",
)
DEPENDENT = recount(
    [
        *put(CLAIM, "HL*2", "HL*2*1*22*1")[:-8],
        "HL*3*2*23*0",
        "PAT*19",
        "NM1*QC*1*DOE*JIM",
        "N3*200 EXAMPLE AVENUE",
        "N4*AUSTIN*TX*78702",
        "DMG*D8*20150215*M",
        *CLAIM[-8:],
    ]
)

# code: the file, its findings' codes where there are more than the one, options of the reading
Case = tuple[bytes, list[str], dict[str, Any]]


def case(data: bytes, *more: str, **options: Any) -> Case:
    return data, list(more), options


CASES: dict[str, list[Case]] = {
    "SRC001": [case(b"claim,amount\n1,2\n"), case(b"\0" * 50 + b"ISA")],
    "SRC002": [case(b""), case(b" \r\n")],
    "SRC003": [case("ISA*".encode("utf-16"))],
    "SRC004": [case(b"\xef\xbb\xbf" + encode(CLAIM))],
    "SRC005": [case(encode(CLAIM) + b"end of file"), case(b"begin\n" + encode(CLAIM))],
    "SRC006": [case(encode(ST), allow_bare=True)],
    "SRC007": [case(before("HI", "K3*" + "X" * 2000), segment_limit=1000)],
    "SRC008": [case(claim("CLM", "CLM*A"), "ELE001", max_findings=1)],
    "ENV001": [case(encode(put(CLAIM, "ISA", isa().replace("SENDER         ", "SENDER"))))],
    "ENV002": [case(encode(CLAIM)[:40])],
    "ENV003": [case(encode(put(CLAIM, "ISA", isa(repetition="U"))))],
    "ENV004": [case(encode(put(REMITTANCE, "ISA", isa(repetition=":"))))],
    "ENV005": [case(encode(CLAIM[:-1]))],
    "ENV006": [case(claim("IEA", "IEA*1*000000102"))],
    "ENV007": [case(claim("IEA", "IEA*2*000000101"))],
    "ENV008": [case(encode(CLAIM) * 2)],
    "ENV009": [
        case(encode(put(CLAIM, "ISA", isa().replace("*T*", "*X*")))),
        case(encode([isa(component=" "), "IEA*0*000000101"])),
    ],
    "ENV010": [case(before("GS", "REF*EI*1"))],
    "ENV011": [case(before("GE", "REF*EI*1"))],
    "ENV012": [case(before("GE", "SE*1*0001")), case(before("IEA", "GE*1*101"))],
    "ENV013": [case(claim("IEA", "IEA**000000101")), case(claim("IEA", "IEA*1*000000101*9"))],
    "ENV014": [case(before("IEA", "TA1*000000101*250310*0915*A*000"))],
    "ENV021": [case(claim("GE"))],
    "ENV022": [case(claim("GE", "GE*1*102"))],
    "ENV023": [case(claim("GE", "GE*2*101"))],
    "ENV024": [case(encode(interchange(group(ST), group(ST))))],
    "ENV025": [case(encode(put(CLAIM, "GS", CLAIM[1].replace("20250310", "20251310"))))],
    "ENV026": [case(encode(put(CLAIM, "GS", CLAIM[1].replace("*HC*", "*HP*"))))],
    "ENV027": [
        case(encode(claim_file(version="005010X999"))),
        case(encode(claim_file(version="004010X098A1"))),
    ],
    "ENV028": [case(encode(claim_file(version="005010X222")))],
    "ENV031": [case(claim("SE"))],
    "ENV032": [case(claim("SE", "SE*0*0002"))],
    "ENV033": [case(encode(put(CLAIM, "SE", "SE*99*0001")))],
    "ENV034": [case(sets(ST, ST))],
    "ENV035": [case(sets(transaction(CLAIM_BODY, number="1", reference="005010X222A1")))],
    "ENV036": [case(sets(transaction(CLAIM_BODY, identifier="835")))],
    "ENV037": [case(encode(claim_file(reference="005010X223A2")))],
    "ENV038": [case(encode(put(CLAIM, "SE", "SE**0001")))],
    "SEG001": [case(before("HI", "ZZZ*1"))],
    "SEG002": [case(before("HI", "DMG*D8*19800215*F"))],
    "SEG003": [case(claim("HI")), case(claim("SV1"))],
    "SEG004": [case(before("NM1*PR", "NM1*PR*2*PLAN*****PI*EHP02", nth=1))],
    "SEG005": [case(before("DMG", "DMG*D8*19800215*F"))],
    "SEG006": [case(before("HI", "PLB*1*20250310*72*1"))],
    "SEG007": [case(before("HI", "NTE*ADD*X", "REF*EA*1"))],
    "SEG009": [case(claim("NM1*40"))],
    "SEG010": [case(before("HI", "TOOLONG*1")), case(before("HI", "*1"))],
    "SEG011": [case(before("HI", "K3")), case(before("HI", "K3***"))],
    "SEG012": [case(claim("HI", "HI*ABK:J029*")), case(claim("HI", "HI*ABK:J029:"))],
    "SEG013": [
        case(encode(insert(CLAIM, "HI", ""))),
        case(encode(insert(CLAIM, "GS", "", "", ""))),
        case(encode(insert(CLAIM, "IEA", ""))),
    ],
    "SEG014": [case(claim("HI", " HI*ABK:J029"))],
    "SEG015": [case(encode(CLAIM).rstrip(b"~\n"))],
    "SEG016": [case(claim("HI", "hi*ABK:J029"))],
    "ELE001": [case(claim("CLM", CLAIM[19].replace("11:B", ":B")))],
    "ELE002": [case(claim("NM1*IL", "NM1*IL*1*DOE*JANE****MI"))],
    "ELE003": [case(claim("LX", "LX*1*2"))],
    "ELE004": [case(claim("N4", "N4*AUSTIN*TX*7"))],
    "ELE005": [case(claim("N3", "N3*" + "X" * 56))],
    "ELE006": [case(claim("SV1", "SV1*HC:99213*1O0*UN*1***1")), case(claim("N3", "N3*A\x07B"))],
    "ELE007": [case(claim("SV1", "SV1*HC:99213*100*XX*1***1"))],
    "ELE008": [case(claim("DTP", "DTP*472*D8*20250229"))],
    "ELE009": [case(claim("BHT", "BHT*0019*00*BATCH1*20250310*2460*CH"))],
    "ELE010": [case(claim("N4", "N4*AUSTIN*TX*78701*CA***ON"))],
    "ELE012": [case(before("HI", "REF*G1*1^2"))],
    "ELE013": [case(before("HI", "REF*G1*1:2"))],
    "ELE014": [case(claim("DMG", "DMG*D8*19800215*F*M"))],
    "ELE015": [case(before("NM1*PR", "REF*SY*12345678A"))],
    "ELE016": [case(claim("N3", "N3*100 SAMPLE STREET "))],
    "ELE017": [case(claim("N3", "N3*100 CALLE PE\u00d1A"))],
    "ELE018": [case(claim("CLM", CLAIM[19].replace("11:B", "98:B")), snip=5)],
    "ELE020": [case(claim("SV1", "SV1*HC>99213*100*UN*1***1"))],
    "HLS001": [case(claim("HL*2", "HL*1*1*22*0")), case(claim("HL*2", "HL*X*1*22*0"))],
    "HLS002": [case(claim("HL*2", "HL*5*1*22*0"))],
    "HLS003": [case(claim("HL*2", "HL*2*9*22*0"))],
    "HLS004": [case(encode(put(DEPENDENT, "HL*2", "HL*2*1*22*0")))],
    "HLS005": [case(claim("HL*2", "HL*2*1*22*1"))],
    "LXS001": [case(claim("LX", "LX*3"))],
    "BAL001": [case(payment("SVC", "SVC*HC:99213*100*79"))],
    "BAL002": [case(payment("CLP", "CLP*PCN1*1*121*80*40*12*ICN1"))],
    "BAL003": [case(payment("SE", "PLB*2000001018*20251231*WO:ICN1*5", REMITTANCE[-3]))],
}

# Codes that no guide here can lead to; the overlay says what a guide would need.
CHANGED: dict[str, tuple[str, str, bytes, dict[str, Any]]] = {
    "SEG008": (
        "005010X222A1",
        'at = "2300/K3"\nusage = "N"',
        before("HI", "K3*A"),
        {},
    ),
    "ELE019": (
        "005010X222A1",
        'at = "2300/K301"\nexternal = "nowhere"',
        before("HI", "K3*A", "K3*B"),
        {"snip": 5},
    ),
    "LSE001": (
        "005010X220A1",
        'at = "LS_LOOP/LE01"\ncodes = []',
        sets(put(ENROLLMENT, "LE", "LE*2710"), identifier="BE", version="005010X220A1"),
        {},
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_one_fault_one_finding(code: str) -> None:
    for data, more, options in CASES[code]:
        report = edi_portal.validate(data=data, **options)
        assert [finding.code for finding in report.findings] == [*more, code]
        assert report.ok == all(item.severity != "error" for item in report.findings)


@pytest.mark.parametrize("code", CHANGED)
def test_what_only_another_guide_leads_to(code: str, with_overlay: WithOverlay) -> None:
    version, change, data, options = CHANGED[code]
    with_overlay(f'[[change]]\n{change}\nreason = "for the test"', version)
    assert [finding.code for finding in edi_portal.validate(data=data, **options).findings] == [
        code
    ]


def test_the_sound_files_are_sound() -> None:
    enrollment = sets(ENROLLMENT, identifier="BE", version="005010X220A1")
    for data in (encode(CLAIM), encode(REMITTANCE), encode(DEPENDENT), enrollment):
        assert edi_portal.validate(data=data, snip=5).findings == ()


def test_a_claim_that_gives_no_model_is_told_in_its_place() -> None:
    broken = [text.replace("CLM*PCN1*100", "CLM*PCN1*") for text in CLAIM]
    claims = edi_portal.claims(data=encode(broken))
    assert list(claims) == []
    assert [finding.code for finding in claims.findings] == ["ELE001", "MDL001"]
    assert claims.gaps == 1


def test_a_transaction_set_of_another_kind_is_named() -> None:
    claims = edi_portal.claims(data=encode(REMITTANCE))
    assert list(claims) == []
    assert [finding.code for finding in claims.findings] == ["MDL002"]
    assert claims.ok


def test_an_overlay_for_another_guide_is_named(tmp_path: Path) -> None:
    file = tmp_path / "payer.toml"
    file.write_text('guides = ["835"]\n[[change]]\nat = "2100/CLP"\ntitle = "x"\n')
    for code, data in (("SRC009", CLAIM), (None, REMITTANCE)):
        found = edi_portal.validate(data=encode(data), overlays=[file]).findings
        assert [finding.code for finding in found] == ([code] if code else [])


# What is only said where models or overlays are asked for.
ASKED_FOR = {"MDL001", "MDL002", "SCR001", "SCR002", "SRC009"}
# What is said of files beside one another.
MATCHING = {code for code in catalogue() if code.startswith(("EFT", "MAT"))}


def test_every_code_of_the_catalogue_is_met() -> None:
    assert set(CASES) | set(CHANGED) | ASKED_FOR | MATCHING == set(catalogue())
    assert not set(CASES) & set(CHANGED)
    assert all(CASES.values())


@pytest.mark.parametrize("code", CASES)
def test_a_finding_holds_nothing_of_the_file(code: str) -> None:
    private = ("DOE", "JANE", "XYZ100", "SAMPLE STREET", "PCN1", "19800215")
    for data, _, options in CASES[code]:
        for finding in edi_portal.validate(data=data, **options).findings:
            shown = finding.message + repr(finding) + str(finding.as_dict())
            assert not [value for value in private if value in shown]
