"""The postman: a thread of the server that sends what waits in the outbox, so that no page has to wait for it."""

from __future__ import annotations

from services import outbox
from services.platform import Platform
from services.post_offices import PostOffice
from services.worker import Worker


class Postman(Worker):
    """Sends mail when somebody rings. Several, one a process of the server, never send a mail twice."""

    def __init__(self, platform: Platform, post_office: PostOffice) -> None:
        super().__init__(platform, "postman", lambda _: outbox.deliver(platform, post_office))
