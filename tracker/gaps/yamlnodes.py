"""YAML with line numbers: a thin reader over PyYAML's node tree, so that errors can point.

`yaml.safe_load` forgets where a value stood; `yaml.compose` remembers and builds no objects.
"""

from collections.abc import Collection, Iterator

import yaml

from tracker.errors import ConfigError


class Value:
    """A node of the YAML tree of one file."""

    def __init__(self, node: yaml.Node, file: str, offset: int) -> None:
        self.node = node
        self.file = file
        self.offset = offset

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return int(self.node.start_mark.line) + 1 + self.offset

    def wrong(self, problem: str) -> ConfigError:
        """Return an error that points at this value."""
        return ConfigError(self.file, self.line, problem)

    def text(self) -> str:
        """Return a scalar as text, folded to single spaces.

        Raises ConfigError for a list or a mapping.
        """
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong("expected text here, not a list or a mapping")
        return " ".join(str(self.node.value).split())

    def number(self) -> float:
        """Return a scalar as a number. Raises ConfigError when it is none."""
        try:
            return float(self.text().replace(",", ""))
        except ValueError:
            raise self.wrong(f"expected a number, not “{self.text()}”") from None

    def truth(self) -> bool:
        """Return `true` or `false`. Raises ConfigError for anything else."""
        words = self.text().lower()
        if words not in {"true", "false"}:
            raise self.wrong(f"expected true or false, not “{words}”")
        return words == "true"

    def texts(self) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        if isinstance(self.node, yaml.ScalarNode):
            return (self.text(),)
        return tuple(item.text() for item in self.items())

    def items(self) -> Iterator["Value"]:
        """Yield the items of a list. Raises ConfigError when this is none."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong("expected a list here")
        for item in self.node.value:
            yield Value(item, self.file, self.offset)

    def fields(self, known: Collection[str]) -> dict[str, "Value"]:
        """Return a mapping whose keys are all known.

        Raises ConfigError for an unknown or repeated key, or when this is no mapping.
        """
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong("expected a mapping (key: value) here")
        found: dict[str, Value] = {}
        for key_node, value_node in self.node.value:
            key = Value(key_node, self.file, self.offset)
            name = key.text()
            if name not in known:
                raise key.wrong(f"unknown key “{name}”; known are {', '.join(sorted(known))}")
            if name in found:
                raise key.wrong(f"“{name}” is given twice")
            found[name] = Value(value_node, self.file, self.offset)
        return found


def compose(text: str, file: str, offset: int = 0) -> Value:
    """Read YAML; `offset` is the number of lines before it in the file.

    Raises ConfigError with the line when it is not YAML, or is empty.
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 + offset if error.problem_mark else None
        raise ConfigError(file, line, f"not readable as YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(file, None, f"not readable as YAML: {error}") from error
    if node is None:
        raise ConfigError(file, offset + 1, "the front matter is empty")
    return Value(node, file, offset)
