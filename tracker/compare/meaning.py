"""stub"""
from msgspec import Struct
from tracker.compare.align import Alignment
from tracker.model import Change, Significance
class Context(Struct):
    alignment: Alignment
    old_front: set[int]
    new_front: set[int]
class Judgement(Struct, frozen=True):
    significance: Significance = "none"
    types: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
def judge(change, context, i, j): return Judgement()
