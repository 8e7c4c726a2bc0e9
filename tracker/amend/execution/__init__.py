"""Carrying out instructions on a base, copy-on-write, with a ledger; `execute` is the way in."""
