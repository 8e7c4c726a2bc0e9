"""The XML of a title of the United States Code: out of its zip, cut down to one chapter.

A title has up to 114 MB of XML and the watched law is one chapter of it, so the chapter is what
is kept: the title's own elements around it, every other chapter left out, nothing rewritten.
"""

import io
import zipfile

from lxml import etree

from tracker.sources.outcomes import FailedError, WrongTextError

BIGGEST = 256 * 1024 * 1024
"""Cap on the unpacked XML of one title; title 42, the largest, has 114 MB."""

_FRAME = {"uscDoc", "main"}
_NAMES = {"num", "heading"}
"""What is kept of the units above a chapter: their names. A title's own notes change with every
release point ("Current through …") and its contents list other chapters."""
_NOT_LAW = {"", "meta", "toc", "notes", "note", "sourceCredit"}
"""Elements that are not the law's own words: comments, metadata, contents, editors' notes."""


def unpacked(body: bytes, url: str, title: int) -> bytes:
    """Return the one XML file of a title's zip.

    Raises FailedError for a broken or oversized archive, WrongTextError for one that does not
    hold the title asked for.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            wanted = f"usc{title:02}.xml"
            members = [one for one in archive.infolist() if one.filename.lower() == wanted]
            if len(members) != 1:
                names = ", ".join(one.filename for one in archive.infolist()[:3]) or "nothing"
                raise WrongTextError(url, f"the archive holds {names}, not {wanted}")
            if members[0].file_size > BIGGEST:
                raise FailedError(url, f"the archive unpacks to more than {BIGGEST:,} bytes")
            with archive.open(members[0]) as file:
                data = file.read(BIGGEST + 1)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise FailedError(url, "uscode.house.gov sent an archive that is cut off or broken") from (
            error
        )
    if len(data) > BIGGEST:
        raise FailedError(url, f"the archive unpacks to more than {BIGGEST:,} bytes")
    return data


def chapter(data: bytes, url: str, work: str, label: str) -> bytes:
    """Return the XML of one chapter (`/us/usc/t50/ch58`) with its title around it.

    Raises FailedError for broken XML, WrongTextError when the file is of another title or
    release point, or has no such chapter.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FailedError(
            url, f"the XML in the archive is cut off or broken (line {error.lineno})"
        ) from error
    _check(root, url, work, label)
    found = [one for one in root.iter("{*}chapter") if one.get("identifier") == work]
    if len(found) != 1:
        raise WrongTextError(url, f"the title has {len(found) or 'no'} chapter {work}")
    keep = found[0]
    above = {keep, *keep.iterancestors()}
    for parent in [one for one in above if _local(one) not in _FRAME and one is not keep]:
        for child in list(parent):
            if child not in above and _local(child) not in _NAMES:
                parent.remove(child)
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True) + b"\n"


def _check(root: etree._Element, url: str, work: str, label: str) -> None:
    """Refuse a file of another title or release point than was asked for."""
    title = work.rpartition("/")[0]
    if etree.QName(root).localname != "uscDoc":
        name = etree.QName(root).localname
        raise WrongTextError(url, f"the archive holds <{name}>, not a title of the Code")
    if not any(one.get("identifier") == title for one in root.iter("{*}title")):
        raise WrongTextError(url, f"the archive does not hold {title}")
    named = (root.findtext(".//{*}docPublicationName") or "").rpartition("@")[2].strip()
    if named and named != label:
        raise WrongTextError(url, f"asked for release point {label}, the text says {named}")


def _local(element: etree._Element) -> str:
    """Return an element's name without its namespace; empty for a comment or instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def operative(data: bytes) -> str:
    """Return the words of a chapter's law, single-spaced: no notes, credits or contents.

    Two release points whose operative words agree differ in the editors' notes alone.
    """
    return _words(data, _NOT_LAW)


def words(data: bytes) -> str:
    """Return all words of a chapter, notes included, single-spaced: what decides on a change."""
    return _words(data, {""})


def _words(data: bytes, without: set[str]) -> str:
    """Return the words of the chapter in a text, some elements left out."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    pieces: list[str] = []
    for chapter_element in root.iter("{*}chapter"):
        _gather(chapter_element, pieces, without)
    return " ".join("".join(pieces).split())


def _gather(root: etree._Element, pieces: list[str], without: set[str]) -> None:
    """Append the text of all elements but those left out, in reading order."""
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "end":
            pieces.append(element.tail or "")
        elif _local(element) in without:
            events.skip_subtree()
        else:
            pieces.append(element.text or "")
