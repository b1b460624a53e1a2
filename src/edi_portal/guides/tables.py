"""Code lists that the guides point to but do not print: states, countries, remark codes ...

The lists that pyx12 ships are read on first use. They change several times a year, so a
code they lack is at most a warning; a list that is not here at all is *not checked*.
"""

import functools
from xml.etree import ElementTree as ET

from edi_portal.guides.load import pyx12_folder


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    with pyx12_folder().joinpath("codes.xml").open("rb") as stream:
        root = ET.parse(stream).getroot()  # noqa: S314  the file is part of the installation
    found: dict[str, frozenset[str]] = {}
    for codeset in root.iter("codeset"):
        name = codeset.findtext("id")
        if name:
            found[name] = frozenset(code.text for code in codeset.iter("code") if code.text)
    return found


def external_codes(name: str) -> frozenset[str] | None:
    """The codes of a list by its name in the guides; ``None`` where it is not here."""
    return _lists().get(name)
