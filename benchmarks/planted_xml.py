"""Writes a planted version of an official XML file, for whole-process measurements.

Edits a share of the provisions in the XML itself: words replaced in place, provisions inserted
(a neighbour's copy with other words), deleted and moved; ids are regenerated and siblings
relabelled. Works on Bill DTD (`enum`) and USLM (`num`).
"""

import argparse
import copy
import random
from pathlib import Path

from lxml import etree

_NAMES = "section subsection paragraph subparagraph clause subclause item subitem"
_LEVELS = frozenset(_NAMES.split())


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _label(element: etree._Element) -> etree._Element | None:
    return next((child for child in element if _local(child) in ("enum", "num")), None)


def _texts(element: etree._Element) -> list[etree._Element]:
    """Return the elements of a provision's own text, its children's left out."""
    found, stack = [], [child for child in element if _local(child) not in _LEVELS]
    while stack:
        child = stack.pop()
        if _local(child) in ("enum", "num", "quotedContent", "quoted-block"):
            continue
        if child.text and len(child.text.split()) > 4:
            found.append(child)
        stack.extend(c for c in child if _local(c) not in _LEVELS)
    return found


def plant_xml(data: bytes, seed: int, share: float = 0.1) -> tuple[bytes, int]:
    """Return (planted file, words truly deleted plus inserted by edits in place)."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable experiment
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(data, parser)
    provisions = [e for e in root.iter() if _local(e) in _LEVELS and _label(e) is not None]
    vocabulary = sorted(
        {w for e in provisions for t in _texts(e) for w in t.text.split() if w.isalpha()}
    )
    words = 0
    for element in rng.sample(provisions, int(share * len(provisions))):
        if root not in element.iterancestors():
            continue  # it went with a provision deleted before
        draw = rng.random()
        texts = _texts(element)
        if draw < 0.6 and texts:
            words += _edit(rng.choice(texts), vocabulary, rng)
        elif draw < 0.75 and texts:
            _insert_after(element, vocabulary, rng)
        elif draw < 0.9 and not any(_local(c) in _LEVELS for c in element):
            element.getparent().remove(element)
        else:
            host = rng.choice(provisions)
            if root in host.iterancestors() and element not in (host, *host.iterancestors()):
                host.addnext(element)
    _relabel(root, rng)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8"), words


def _edit(target: etree._Element, vocabulary: list[str], rng: random.Random) -> int:
    """Replace one to three words of a text; return the words deleted plus inserted."""
    own = target.text.split(" ")
    words = 0
    for at in rng.sample(range(len(own)), min(len(own), rng.randint(1, 3))):
        other = rng.choice(vocabulary)
        if own[at].strip() and own[at] != other:
            own[at] = other
            words += 2
    target.text = " ".join(own)
    return words


def _insert_after(element: etree._Element, vocabulary: list[str], rng: random.Random) -> None:
    """Insert a provision of the same form with other words."""
    added = copy.deepcopy(element)
    for child in [c for c in added if _local(c) in _LEVELS]:
        added.remove(child)
    for target in _texts(added):
        target.text = " ".join(rng.choices(vocabulary, k=len(target.text.split())))
    element.addnext(added)


def _relabel(root: etree._Element, rng: random.Random) -> None:
    """Give every element with an id a new one; number labelled siblings in order."""
    for element in root.iter():
        if element.get("id"):
            element.set("id", f"P{rng.getrandbits(96):024X}")
        kin = [c for c in element if _local(c) in _LEVELS]
        for place, child in enumerate(kin, start=1):
            label = _label(child)
            core = (label.text or "").strip('()—–. “‘"') if label is not None else ""
            if core.isdecimal() and _local(child) != "section":
                label.text = label.text.replace(core, str(place))
                if label.get("value"):
                    label.set("value", str(place))


def main() -> None:
    """Plant one file: FILE SEED OUT."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("seed", type=int)
    arguments.add_argument("out", type=Path)
    options = arguments.parse_args()
    data, words = plant_xml(options.file.read_bytes(), options.seed)
    options.out.write_bytes(data)
    print(f"{options.out}: {words} words changed in place")


if __name__ == "__main__":
    main()
