"""Official texts from the services that publish them: one code path, four transports.

`fetch` asks for everything on a watchlist through a transport: live HTTPS (`http`), a recorded
mirror (`mirror`), the embedded sample (`sample`) or a live run that is recorded or resumed
(`live`). Only the transport differs between them. `plan` says what would be asked first.
"""

from tracker.sources.asking import Clock, Held, NothingHeld
from tracker.sources.fetching import fetch, plan
from tracker.sources.mirror import MirrorTransport
from tracker.sources.outcomes import FetchReport, Kind, Outcome, Progress
from tracker.sources.transport import Answer, Transport

__all__ = [
    "Answer",
    "Clock",
    "FetchReport",
    "Held",
    "Kind",
    "MirrorTransport",
    "NothingHeld",
    "Outcome",
    "Progress",
    "Transport",
    "fetch",
    "plan",
]
