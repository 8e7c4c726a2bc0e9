"""What each text does to each known policy gap, and notes that survive renumbering.

`register` reads the gap files, `evaluate` says what a text does to a gap, `force` whether it
binds, `anchors` carries notes across versions, `check` finds what is wrong, `report` prints.
"""
