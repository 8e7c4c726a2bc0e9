"""What moved, as events that people and scripts can act on, and the alerts that tell of them.

Everything here is derived: from the store, the registers and the log of fetches, as of a day. The
same state gives the same events with the same ids, whenever and wherever they are computed, so a
channel that remembers ids never loses one and never needs to be told twice.

An event is the smallest thing with an id of its own. What belongs to one happening (a version,
its changes, the gaps that they move, the force that comes with it) is told together, as an alert.
"""

from tracker.alerts.filters import Filter
from tracker.alerts.grouping import alerts_of
from tracker.alerts.values import KINDS, TIERS, Alert, Clause, Event, Tier

__all__ = ["KINDS", "TIERS", "Alert", "Clause", "Event", "Filter", "Tier", "alerts_of"]
