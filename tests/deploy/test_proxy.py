"""nginx with deploy/'s own configuration: what it lets in, what it passes on, what it adds."""

import http.client
import http.server
import socket
import ssl

import pytest

from tests.deploy.conftest import Site
from tests.deploy.site import Line, Proxy, files_under, open_url
from tests.deploy.upstream import Upstream


def test_nginx_accepts_the_configuration_without_a_warning(proxy: Proxy) -> None:
    checked = proxy.check()
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    status, headers, _ = open_url(f"http://localhost:{proxy.plain_port}/check/offer")
    assert status == 308
    assert headers["Location"] == "https://localhost/check/offer"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_today_s_versions_of_tls_are_spoken_and_no_other_is_set(
    proxy: Proxy, version: ssl.TLSVersion
) -> None:
    trust = ssl.create_default_context(cafile=str(proxy.certificate / "ca.pem"))
    trust.minimum_version = trust.maximum_version = version
    line = http.client.HTTPSConnection("localhost", proxy.port, timeout=20, context=trust)
    line.request("GET", "/")
    assert line.getresponse().status == 200
    line.close()
    (protocols,) = [row for row in proxy.conf.read_text().splitlines() if "ssl_protocols" in row]
    assert protocols.split() == ["ssl_protocols", "TLSv1.2", "TLSv1.3;"]


def test_only_what_the_app_uses_is_passed_on(proxy: Proxy, upstream: Upstream) -> None:
    headers = {
        "User-Agent": "a browser",
        "Referer": "https://elsewhere.example/",
        "Accept-Language": "de",
        "X-Forwarded-For": "192.0.2.7",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "http",
        "Forwarded": "for=192.0.2.7",
        "Cookie": "__Host-clinic-check=abc",
    }
    Line(proxy).post("/quick", b"q_kind=sold", headers)
    _, passed, length = upstream.asked[-1]
    assert passed == {
        "Host": "localhost",
        "X-Forwarded-Proto": "https",
        "Cookie": "__Host-clinic-check=abc",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": "11",
    }
    assert length == 11


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/metrics", "/metrics/x"])
def test_what_is_for_the_operator_stays_inside(
    proxy: Proxy, upstream: Upstream, address: str
) -> None:
    assert Line(proxy).get(address).status_code == 404
    assert not upstream.asked


def test_a_large_body_stops_at_the_proxy_with_a_plain_sentence(
    proxy: Proxy, upstream: Upstream
) -> None:
    line = Line(proxy)
    assert line.post("/quick", b"a" * 70_000).status_code == 200
    refused = line.post("/quick", b"a" * 80_000)
    assert refused.status_code == 413
    assert "less text or a smaller file" in refused.get_data(as_text=True)
    assert line.post("/claims", b"a" * 300_000).status_code == 200
    assert line.post("/claims", b"a" * 400_000).status_code == 413
    assert [length for _, _, length in upstream.asked] == [70_000, 300_000]


@pytest.mark.parametrize("address", ["/claims", "/trial"])
def test_costly_posts_are_limited_and_nothing_else(
    proxy: Proxy, upstream: Upstream, address: str
) -> None:
    line = Line(proxy)
    answers = [line.post(address, b"text=x") for _ in range(20)]
    statuses = [answer.status_code for answer in answers]
    assert statuses[:11] == [200] * 11, "some in a row are fine"
    assert 429 in statuses
    refused = answers[statuses.index(429)]
    assert "Please wait a minute" in refused.get_data(as_text=True)
    assert refused.headers["Content-Type"] == "text/html; charset=utf-8"
    assert {line.get(address).status_code for _ in range(30)} == {200}
    assert {line.post("/quick", b"x").status_code for _ in range(30)} == {200}


def test_who_asks_for_pdfs_without_a_pause_is_told_to_wait_and_others_are_not(
    proxy: Proxy, upstream: Upstream
) -> None:
    line = Line(proxy)
    statuses = [line.get(f"{lang}/sheet/both.pdf").status_code for lang in ("", "/es") * 10]
    assert statuses[:11] == [200] * 11, "some in a row are fine"
    assert 429 in statuses
    assert line.get("/letter.pdf").status_code == 429
    assert line.post("/signed/letters/cancel", b"pdf=1").status_code == 429
    assert {line.get("/signed/letters/cancel").status_code for _ in range(30)} == {200}
    assert {line.get("/sheet/doctor").status_code for _ in range(30)} == {200}


@pytest.mark.parametrize(
    "request_line",
    [
        "get / HTTP/1.1",
        "GET /../etc HTTP/1.1",
        "GET /a%00 HTTP/1.1",
        f"GET /{'a' * 40_000} HTTP/1.1",
    ],
)
def test_a_request_that_cannot_be_read_gets_our_own_page(proxy: Proxy, request_line: str) -> None:
    trust = ssl.create_default_context(cafile=str(proxy.certificate / "ca.pem"))
    plain = socket.create_connection(("localhost", proxy.port), timeout=20)
    with trust.wrap_socket(plain, server_hostname="localhost") as line:
        line.sendall(f"{request_line}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = line.makefile("rb").read().decode()
    assert answer.partition(" ")[2][:3] in ("400", "414")
    assert "Please try again" in answer
    assert "Strict-Transport-Security" in answer


@pytest.mark.parametrize("address", ["/-sorry", "/-cookies"])
def test_nobody_can_ask_for_the_error_pages_themselves(proxy: Proxy, address: str) -> None:
    assert Line(proxy).get(address).status_code == 404


def test_a_form_that_reached_a_dying_copy_is_sent_to_the_next(
    proxy: Proxy, upstream: Upstream
) -> None:
    upstream.deaths = 1
    assert Line(proxy).post("/check/offer", b"q_kind=sold").status_code == 200
    assert [(path, length) for path, _, length in upstream.asked] == [("/check/offer", 11)] * 2


@pytest.mark.parametrize("address", ["/claims", "/trial", "/es/claims", "/es/trial"])
def test_a_costly_form_that_reached_a_dying_copy_is_sent_to_no_other(
    proxy: Proxy, upstream: Upstream, address: str
) -> None:
    upstream.deaths = 1
    answer = Line(proxy).post(address, b"text=x")
    assert answer.status_code == 502
    assert "Please wait a minute" in answer.get_data(as_text=True)
    assert len(upstream.asked) == 1
    upstream.deaths = 1
    assert Line(proxy).get(address).status_code == 200, "looking at the page costs nothing"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["/", "/claims"])
def test_a_busy_copy_has_the_last_word(
    proxy: Proxy, upstream: Upstream, method: str, address: str
) -> None:
    upstream.status = 503
    line = Line(proxy)
    answer = line.get(address) if method == "get" else line.post(address, b"text=x")
    assert answer.status_code == 503
    assert answer.get_data(as_text=True).startswith("yes"), "the copy's own page, not nginx's"
    assert len(upstream.asked) == 1
    upstream.status = 200
    assert line.get(address).status_code == 200, "and the copy counts as well"


def test_only_static_files_are_compressed(proxy: Proxy, upstream: Upstream) -> None:
    line = Line(proxy)
    wish = {"Accept-Encoding": "gzip"}
    assert line.get("/static/css/base.css", wish).headers.get("Content-Encoding") == "gzip"
    assert "Content-Encoding" not in line.get("/quick", wish).headers


def test_with_every_copy_gone_a_plain_page_asks_for_patience(
    proxy: Proxy, upstream: Upstream
) -> None:
    upstream.server.shutdown()
    upstream.server.server_close()
    answer = Line(proxy).get("/quick")
    assert answer.status_code == 502
    page = answer.get_data(as_text=True)
    assert "Please wait a minute" in page
    assert "Your answers are kept on your device." in page
    for name, value in (
        ("Strict-Transport-Security", "max-age=63072000; includeSubDomains"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cache-Control", "no-store"),
    ):
        assert answer.headers.getlist(name) == [value]


def test_nginx_writes_nothing_about_a_request(proxy: Proxy, upstream: Upstream) -> None:
    line = Line(proxy)
    line.post("/claims", b"text=" + b"words-of-a-patient " * 15_000)
    line.post("/quick?words-of-a-patient", b"a" * 80_000)
    for _ in range(15):
        line.post("/trial", b"words-of-a-patient")
    upstream.server.shutdown()
    upstream.server.server_close()
    line.get("/words-of-a-patient")
    assert proxy.log.read_text() == ""
    names = {str(path.relative_to(proxy.scratch)) for path in files_under(proxy.scratch)}
    assert names == {"nginx.pid", "nginx-conf/copies.conf", "nginx-conf/nginx.conf"}


@pytest.mark.parametrize("address", ["/", "/quick", "/nowhere", "/static/img/mark.svg"])
def test_every_answer_over_https_has_hsts_once_and_the_apps_own_headers(
    site: Site, address: str
) -> None:
    answer = Line(site.proxy).get(address)
    once = "max-age=63072000; includeSubDomains"
    assert answer.headers.getlist("Strict-Transport-Security") == [once]
    assert answer.headers.getlist("Content-Security-Policy")[0].startswith("default-src 'none'")
    assert answer.headers["Server"] == "nginx", "without its version"


def test_the_cookie_is_bound_to_this_host_and_to_https(site: Site) -> None:
    header = Line(site.proxy).get("/quick").headers["Set-Cookie"]
    name, *attributes = [part.strip() for part in header.split(";")]
    assert name.startswith("__Host-clinic-check=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not [one for one in attributes if one.lower().startswith("domain")]


def test_a_style_sheet_is_kept_by_its_version_and_checked_without_one(site: Site) -> None:
    line = Line(site.proxy)
    page = line.get("/").get_data(as_text=True)
    (address, *_) = [part for part in page.split('"') if part.startswith("/static/css/")]
    assert "immutable" in line.get(address).headers["Cache-Control"]
    path = address.partition("?")[0]
    other = line.get(f"{path}?v=of-another-copy")
    assert "immutable" not in other.headers.get("Cache-Control", "")
    assert line.get(path, {"If-None-Match": other.headers["ETag"]}).status_code == 304


def test_another_host_name_is_refused_through_the_proxy_too(site: Site) -> None:
    assert Line(site.proxy).get("/quick", {"Host": "elsewhere.example"}).status_code == 400
