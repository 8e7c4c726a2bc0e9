"""Follow US law, version by version and clause by clause."""

__version__ = "0.1.0"
