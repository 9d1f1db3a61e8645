"""Lets a body that is far too large run past, so that its sender gets our page and not a cut line.

A browser sends the whole of a photo before it reads an answer. A server that answers at once and
hangs up leaves it with “connection reset”. So the body is read and forgotten, and the app, which
still sees how long it was said to be, refuses it with a page of its own.
"""

from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver

LONGEST_FORGOTTEN = 30_000_000
"""Bytes that may run past: a photo, a scan. Longer ones are cut off."""


class Forgotten(FixedStreamReceiver):
    """Counts a body as it comes, and keeps nothing of it."""

    def received(self, data: bytes) -> int:
        """Tell how much of the data belongs to the body."""
        taken = min(len(data), self.remain)
        self.remain -= taken
        self.completed = not self.remain
        return taken


class Parser(HTTPRequestParser):
    """Reads a request; of a body above the server's limit it keeps the length alone."""

    forgets = False

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head of a request, and choose what takes its body."""
        super().parse_header(header_plus)
        if self.adj.max_request_body_size <= self.content_length <= LONGEST_FORGOTTEN:
            nothing = OverflowableBuffer(self.adj.inbuf_overflow)
            self.body_rcv = Forgotten(self.content_length, nothing)
            self.content_length = 0  # of what is kept: the app reads the header that came
            self.forgets = True

    def received(self, data: bytes) -> int:
        """Take what has come; return how much of it belonged to this request."""
        taken = super().received(data)
        if self.forgets:
            self.body_bytes_received = 0  # nothing of it is held
        return taken


class Channel(HTTPChannel):
    """A connection whose requests are read so."""

    parser_class = Parser
