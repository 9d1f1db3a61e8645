"""Requests that no browser sends: odd methods, targets, headers, framings and bodies."""

import gzip
import random
import zlib
from dataclasses import dataclass
from urllib.parse import quote, urlencode

USUAL = ("GET", "GET", "POST", "POST", "POST")

ODD = (
    "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G\x00T",
    "X" * 300, "", "GET\t", "ПОСТ",
)  # fmt: skip

PARTS = (
    "offer", "kind", "name", "place", "claims", "trial-number", "kind", "deposit",
    "nowhere", "", "%00", "%FF%FE", "..%2F..%2Fetc%2Fpasswd", "%", "a/b",
    "é".encode().decode("latin-1"), "x" * 5000, "%F0%9F%A7%A0", "{{7*7}}", "css/base.css", "kind ",
)  # fmt: skip

QUERIES = (
    "", "", "", "", "", "", "", "", "?", "?v=1",
    "?" + "a=1&" * 3000, "?%00=%FF", "?answer=sold&answer&back=quick/kind", "?=&&;=%",
    "?" + "x" * 20_000, "?__proto__[a]=1", "#part",
)  # fmt: skip

KINDS = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no-such",
    "application/x-www-form-urlencoded; charset=" + "x" * 500,
    "multipart/form-data; boundary=b",
    "multipart/form-data; boundary=b; charset=utf-7",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=" + "b" * 300,
    'multipart/form-data; boundary="b\\"; x=',
    "multipart/mixed; boundary=b",
    "application/json",
    "text/plain",
    "text/html; charset=\xff",
    ";;;=,",
    "",
)

HEADERS = (
    ("Cookie", "clinic-check=forged"),
    ("Cookie", "; ".join(f"c{n}=v" for n in range(800))),
    ("Cookie", "clinic-check=" + "x" * 9000),
    ("Cookie", "clinic-check=.eJw; clinic-check=e30.aaaa.bbbb"),
    ("Cookie", '=; ;;; a="\\042\\400'),
    ("Cookie", "clinic-check=\xff\xfe\x01"),
    ("Host", "elsewhere.example"),
    ("Host", "127.0.0.1, elsewhere.example"),
    ("Host", "[::1"),
    ("Host", "a" * 3000),
    ("Host", "\xff"),
    ("Host", "127.0.0.1:99999999"),
    ("Host", ""),
    ("X-Forwarded-For", "127.0.0.1, " * 500),
    ("X-Forwarded-Host", "elsewhere.example"),
    ("X-Forwarded-Proto", "https\x01"),
    ("Forwarded", "for=_hidden;proto=;;="),
    ("Range", "bytes=0-0,1-1,2-2"),
    ("Range", "bytes=-99999999999999999999"),
    ("Range", "lines=1-2"),
    ("If-None-Match", '"' * 99),
    ("If-Modified-Since", "Fri, 99 Foo 99999 99:99:99 GMT"),
    ("If-Range", "W/"),
    ("Accept", "*/*;q=" + "9" * 400),
    ("Accept-Language", ",;q=nan," * 50),
    ("Accept-Encoding", "gzip;q=inf, \x00"),
    ("Authorization", "Basic ////"),
    ("Authorization", "Digest " + "a=b," * 99),
    ("Expect", "100-continue"),
    ("Expect", "the unexpected"),
    ("Upgrade", "websocket"),
    ("Connection", "Upgrade, keep-alive, close"),
    ("Content-MD5", "?"),
    ("Origin", "null"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("X-" + "y" * 2000, "z"),
    ("Date", "\x7f"),
)

MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="code"\r\n\r\n1\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="../../x"\r\n\r\n{}\r\n--b--',
    b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=utf-8''%FF\r\n"
    b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="code"\r\nContent-Type: a; charset=x\r\n\r\n\xff'
    b"\r\n--b--\r\n",
    b"--b\r\n\r\nno name\r\n--b--\r\n",
    b'--b\r\nContent-Disposition: form-data; name="code"',
    b"--b\r\n" + b"X: " + b"y" * 40_000 + b"\r\n\r\n--b--\r\n",
    b"--b\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--b-",
    b'--b\r\nContent-Disposition: form-data; name="csrf_token"; filename="t"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="clinic"; filename="c"\r\n\r\nx\r\n--b--\r\n',
    b'--b\r\nContent-Disposition: form-data; name="answer"; filename="d"\r\n\r\nx\r\n--b--\r\n',
    b"--b--",
    b"--b\r\n" * 3000,
    b"".join(
        b'--b\r\nContent-Disposition: form-data; name="n%d"\r\n\r\n\r\n' % n for n in range(1200)
    )
    + b"--b--",
)


@dataclass(frozen=True)
class Raw:
    """A request as it goes over the wire. `framed`: it says rightly where it ends."""

    what: str
    wire: bytes
    framed: bool


@dataclass
class Maker:
    """Makes requests to these routes; `cookie` and `token` are good ones, for some of them."""

    chance: random.Random
    routes: list[str]
    cookie: str
    token: str

    def make(self, number: int) -> Raw:
        """Make a request; every route has its turn."""
        chance = self.chance
        method = chance.choice(USUAL if chance.random() < 0.8 else ODD)
        path = self.routes[number % len(self.routes)]
        while "<" in path:
            start, end = path.index("<"), path.index(">")
            named = path[start + 1 : end].removeprefix("any(").partition("):")[0].split(",")
            own = named if len(named) > 1 and chance.random() < 0.9 else PARTS
            path = path[:start] + chance.choice(own) + path[end + 1 :]
        target = path + chance.choice(QUERIES)
        if chance.random() < 0.05:
            target = chance.choice(
                ["*", "", "//x", "http://[::]/", "http://[::", "http://x/" + path, "\\", "/\x00"]
            )
        headers = {"Host": "127.0.0.1"} | dict(
            chance.sample(HEADERS, chance.choice([0, 0, 0, 1, 1, 2, 4]))
        )
        if chance.random() < 0.7:
            headers |= {"Cookie": self.cookie, "Host": "127.0.0.1"}
        body, framed = b"", True
        if method.strip().upper() not in ("GET", "HEAD", "") or chance.random() < 0.1:
            body = self._body(headers)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        if body or method == "POST":
            more, body, framed = self._framing(body)
            lines += more
        if chance.random() < 0.05:
            lines += chance.choice(
                [
                    ["no colon"], [": no name"], [" folded"], ["A b: c"], ["N\x00: x"],
                    [f"X-{n}: y" for n in range(300)], ["X-Large: " + "x" * 300_000],
                    ["Host: other"], ["Content-Type: a", "Content-Type: b"],
                ]
            )  # fmt: skip
        version = chance.choice(
            ["HTTP/1.1"] * 40 + ["HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "", "FTP/1"]
        )
        head = "\r\n".join([f"{method} {target} {version}".rstrip(), *lines, "Connection: close"])
        if chance.random() < 0.03:
            head = head.replace("\r\n", chance.choice(["\n", "\r", "\r\n\x00"]))
            framed = False
        wire = f"{head}\r\n\r\n".encode("utf-8", "surrogateescape") + body
        return Raw(f"{method} {target}"[:80], wire, framed)

    def _body(self, headers: dict[str, str]) -> bytes:
        chance = self.chance
        kind = headers["Content-Type"] = chance.choice([KINDS[0], KINDS[0], KINDS[4], *KINDS])
        fields: list[tuple[str, str]] = [("csrf_token", self.token)]
        match chance.randrange(8):
            case 0:
                body = b"&".join(b"a%d=%d" % (n, n) for n in range(5000))
            case 1:
                body = bytes(chance.randrange(256) for _ in range(chance.randrange(2000)))
            case 2:
                body = b"csrf_token=" + quote(self.token).encode() + b"&was=%00&answer=%FF%00%ZZ&%"
            case 3:
                body = chance.choice([b'{"a":' * 9000, b"[1]", b'{"csrf_token": 7}', b"null"])
                if chance.random() < 0.6:
                    kind = headers["Content-Type"] = "application/json"
            case 4:
                body = b"x" * chance.choice([70_000, 330_000, 600_000])
            case _:
                names = [
                    "code", "number", "clinic", "text", "day", "who", "tick", "sign", "match",
                    "answer", "was", "go", "back", "keep", "told", "change", "mine", "name-1",
                ]  # fmt: skip
                values = [
                    "",
                    "\x00",
                    "sold",
                    "claims",
                    "week",
                    "NCT01234567",
                    "x" * 999,
                    "\u202e\ud83e\udde0",
                    "7" * 37,
                    "-",
                ]
                fields += [(name, chance.choice(values)) for name in chance.sample(names, 4)]
                safe = [(name, value.encode("utf-8", "replace")) for name, value in fields]
                body = urlencode(safe).encode()
        if kind.startswith("multipart") and chance.random() < 0.8:
            body = chance.choice(MULTIPART)
            if chance.random() < 0.6:
                part = b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
                body = part + self.token.encode() + b"\r\n" + body
        if chance.random() < 0.15:
            packed, headers["Content-Encoding"] = chance.choice(
                [
                    (gzip.compress(body), "gzip"),
                    (zlib.compress(body), "deflate"),
                    (body, "br, gzip"),
                ]
            )
            body = packed
        return body

    def _framing(self, body: bytes) -> tuple[list[str], bytes, bool]:
        """Return the headers that say how long the body is, the body as sent, and if it's true."""
        chance = self.chance
        if chance.random() < 0.75:
            return [f"Content-Length: {len(body)}"], body, True
        chunk = b"%x\r\n" % len(body) + body + b"\r\n" if body else b""
        return chance.choice(
            [
                (["Transfer-Encoding: chunked"], chunk + b"0\r\n\r\n", True),
                (["Transfer-Encoding: chunked"], chunk + b"0\r\nX: y\r\n\r\n", True),
                (["Transfer-Encoding: chunked"], b"zz\r\n" + body, False),
                (["Transfer-Encoding: chunked"], b"ffffffffffffffffffff\r\n" + body, False),
                (["Transfer-Encoding: gzip, chunked"], body, False),
                (["Transfer-Encoding: identity"], body, False),
                (["Transfer-Encoding: chunked", "Content-Length: 3"], chunk + b"0\r\n\r\n", False),
                ([f"Content-Length: {len(body) + 9}"], body, False),
                ([f"Content-Length: {len(body) // 2}"], body, False),
                (["Content-Length: -1"], body, False),
                (["Content-Length: 9" + "9" * 30], body, False),
                (["Content-Length: six"], body, False),
                (["Content-Length: 1", "Content-Length: 2"], body, False),
                (["Content-Length: +5"], body, False),
                ([], body, False),
            ]
        )
