"""`edi_portal.output`: a file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from edi_portal.errors import WriteError
from edi_portal.output import OutputFile


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with OutputFile(target) as file:
        file.write(b"one ")
        assert not target.exists()
        file.write(b"two")
    assert target.read_bytes() == b"one two"
    assert names(tmp_path) == ["new"]


def test_existing_file_is_refused_before_any_work(tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_bytes(b"old")
    with pytest.raises(WriteError, match="exists already"):
        OutputFile(target)
    assert target.read_bytes() == b"old"


def test_force_replaces_at_the_end_and_keeps_the_permissions(tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with OutputFile(target, force=True) as file:
        file.write(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_new_file_has_the_permissions_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with OutputFile(tmp_path / "new") as file:
            file.write(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_of_a_block_that_fails(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "there"
    target.write_bytes(b"old")

    def fail() -> None:
        with OutputFile(target, force=True) as file:
            file.write(b"new")
            raise error

    with pytest.raises(error):
        fail()
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["there"]


def test_discarded_output_leaves_nothing(tmp_path: Path) -> None:
    with OutputFile(tmp_path / "new") as file:
        file.write(b"x")
        file.discard()
    assert names(tmp_path) == []


def test_file_that_comes_into_being_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "new"
    with pytest.raises(WriteError, match="meanwhile"), OutputFile(target):
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == ["new"]


def test_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    with OutputFile(tmp_path / "new") as file:
        file.write(b"x")
    with pytest.raises(WriteError, match="meanwhile"), OutputFile(tmp_path / "other") as file:
        (tmp_path / "other").write_bytes(b"theirs")
    assert names(tmp_path) == ["new", "other"]
    assert (tmp_path / "other").read_bytes() == b"theirs"


@pytest.mark.parametrize("force", [False, True])
def test_folders_and_devices_are_refused_even_with_force(tmp_path: Path, force: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, reason in {"pipe": "not a regular file", "folder": "is a directory"}.items():
        with pytest.raises(WriteError, match=reason):
            OutputFile(tmp_path / name, force=force)
    with pytest.raises(WriteError, match="not a regular file"):
        OutputFile(os.devnull, force=force)
    assert names(tmp_path) == ["folder", "pipe"]


def test_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    with OutputFile(tmp_path / "link", force=True) as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_missing_folder_is_an_error_that_names_the_path(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "new"
    with pytest.raises(WriteError, match="cannot be written") as caught, OutputFile(target):
        pass
    assert str(target) in str(caught.value)


@pytest.mark.parametrize("path", ["a\0b", "x" * 300, ""])
def test_impossible_paths_are_refused_in_the_library_s_own_words(path: str) -> None:
    with pytest.raises(WriteError), OutputFile(path):
        pass


def test_full_disk_is_an_error_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left"), OutputFile(tmp_path / "new") as file:
        file.write(b"x")
    assert names(tmp_path) == []


def test_writing_outside_of_the_block_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="not open"):
        OutputFile(tmp_path / "new").write(b"x")
