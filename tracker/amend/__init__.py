"""The law as it would read: instructions are read, then executed on a base version.

    Document (bill, law, rule) ──read──▶ Instructions ──execute(base)──▶ Amended (text and ledger)

`bills` and `rules` read instructions in the words of USLM 2.1's amending actions; `execute` applies
them to a base, copy-on-write, and never guesses: an instruction that cannot be carried out to the
letter stands in the ledger with its reason. `witnesses` sets the result beside official texts.
"""
