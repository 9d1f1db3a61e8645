"""Stands in for the copies behind nginx."""

import http.client
import http.server
import threading
from typing import Any


class Upstream:
    """Stands in for the copies: notes what nginx passes on, and answers `yes`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], int]] = []
        self.status = 200
        self.deaths = 0  # so many requests are read and never answered, as when a copy is killed
        here = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                here.asked.append((self.path, dict(self.headers.items()), len(body)))
                if here.deaths:
                    here.deaths -= 1
                    self.close_connection = True
                    return
                answer = b"yes" * 1000
                self.send_response(here.status)
                self.send_header("Content-Type", "text/css; charset=utf-8")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
