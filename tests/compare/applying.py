"""Applying a change set to the old document, to see that it tells the whole story."""


def old_texts(document):
    """Return (path, own text) of every provision in document order."""
    return [(p.path, p.own_text) for p in document.provisions()]


def applied(changeset, old):
    """Return (path, own text) of every new provision, made from the old texts and the edits.

    Raises AssertionError where an edit does not fit the old text.
    """
    texts = {p.path: p.own_text for p in old.provisions()}
    out = []
    seen = set()
    for change in changeset.changes:
        before = "".join(text for op, text in change.words if op != "insert")
        if change.old is not None:
            assert texts[change.old.path] == before
        else:
            assert not before
        if change.new is not None and change.new.path not in seen:
            seen.add(change.new.path)
            after = "".join(text for op, text in change.words if op != "delete")
            out.append((change.new.path, after))
    return out
