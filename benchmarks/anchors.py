"""Measure how many anchors end right when clauses are planted, moved, reworded and relabelled.

Real documents are edited by a fixed random sequence; what became of every clause is known by
construction. `wrong` counts anchors that end in another state or place than the truth; `silent`
those of them that claim `intact` or `moved`, which nobody would look at again. A clause with the
very words of its neighbour may stand for it: that counts as right only at the true place.

    .venv/bin/python benchmarks/anchors.py [FOLDER]   (default: the real texts beside the checkout)
"""

import os
import random
import sys
import time
from pathlib import Path

from msgspec import structs

from tracker.formats import parse
from tracker.gaps.anchors import Anchor, carry
from tracker.model import Document, Provision, digest_of

BESIDE = Path(__file__).resolve().parents[2] / "shared"
WORDS = [
    "export",
    "license",
    "item",
    "person",
    "access",
    "network",
    "foreign",
    "control",
    "entity",
    "regulation",
]
ROUNDS = 3


class Edit:
    """A document under edit: every clause keeps a token that says which one it was."""

    def __init__(self, document: Document, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a fixed sequence, not a secret)
        self.document = document
        self.changed: set[str] = set()
        self.deleted: set[str] = set()
        self.root = self._copy(document.root)

    def _copy(self, provision: Provision) -> dict:
        return {
            "token": provision.path,
            "of": provision,
            "children": [self._copy(child) for child in provision.children],
        }

    def nodes(self) -> list[tuple[dict, dict]]:
        """Return (parent, node) of every clause."""
        found, stack = [], [self.root]
        while stack:
            parent = stack.pop()
            for child in parent["children"]:
                found.append((parent, child))
                stack.append(child)
        return found

    def pick(self) -> tuple[dict, dict]:
        """Return a clause with some words."""
        nodes = [pair for pair in self.nodes() if len(pair[1]["of"].own_text.split()) >= 4]
        return self.random.choice(sorted(nodes, key=lambda pair: pair[1]["token"]))

    def insert(self) -> None:
        """Plant a new clause before another; those that follow get new labels."""
        parent, node = self.pick()
        words = " ".join(self.random.choice(WORDS) for _ in range(14))
        made = structs.replace(
            node["of"],
            content=words,
            heading="",
            chapeau="",
            continuation="",
            marks=(),
            children=(),
        )
        place = parent["children"].index(node)
        parent["children"].insert(place, {"token": "", "of": made, "children": []})

    def move(self) -> None:
        """Move a clause with all below it to another place under another parent."""
        parent, node = self.pick()
        inside = {id(node)} | {id(n) for _, n in self._below(node)}
        homes = [
            n for _, n in self.nodes() if n["children"] and id(n) not in inside and n is not parent
        ]
        if homes:
            home = self.random.choice(sorted(homes, key=lambda n: n["token"]))
            parent["children"].remove(node)
            home["children"].insert(self.random.randint(0, len(home["children"])), node)

    def _below(self, node: dict) -> list[tuple[dict, dict]]:
        found, stack = [], [node]
        while stack:
            parent = stack.pop()
            for child in parent["children"]:
                found.append((parent, child))
                stack.append(child)
        return found

    def reword(self) -> None:
        """Change about a fifth of a clause's words."""
        _, node = self.pick()
        field = max(
            ("content", "chapeau", "continuation", "heading"),
            key=lambda name: len(getattr(node["of"], name)),
        )
        words = getattr(node["of"], field).split()
        for _ in range(max(1, len(words) // 5)):
            words[self.random.randrange(len(words))] = self.random.choice(WORDS)
        changed = " ".join(words)
        if changed != getattr(node["of"], field):
            node["of"] = structs.replace(node["of"], **{field: changed}, marks=())
            self.changed.add(node["token"])

    def delete(self) -> None:
        """Take a clause out with all below it."""
        parent, node = self.pick()
        parent["children"].remove(node)
        self.deleted |= {node["token"]} | {n["token"] for _, n in self._below(node)}

    def finish(self) -> tuple[Document, dict[str, str]]:
        """Return the new document and where each old clause now is."""
        where: dict[str, str] = {}
        root = self._build(self.root, self.document.root.path, where)
        return structs.replace(self.document, version="edited", root=root), where

    def _build(self, node: dict, path: str, where: dict[str, str]) -> Provision:
        if node["token"]:
            where[node["token"]] = path
        labels: dict[str, int] = {}
        children = []
        for child in node["children"]:
            label = relabel(child["of"], node["children"].index(child))
            labels[label] = labels.get(label, 0) + 1
            suffix = f"#{labels[label]}" if labels[label] > 1 else ""
            children.append(self._build(child, f"{path}/{label}{suffix}", where))
        of = node["of"]
        own = (of.heading, of.chapeau, of.content, of.continuation)
        return structs.replace(
            of, path=path, children=tuple(children), source_id=None, digest=digest_of(own, children)
        )


def relabel(provision: Provision, place: int) -> str:
    """Return a label by place, so that an insertion redesignates all that follows."""
    return f"{provision.level[:3]}{place + 1}"


def plain(document: Document) -> Document:
    """Return a document whose paths are labels by place, as the edited one has."""
    edit = Edit(document, 0)
    return structs.replace(edit.finish()[0], version=document.version)


def measure(document: Document, seed: int) -> tuple[int, int, int]:
    """Return (anchors, wrong, silently wrong) for one edited document."""
    document = plain(document)
    edit = Edit(document, seed)
    actions = [edit.insert, edit.insert, edit.move, edit.reword, edit.reword, edit.delete]
    edit.random.shuffle(actions)
    for action in actions:
        action()
    new, where = edit.finish()
    anchors = [
        Anchor(p.path, p.path, "") for p in document.provisions() if len(p.own_text.split()) >= 4
    ]
    wrong = silent = 0
    for one in carry(document, new, anchors):
        path = where.get(one.old_path, "")
        if one.old_path in edit.deleted or not path:
            truth = "gone"
            right = one.state == "gone"
        elif one.old_path in edit.changed:
            truth = "changed"
            right = one.state == "changed" and one.new_path == path
        else:
            truth = "intact" if path == one.old_path else "moved"
            right = one.state == truth and one.new_path == path
        if not right:
            wrong += 1
            quiet = one.state in {"intact", "moved"}
            silent += quiet
            if quiet or os.environ.get("SHOW"):
                print(
                    f"  {'SILENT' if quiet else 'wrong'} {truth} -> {one.state}: {one.old_path}"
                    f" -> {one.new_path or '-'} (true: {path or '-'}) {one.reason}"
                )
    return len(anchors), wrong, silent


def main() -> None:
    """Print one line a document and the total."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    files = sorted(root.glob("upstream/www.govinfo.gov/bulkdata/BILLS/*/*/*/*.xml"))
    files += sorted(root.glob("upstream/www.federalregister.gov/documents/**/*.xml"))
    files += sorted(root.glob("upstream/www.ecfr.gov/api/versioner/v1/full/2026-01-29/*"))
    if not files:
        sys.exit(f"no real texts below {root}")
    started = time.perf_counter()
    total = [0, 0, 0]
    for number, file in enumerate(files):
        document = parse(
            file.read_bytes(),
            source=file.name,
            work="/us/fr/2025-00001" if "federalregister" in str(file) else "",
        )
        sums = [0, 0, 0]
        for turn in range(ROUNDS):
            for index, value in enumerate(measure(document, 1000 * number + turn)):
                sums[index] += value
        total = [a + b for a, b in zip(total, sums, strict=True)]
        print(f"{file.name:44} anchors {sums[0]:6}  wrong {sums[1]:4}  silent {sums[2]:3}")
    share = 100 * (1 - total[1] / max(total[0], 1))
    print(
        f"total: {total[0]} anchors, {total[1]} wrong ({share:.2f} % right), {total[2]} silently"
        f" wrong, {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
