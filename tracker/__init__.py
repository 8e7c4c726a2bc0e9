"""Follow US law on remote access to export-controlled computing, clause by clause."""

__version__ = "0.1.0"
