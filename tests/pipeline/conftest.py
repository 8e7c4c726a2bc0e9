"""A store, a listening channel; helpers stand in conftest_delivery.py, which scripts share."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conftest_delivery import channel, listener, store

__all__ = ["channel", "listener", "store"]
