"""Labels of provisions: whether one was redesignated, and which an instruction names."""

import re

_WORD_RE = re.compile(r"^[^0-9A-Za-z]*[A-Za-z]{3,}\.?\s+(?=[^0-9A-Za-z]*[0-9A-Za-z])")
_CORE_RE = re.compile(r"[0-9A-Za-z]+(?:[.–-][0-9A-Za-z]+)*")

_TARGET_RE = re.compile(
    r"in (?:the \w+ )?(?:heading|matter|(?:sub)?(?:section|paragraph|clause|item|part|chapter))"
    r"[^,;—]{0,60}(?=[,—])",
    re.IGNORECASE,
)
_CAMEL_RE = re.compile(r"(?<=[a-z])([A-Z])")


def core(label: str) -> str:
    """Return what a label designates: `SEC. 2.` -> `2`, `“(a)(1)` -> `a 1`, `§ 734.13` -> `734.13`.

    Letters keep their case, since (A) and (a) are different designations.
    """
    return " ".join(_CORE_RE.findall(_WORD_RE.sub("", label)))


def redesignated(old: str, new: str) -> bool:
    """Return whether two labels designate differently; print styles do not count."""
    return old != new and core(old) != core(new)


def target(text: str) -> str:
    """Return what an amending instruction says it amends: `in paragraph (5)`; else empty."""
    match = _TARGET_RE.match(text)
    return match[0].casefold() if match else ""


def level_name(level: str) -> str:
    """Return a level in plain words, for a provision without label and heading."""
    if level.startswith("quoted"):
        return "quoted text"
    return _CAMEL_RE.sub(r" \1", level).replace("-", " ").lower()
