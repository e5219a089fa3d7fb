"""How often something may be done: for each address and by all together, in the memory of this process alone."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from threading import Lock


class Throttle:
    """At most so many times in a window for each address, and for all. Nothing of it is kept on disk."""

    def __init__(self, each: int, together: int, window: timedelta) -> None:
        self.each, self.together, self.window = each, together, window
        self._times: deque[tuple[datetime, str]] = deque()
        self._lock = Lock()

    def allows(self, address: str, now: datetime) -> bool:
        """Whether it may be done once more, and count it if so. What is refused does not count.

        :param now: a time that does not go back
        """
        with self._lock:
            while self._times and self._times[0][0] <= now - self.window:
                self._times.popleft()
            mine = sum(one == address for _, one in self._times)
            if mine >= self.each or len(self._times) >= self.together:
                return False
            self._times.append((now, address))
            return True
