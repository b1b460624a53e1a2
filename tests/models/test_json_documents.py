"""Items of JSON Lines, of a list, of a single object: each with its place."""

import json
from collections.abc import Iterator

import pytest

import edi_portal
from edi_portal.models.json_documents import Entry, entries
from tests.conftest import ROOT

SEVERAL = ROOT / "samples" / "valid" / "837p-several-claims.x12"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [edi_portal.to_json(claim) for claim in edi_portal.claims(SEVERAL)]


def read(text: str | bytes, *, block: int = 1000) -> list[Entry]:
    data = (text if isinstance(text, bytes) else text.encode()).decode("latin-1")
    return list(entries(data[at : at + block] for at in range(0, len(data), block)))


def models(found: list[Entry]) -> list[str]:
    return [edi_portal.to_json(entry.model) for entry in found if entry.model is not None]


@pytest.mark.parametrize("block", [1, 7, 100_000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n \n"])
def test_lines_are_items(texts: list[str], block: int, end: str) -> None:
    found = read(end.join(texts), block=block)
    assert models(found) == texts
    step = end.count("\n")
    assert [entry.place.number for entry in found] == [1 + step * at for at in range(len(texts))]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_is_read_as_a_whole(texts: list[str], indent: int | None) -> None:
    text = json.dumps([json.loads(text) for text in texts], indent=indent)
    found = read("\n" + text + "\n")
    assert models(found) == texts
    assert [str(entry.place) for entry in found][:2] == ["item 1", "item 2"]


def test_one_object_may_stand_on_several_lines(texts: list[str]) -> None:
    assert models(read(json.dumps(json.loads(texts[0]), indent=1))) == texts[:1]


def test_a_byte_order_mark_is_no_fault(texts: list[str]) -> None:
    assert models(read(b"\xef\xbb\xbf" + texts[0].encode())) == texts[:1]
    assert models(read(b"\xef\xbb\xbf[" + texts[0].encode() + b"]")) == texts[:1]


@pytest.mark.parametrize("text", ["", " \n\n", "[]", "\n[ ]\n"])
def test_nothing_is_no_item(text: str) -> None:
    assert read(text) == []


def test_a_faulty_line_does_not_hide_the_others(texts: list[str]) -> None:
    lines = [texts[0], "{]}", texts[1], '{"kind": "Nobody"}', "\udcff", texts[2]]
    found = read("\n".join(lines).encode("utf-8", "surrogateescape"))
    assert models(found) == texts[:3]
    errors = {entry.place.number: str(entry.error) for entry in found if entry.error}
    assert list(errors) == [2, 4, 5]
    assert errors[2].startswith("line 2: this is not JSON")
    assert errors[4].startswith("line 4: kind must be one of")
    assert errors[5] == "line 5: the text is not UTF-8"


@pytest.mark.parametrize("text", ["[1, 2", '{"kind": \n', "[]x", "text", "7"])
def test_what_is_no_json_is_one_fault(text: str) -> None:
    [entry] = read(text)
    assert entry.model is None
    assert entry.error is not None


def test_faulty_entries_of_a_list_are_named(texts: list[str]) -> None:
    found = read(f"[{texts[0]}, 5, {texts[1].replace(chr(34) + '150', chr(34) + 'x')}]")
    assert str(found[1].error).startswith("item 2: an item must be an object")


def test_lines_are_read_one_by_one(texts: list[str]) -> None:
    taken = 0

    def blocks() -> Iterator[str]:
        nonlocal taken
        for text in texts:
            taken += 1
            yield text + "\n"

    found = entries(blocks())
    for count in range(1, len(texts) + 1):
        next(found)
        assert taken <= count + 1
