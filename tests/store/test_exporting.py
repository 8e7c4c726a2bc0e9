"""Plain files for those who want neither git nor tracker."""

import subprocess

import pytest

from tracker.errors import StoreError
from tracker.model import Facts
from tracker.store import export


def test_everything_is_written_with_its_checksum(store, entry, tmp_path):
    """Versions, replaced printings and facts; sha256sum agrees."""
    store.write([entry("119hr9901@ih", "one"), entry("2025-99001@2025-03-04")])
    store.write([entry("119hr9901@ih", "two")])
    store.write_facts([Facts("/us/bill/119/hr/9901", "bill", title="A")])
    folder = tmp_path / "out"
    assert export(store, folder) == 3
    files = sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())
    names = ("record.json", "source.xml", "text.txt")
    assert files == sorted(
        [
            "SHA256SUMS",
            *(f"us/bill/119/hr/9901/ih.r1/{name}" for name in names),
            *(f"us/bill/119/hr/9901/ih/{name}" for name in names),
            "us/bill/119/hr/9901/work.json",
            *(f"us/fr/2025/2025-99001/2025-03-04/{name}" for name in names),
        ]
    )
    assert (folder / "us/bill/119/hr/9901/ih/text.txt").read_text() == "two\n"
    assert (folder / "us/bill/119/hr/9901/ih.r1/text.txt").read_text() == "one\n"
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    assert checked.stdout.count(b": OK") == len(files) - 1


def test_two_exports_are_the_same(store, entry, tmp_path):
    """Byte for byte."""
    store.write([entry("119hr9901@ih"), entry("119hr9901@eh")])
    sums = []
    for name in ("a", "b"):
        export(store, tmp_path / name)
        sums.append((tmp_path / name / "SHA256SUMS").read_bytes())
    assert sums[0] == sums[1]


def test_a_folder_with_files_is_left_alone(store, tmp_path):
    """Nothing of a person's is mixed with the export or overwritten."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(StoreError, match="not empty"):
        export(store, tmp_path / "out")
