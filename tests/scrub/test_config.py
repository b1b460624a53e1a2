"""Configuration: what holds for whom, and one clear error for whatever is wrong."""

from pathlib import Path

import pytest

from edi_portal.errors import UsageError
from edi_portal.findings import Severity
from edi_portal.scrubber.config import configuration, find_configuration, read_configuration
from edi_portal.scrubber.settings import Layer, Settings
from tests.scrub.test_engine import made


def loaded(text: str, tmp_path: Path) -> Settings:
    """The settings that an edi-portal.toml says."""
    file = tmp_path / "edi-portal.toml"
    file.write_text(text, "utf-8")
    return read_configuration(file).settings()


def codes(settings: Settings, kind: str = "P", payer: str = "X") -> set[str]:
    return {item.code for item, _ in settings.plan(kind, payer).rules}


def severity(settings: Settings, code: str, kind: str = "P", payer: str = "X") -> Severity | None:
    return {item.code: value for item, value in settings.plan(kind, payer).rules}[code]


def test_without_a_configuration_every_rule_runs() -> None:
    assert "PRV001" in codes(Settings())


def test_select_and_ignore(tmp_path: Path) -> None:
    assert codes(loaded('[scrub]\nselect = ["PRV001"]', tmp_path)) == {"PRV001"}
    assert "PRV001" not in codes(loaded('[scrub]\nignore = ["PRV"]', tmp_path))
    assert "PRV001" not in codes(loaded('[scrub]\nignore = ["npi-check-digit"]', tmp_path))
    # The closer name counts, whatever the order.
    text = '[scrub]\nselect = ["PRV001"]\nignore = ["PRV"]'
    assert codes(loaded(text, tmp_path)) == {"PRV001"}
    assert codes(loaded('[scrub]\nselect = ["ALL"]\nignore = ["PRV001"]', tmp_path)) == (
        codes(Settings()) - {"PRV001"}
    )


def test_payer_and_kind_outweigh_payer_outweighs_kind_outweighs_all(tmp_path: Path) -> None:
    settings = loaded(
        """
        [scrub.severity]
        PRV001 = "info"
        [scrub.kind.P.severity]
        PRV001 = "warning"
        [scrub.payer.ABC]
        ignore = ["PRV001"]
        [scrub.payer.ABC.kind.D]
        select = ["PRV001"]
        severity = { PRV001 = "error" }
        """,
        tmp_path,
    )
    assert severity(settings, "PRV001", "I") is Severity.INFO
    assert severity(settings, "PRV001", "P") is Severity.WARNING
    assert "PRV001" not in codes(settings, "P", "ABC")
    assert codes(settings, "D", "ABC") == {"PRV001"}
    assert severity(settings, "PRV001", "D", "ABC") is Severity.ERROR
    as_abc = settings.as_for("ABC")
    assert "PRV001" not in codes(as_abc, "P", "whoever")
    with pytest.raises(UsageError, match="no settings"):
        settings.as_for("XYZ")


def test_options_are_of_the_narrowest_layer() -> None:
    item = made("TST001", "", options={"days": 30})
    layers = [
        Layer(options={"TST001": {"days": 90}}, payer="ABC"),
        Layer(options={"TST001": {"days": 60}}),
    ]
    settings = Settings(layers, [item])
    assert settings.plan("P", "X").options["TST001.days"] == 60
    assert settings.plan("P", "ABC").options["TST001.days"] == 90
    assert Settings([], [item]).plan("P", "X").options["TST001.days"] == 30


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.edi-portal.scrub]\nignore = ["PRV"]')
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nx = 1")
    found = find_configuration(inner)
    assert found == tmp_path / "pyproject.toml"
    assert found is not None
    assert read_configuration(found).layers[0].ignore == ("PRV",)
    (tmp_path / "a" / "edi-portal.toml").write_text("[scrub]")
    assert find_configuration(inner) == tmp_path / "a" / "edi-portal.toml"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "mue.csv").write_text("")
    file = tmp_path / "edi-portal.toml"
    file.write_text(
        '[scrub]\nroster = "roster.csv"\n[scrub.tables]\nmue = "mue.csv"\nptp = "practitioner"'
    )
    found = read_configuration(file)
    assert found.roster == tmp_path / "roster.csv"
    assert found.tables == {"mue": str(tmp_path / "mue.csv"), "ptp": "practitioner"}


@pytest.mark.parametrize(
    "text, words",
    [
        ("[scrub", "edi-portal.toml"),
        ("scrub = 1", "scrub must be a table"),
        ("[scrub]\nselekt = []", "selekt: no such key; the nearest is select"),
        ('[scrub]\nselect = "PRV"', "select: must be a list of codes"),
        ('[scrub]\nignore = ["PRV099"]', "no rule is called 'PRV099'; the nearest is PRV0"),
        (
            '[scrub.severity]\nPRV001 = "bad"',
            "severity.PRV001: must be one of info, warning, error",
        ),
        ('[scrub.severity]\nXYZ = "error"', "no rule is called 'XYZ'"),
        ("[scrub]\nseverity = 3", "severity: must be a table of codes"),
        ("[scrub.kind.X]", "kind.X: a kind of claim is one of P, I, D"),
        ("[scrub.kind.P.kind.I]", "kind.P.kind: no such key"),
        ("[scrub.payer.A]\nroster = 'x'", "payer.A.roster: no such key"),
        ("[scrub]\npayer = 1", "payer: must be a table of tables"),
        ("[scrub.options.PRV001]\nx = 1", "options.PRV001: the rule has no options"),
        ("[scrub.options.PRV]\nx = 1", "options.PRV: options are of one rule"),
        ("[scrub]\nroster = 3", "roster: must be a text"),
        ("[scrub.tables]\nptpp = 'x'", "tables.ptpp: no such key; the nearest is ptp"),
        ("[scrub]\nrules = 3", "rules: must be tables"),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_right_one(
    text: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        loaded(text, tmp_path)
    assert words in str(caught.value)
    assert "edi-portal.toml" in str(caught.value)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_configuration(tmp_path / "edi-portal.toml")
    (tmp_path / "edi-portal.toml").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="not UTF-8"):
        read_configuration(tmp_path / "edi-portal.toml")


def test_a_table_can_be_given_without_a_file() -> None:
    assert configuration({"ignore": ["PRV"]}).layers[0].ignore == ("PRV",)
