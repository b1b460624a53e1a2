"""The valid files that defects are planted in: the samples, and the corpus where it is."""

from collections.abc import Iterator
from pathlib import Path

from tests.properties.documents import Document

ROOT = Path(__file__).resolve().parents[2]
# A defect in a large file says no more than one in a small file, and takes longer.
_LARGEST = 20_000
GUIDES = (
    *("837P", "837I", "837D", "835", "270", "271", "276", "277"),
    *("278 request", "278 response", "277CA", "999"),
)


def documents(*folders: Path) -> Iterator[Document]:
    """Every valid file below the folders that has only guides that are measured."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if not path.is_file() or path.stat().st_size > _LARGEST:
                continue
            document = Document.parse(path.relative_to(folder).as_posix(), path.read_bytes())
            if document is None or not document.sets:
                continue
            if all(item.guide.name in GUIDES for item in document.sets):
                yield document


def samples() -> Iterator[Document]:
    """The valid samples of the project."""
    return documents(ROOT / "samples" / "valid")
