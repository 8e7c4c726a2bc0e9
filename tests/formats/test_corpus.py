"""Every real file of every format: no word unexplained, none invented, all in order."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from tracker import formats, identifiers
from tracker.errors import IdentifierError, ParseError
from tracker.formats import meter

pytestmark = pytest.mark.corpus
NOT_TEXTS = ("BILLSTATUS", ".xsd", ".dtd", ".json", ".tsv", ".htm")
FOLDERS = (
    "bills/bill-dtd",
    "bills/uslm-2.1",
    "bills/uslm-2.1-enrolled",
    "bills/house-uslm-1.0",
    "public-laws",
    "us-code",
    "federal-register",
    "ecfr",
)


def texts(folder: Path) -> dict[str, bytes]:
    """Return the texts below a folder by name; archives are opened."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or any(part in path.name for part in NOT_TEXTS):
            continue
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                found |= {f"{name}!{n}": archive.read(n) for n in archive.namelist()}
        else:
            found[name] = data
    return found


def check(name: str, data: bytes) -> None:
    """Assert that one text is read whole and well-formed."""
    document = formats.parse(data, source=name)
    measured = meter.measure(data, document)
    assert (name, (), ()) == (name, measured.unexplained, measured.invented)
    assert measured.in_order, name
    assert document.dropped == measured.dropped
    seen = set()
    for provision in document.provisions():
        assert provision.path not in seen
        seen.add(provision.path)
        if _is_work(document.work):
            assert provision.path == str(identifiers.parse(provision.path))


def _is_work(text: str) -> bool:
    """Return whether a text names a work that identifiers know (a whole CFR title is none)."""
    try:
        return bool(text) and identifiers.parse(text).work == text
    except IdentifierError:
        return False


@pytest.mark.parametrize("folder", FOLDERS)
def test_corpus_is_read_without_losing_a_word(corpus_dir, folder):
    """All files of a corpus folder balance and have readable, unique identifiers."""
    found = texts(corpus_dir / folder)
    assert found
    for name, data in found.items():
        check(name, data)


@pytest.mark.parametrize(
    "folder", ["www.govinfo.gov", "www.federalregister.gov", "www.ecfr.gov", "uscode.house.gov"]
)
def test_upstream_is_read_without_losing_a_word(upstream_dir, folder):
    """All texts that the official sites serve balance."""
    found = texts(upstream_dir / folder)
    assert found
    for name, data in found.items():
        check(name, data)


def test_records_that_are_no_texts_are_refused(upstream_dir):
    """A status record is not taken for a bill."""
    for path in sorted(upstream_dir.rglob("BILLSTATUS*.xml")):
        with pytest.raises(ParseError, match="status record"):
            formats.parse(path.read_bytes(), source=path.name)


NAME_RE = re.compile(r"BILLS-(\d+)([a-z]+)(\d+)([a-z]+\d?)\b")


@pytest.mark.parametrize("folder", [each for each in FOLDERS if each.startswith("bills/")])
def test_bills_are_what_their_names_say(corpus_dir, folder):
    """Read from the bytes alone, a bill is the one its file is named after, or says nothing."""
    named = {name: NAME_RE.match(name) for name in texts(corpus_dir / folder)}
    silent = 0
    for name, match in named.items():
        assert match, name
        document = formats.parse((corpus_dir / folder / name).read_bytes(), source=name)
        work = f"/us/bill/{match[1]}/{match[2]}/{match[3]}"
        silent += not document.work or not document.version
        assert document.work in ("", work), name
        assert document.version in ("", match[4]), name
    assert 1 >= silent


PAIRS = ("116hr1058enr", "116hr2157enr")


@pytest.mark.parametrize("version", PAIRS)
def test_a_version_converted_twice_gives_the_same_text(corpus_dir, version):
    """GPO's and the House's conversion of one enrolled bill agree in the words of every section."""
    files = sorted((corpus_dir / "bills/uslm-2.1").glob(f"BILLS-{version}.*.xml"))
    sections = [_sections(path) for path in files]
    assert len(sections) == 2
    assert sections[0].keys() == sections[1].keys()
    for number, words in sections[0].items():
        assert words == sections[1][number], number


def _sections(path: Path) -> dict[str, list[str]]:
    """Return the words of numbered sections by path below the work."""
    document = formats.parse(path.read_bytes(), source=path.name)
    return {
        section.path.removeprefix(document.work): [
            word
            for provision in section.walk()
            for word in re.findall(r"\w+", provision.own_text.lower())
        ]
        for section in document.provisions()
        if section.level == "section" and section.num and not section.quoted
    }
