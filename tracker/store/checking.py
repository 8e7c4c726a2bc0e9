"""Everything in the store that can be recomputed without reading the law, recomputed.

`check` returns what does not agree, each finding under a stable code:

    object-damaged      git's own check of its objects fails (a flipped bit)
    tag-missing         a version's commit is in main, its tag is gone
    tag-moved           a tag points to another commit than the one main has
    tag-wrong           a tag's name, its commit and the record in it disagree
    file-missing        a version lacks its source, text or record
    bytes-differ        source bytes are not those that the record describes
    commit-differs      message, author or dates are not what the record gives
    order-wrong         a version stands on something that does not precede it
    status-wrong        a status commit is not what its facts give
    main-differs        a file on main is not the one of the latest version (edited by hand)
    main-behind         main does not have a version yet
    file-changed        a file in the work tree is not the one on main
"""

from collections.abc import Iterator
from hashlib import sha256

import msgspec

from tracker import identifiers
from tracker.errors import StoreError
from tracker.model import Facts, Finding, Record
from tracker.store import commits, journal, paths
from tracker.store.handle import Handle
from tracker.store.history import trailers_of
from tracker.store.plumbing import EMAIL, NAME
from tracker.store.repository import Store
from tracker.store.writing import Held, held_versions, order_key


def check(store: Store) -> list[Finding]:
    """Return everything in the store that does not agree; empty when all does."""
    handle = store.handle
    findings = list(_objects(handle))
    tags = _tags(handle)
    by_work: dict[str, dict[str, str]] = {}
    for (work, version), commit in tags.items():
        by_work.setdefault(work, {})[version] = commit
    start = handle.object_id(paths.START) or ""
    for work, versions in sorted(by_work.items()):
        findings += _work(handle, work, versions, start)
    status = store.status_branches()
    for work, commit in sorted(status.items()):
        findings += _status(handle, work, commit)
    findings += _main(handle, tags)
    for work in sorted(by_work.keys() | status.keys()):
        findings += _view(handle, work, by_work.get(work, {}), status.get(work))
    findings += _work_tree(handle)
    return findings


def _objects(handle: Handle) -> Iterator[Finding]:
    """Yield what git's own check says."""
    for line in handle.complaints("fsck", "--full", "--no-dangling", "--no-progress"):
        yield Finding("object-damaged", f"git fsck: {line}")


def _tags(handle: Handle) -> dict[tuple[str, str], str]:
    """Return {(work, version): object id} of version tags."""
    found = {}
    for name, target in handle.references(f"{paths.TAGS}us").items():
        work, at, version = name.removeprefix(paths.TAGS).rpartition("@")
        if at:
            found[f"/{work}", version] = target
    return found


def _work(handle: Handle, work: str, tags: dict[str, str], start: str) -> Iterator[Finding]:
    """Yield what is wrong with a work's versions, each by itself and then together."""
    records: dict[str, Record] = {}
    for version, commit in sorted(tags.items()):
        path = f"{work}@{version}"
        try:
            records[version] = _record(handle, work, version, commit)
        except StoreError as error:
            yield Finding("tag-wrong", str(error), path)
            continue
        yield from _version(handle, path, records[version], commit)
    names = {commit: version for version, commit in tags.items()}
    for version, record in records.items():
        base, number = paths.printing(version)
        last = sum(1 for other in tags if paths.printing(other)[0] == base) - 1
        before = f"{base}.r{(number or last + 1) - 1}"
        replaced = records.get(before)
        yield from _message(handle, record, f"{work}@{version}", tags[version], replaced)
        parents = handle.commit(tags[version])[0].get("parent", [])
        yield from _parent(work, version, parents, {start: "", **names}, records)
        if number and base not in tags:
            yield Finding("tag-missing", f"the tag of {base} is gone; {version} is there", work)
        if before not in tags and (number or last + 1) > 1:
            yield Finding("tag-missing", f"the tag of the printing {before} is gone", work)


def _record(handle: Handle, work: str, version: str, commit: str) -> Record:
    """Return the record in a version's commit; StoreError when it is not that version's."""
    raw = handle.object(f"{commit}:{paths.work_path(work)}/{paths.RECORD}")
    if raw is None:
        raise StoreError(f"commit {commit[:12]} holds no readable {paths.RECORD} of this work")
    try:
        record = msgspec.json.decode(raw, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{paths.RECORD} in commit {commit[:12]} is no record: {error}") from error
    if (record.work, record.version) != (work, paths.printing(version)[0]):
        raise StoreError(f"the tag's commit {commit[:12]} is of {record.work}@{record.version}")
    if commits.as_json(record) != raw:
        raise StoreError(f"{paths.RECORD} in commit {commit[:12]} was not written by tracker")
    return record


def _version(handle: Handle, path: str, record: Record, commit: str) -> Iterator[Finding]:
    """Yield what is wrong with one version's files."""
    folder = paths.work_path(record.work)
    tree = handle.tree(f"{commit}:{folder}")
    source = paths.source_name(record.content_type)
    wanted = {source, paths.TEXT, paths.RECORD}
    for name in sorted(wanted - tree.keys()):
        yield Finding("file-missing", f"{name} is not in commit {commit[:12]}", path)
    for name in sorted(tree.keys() - wanted):
        yield Finding("tag-wrong", f"commit {commit[:12]} holds {name}, which is not ours", path)
    data = handle.object(f"{commit}:{folder}/{source}")
    if data is None:
        if source in tree:
            yield Finding("object-damaged", f"{source} cannot be read back", path)
    elif (digest := sha256(data).hexdigest()) != record.sha256 or len(data) != record.size:
        yield Finding(
            "bytes-differ",
            f"{source} has {len(data)} bytes with SHA-256 {digest}; the record says "
            f"{record.size} bytes with {record.sha256}",
            path,
        )


def _message(
    handle: Handle, record: Record, path: str, commit: str, replaced: Record | None
) -> Iterator[Finding]:
    """Yield what in a commit's own words is not what its record gives."""
    header, message = handle.commit(commit)
    retrieved = commits.instant(record.retrieved_at)
    authored = commits.noon(record.published) if record.published else retrieved
    expected = {
        "author": f"{NAME} <{EMAIL}> {authored} +0000",
        "committer": f"{NAME} <{EMAIL}> {retrieved} +0000",
        "message": commits.version_message(record, replaced.sha256 if replaced else ""),
    }
    actual = {**{name: header.get(name, [""])[0] for name in expected}, "message": message}
    for name, words in expected.items():
        if actual[name] != words:
            line = _first_difference(words, actual[name])
            yield Finding("commit-differs", f"{name} of commit {commit[:12]}: {line}", path)


def _parent(
    work: str,
    version: str,
    parents: list[str],
    known: dict[str, str],
    records: dict[str, Record],
) -> Iterator[Finding]:
    """Yield a finding when a version does not stand on what precedes it in law."""
    base = paths.printing(version)[0]
    for parent in parents:
        name = known.get(parent)
        if name is None:
            words = f"stands on commit {parent[:12]}, which no tag names"
        elif name and paths.printing(name)[0] != base and (
            name in records and order_key(records[name]) > order_key(records[version])
        ):  # fmt: skip
            words = f"stands on {name}, which comes after it in law"
        else:
            continue
        yield Finding("order-wrong", words, f"{work}@{version}")
    if len(parents) != 1:
        words = f"has {len(parents)} parents; a version has one"
        yield Finding("order-wrong", words, f"{work}@{version}")


def _status(handle: Handle, work: str, commit: str) -> Iterator[Finding]:
    """Yield what is wrong with a work's status commits, newest first."""
    start = handle.object_id(paths.START)
    file = f"{paths.work_path(work)}/{paths.FACTS}"
    while commit != start:
        raw = handle.object(f"{commit}:{file}")
        header, message = handle.commit(commit)
        try:
            facts = msgspec.json.decode(raw or b"", type=Facts)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            words = f"{paths.FACTS} in commit {commit[:12]} cannot be read: {error}"
            yield Finding("status-wrong", words, work)
        else:
            if (facts.work, commits.status_message(facts)) != (work, message):
                words = f"commit {commit[:12]} does not say what its {paths.FACTS} holds"
                yield Finding("status-wrong", words, work)
        parents = header.get("parent", [])
        if len(parents) != 1:
            yield Finding("status-wrong", f"commit {commit[:12]} has no single parent", work)
            return
        commit = parents[0]


def _main(handle: Handle, tags: dict[tuple[str, str], str]) -> Iterator[Finding]:
    """Yield versions in main's history without their tag, and tags that main does not have."""
    main = handle.object_id(paths.MAIN)
    if main is None:
        yield Finding("main-behind", "the branch main is gone; the next run makes it anew")
        return
    inside = _gathered(handle, main)
    named = set(tags.values())
    replaced = {
        (work, paths.printing(version)[0], parent)
        for (work, version), commit in tags.items()
        for parent in handle.commit(commit)[0].get("parent", [])
    }
    for commit, (work, version) in inside.items():
        if commit in named:
            continue
        if (work, version, commit) in replaced:
            code, words = "tag-missing", "was replaced by a later printing, but its tag is gone"
        elif (work, version) in tags:
            code, words = "tag-moved", "is in main, but the tag names another"
        else:
            code, words = "tag-missing", "is in main, but the tag is gone"
        yield Finding(code, f"commit {commit[:12]} {words}", f"{work}@{version}")
    waiting = journal.load(handle)
    for (work, version), commit in sorted(tags.items()):
        if commit not in inside:
            why = "waits for the next run" if waiting else "its history was rewritten"
            words = f"main does not contain commit {commit[:12]}: {why}"
            yield Finding("main-behind" if waiting else "tag-moved", words, f"{work}@{version}")


def _gathered(handle: Handle, main: str) -> dict[str, tuple[str, str]]:
    """Return {commit: (work, version)} of all version commits in main's history."""
    found = {}
    for item in handle.run("log", "--format=%H%x00%B%x1e", main, "--").split("\x1e")[:-1]:
        commit, message = item.lstrip("\n").split("\0", 1)
        trailers = trailers_of(message)
        if "Version" in trailers and "Source-SHA256" in trailers:
            found[commit] = (trailers.get("Work", ""), trailers["Version"])
    return found


def _view(handle: Handle, work: str, tags: dict[str, str], status: str | None) -> Iterator[Finding]:
    """Yield files of a work on main that are not those of its latest version."""
    if journal.load(handle) or handle.object_id(paths.MAIN) is None:
        return
    folder = paths.work_path(work)
    wanted: dict[str, str] = {}
    try:
        held: list[Held] = held_versions(
            work, tags, lambda commit, of: _any_record(handle, of, commit)
        )
    except StoreError:
        return  # said above, under the version
    if held:
        tree = handle.tree(f"{held[-1].commit}:{folder}")
        wanted |= {name: blob for name, (_, blob) in tree.items()}
    if status and (blob := handle.object_id(f"{status}:{folder}/{paths.FACTS}")):
        wanted[paths.FACTS] = blob
    shown = handle.tree(f"{paths.MAIN}:{folder}")
    for name, blob in sorted(wanted.items()):
        if shown.get(name, ("", ""))[1] != blob:
            what = "was changed by hand" if name in shown else "is gone"
            words = f"{folder}/{name} on main {what}; the version's own is in its tag"
            yield Finding("main-differs", words, work)


def _any_record(handle: Handle, work: str, commit: str) -> Record:
    """Return the record in a commit, whatever version it is."""
    raw = handle.object(f"{commit}:{paths.work_path(work)}/{paths.RECORD}")
    try:
        return msgspec.json.decode(raw or b"", type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{identifiers.short(work)}: no readable record") from error


def _work_tree(handle: Handle) -> Iterator[Finding]:
    """Yield files in the folder that differ from main, when main is checked out there."""
    if handle.bare or handle.head() != paths.MAIN:
        return
    listed = handle.run("status", "--porcelain", "-z", "--no-renames", "--untracked-files=no")
    for entry in listed.split("\0"):
        if entry:
            words = f"{entry[3:]} in the folder is not the file on main (git status: {entry[:2]})"
            yield Finding("file-changed", words)


def _first_difference(expected: str, actual: str) -> str:
    """Return the first line where two texts part, both sides."""
    wanted, found = expected.split("\n"), actual.split("\n")
    for position in range(max(len(wanted), len(found))):
        old = wanted[position] if position < len(wanted) else "nothing"
        new = found[position] if position < len(found) else "nothing"
        if old != new:
            return f"“{new}” stands where “{old}” belongs"
    return "nothing differs"
