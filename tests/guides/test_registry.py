import pytest

from edi_portal.errors import GuideError
from edi_portal.guides import registry
from edi_portal.guides.load import schema_folder
from edi_portal.guides.registry import find, group_identifiers, guide, registrations
from edi_portal.guides.tables import external_codes


@pytest.mark.parametrize(
    "version, transaction, expected",
    [
        ("005010X222A1", "837", "005010X222A1"),
        ("005010X222", "837", "005010X222A1"),
        ("005010X222A2", "837", "005010X222A1"),
        ("005010X223", "837", "005010X223A2"),
        ("005010X223A1", "837", "005010X223A2"),
        ("005010X223A3", "837", "005010X223A2"),
        ("005010X221", "835", "005010X221A1"),
        ("005010X224", "837", "005010X224A2"),
        ("005010X224A1", "837", "005010X224A2"),
        ("005010X224A3", "837", "005010X224A2"),
        ("005010X279", "270", "005010X279A1"),
        ("005010X279A1", "271", "005010X279A1"),
        ("005010X279", "835", None),
        ("005010X212", "276", "005010X212"),
        ("005010X212", "277", "005010X212"),
        ("005010X212", "278", None),
        ("005010X217", "278", "005010X217"),
        ("005010X215", "278", None),
        ("005010X214", "277", "005010X214"),
        ("005010X231", "999", "005010X231A1"),
        ("005010X222A1", "835", None),
        ("005010X222A9", "837", None),
        ("", "837", None),
        ("005010X222A1 ", "837", None),
    ],
)
def test_versions_and_aliases(version: str, transaction: str, expected: str | None) -> None:
    found = find(version, transaction)
    assert (found.version if found else None) == expected


@pytest.mark.parametrize(
    "purpose, name",
    [("", "278 request"), ("13", "278 request"), ("ZZ", "278 request"), ("11", "278 response")],
)
def test_the_purpose_tells_guides_of_one_version_apart(purpose: str, name: str) -> None:
    found = find("005010X217", "278", purpose)
    assert found is not None
    assert found.name == name
    assert guide("005010X217", "278", purpose).name == name


def test_no_name_is_given_twice() -> None:
    names = [
        (version, item.transaction, purpose)
        for item in registrations()
        for version in (item.version, *item.aliases)
        for purpose in item.purposes or ("",)
    ]
    assert len(names) == len(set(names))


def test_every_overlay_is_used() -> None:
    used = {name for item in registrations() for name in item.overlays}
    files = [item.name for item in schema_folder().joinpath("overlays").iterdir()]
    assert {name.removesuffix(".toml") for name in files} == used


def test_segment_ids_are_those_of_the_guides() -> None:
    current = [item for item in registrations() if not item.withdrawn]
    found = {node.id for item in current for node in registry.load(item).segments()}
    assert registry.known_segment_ids() == found
    assert {"CLM", "EQ", "STC", "UM", "TOO"} < found


def test_groups() -> None:
    assert group_identifiers()["HC"] == {"837"}
    assert group_identifiers()["HP"] == {"835"}
    assert group_identifiers()["FA"] == {"999"}
    assert group_identifiers()["HS"] == {"270"}
    assert group_identifiers()["HB"] == {"271"}
    assert group_identifiers()["HR"] == {"276"}
    assert group_identifiers()["HN"] == {"277"}
    assert group_identifiers()["HI"] == {"278"}


def test_a_guide_by_an_alias_is_the_same_guide() -> None:
    assert guide("005010X222") is guide("005010X222A1", "837")
    with pytest.raises(GuideError):
        guide("005010X000")
    with pytest.raises(GuideError):
        guide("005010X222A1", "835")


def test_an_envelope_of_an_unknown_version_is_the_current_one() -> None:
    titles = {
        version: [element.title for element in registry.envelope(version)["ISA"].elements]
        for version in ("00401", "00501", "00601")
    }
    assert titles["00601"] == titles["00501"]
    assert titles["00601"] != titles["00401"]


def test_lists_kept_outside_of_guides() -> None:
    states = external_codes("states")
    assert states is not None
    assert {"TX", "ON", "PR"} <= states
    assert external_codes("nowhere") is None
