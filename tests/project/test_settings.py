"""What an operator can set, and how every mistake is told at once."""

import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from clinic_check.settings import CONTENT, Settings, SettingsFault, today

KEY = "0123456789abcdef-fedcba9876543210"


def read(**variables: str) -> Settings:
    """Read the settings of a public site from variables that are named without their prefix."""
    return Settings.from_environment(prefixed(variables))


def read_locally(**variables: str) -> Settings:
    """Read the settings of a server that listens on this device alone."""
    return Settings.from_environment(prefixed(variables), local=True)


def prefixed(variables: dict[str, str]) -> dict[str, str]:
    """Return the variables as they stand in the environment."""
    return {f"CLINIC_CHECK_{name}": value for name, value in variables.items()}


def faults(read: Callable[..., Settings] = read, /, **variables: str) -> list[str]:
    """Return what is wrong with the variables."""
    with pytest.raises(SettingsFault) as refused:
        read(**variables)
    assert str(refused.value) == "\n".join(refused.value.faults)
    return refused.value.faults


def test_a_key_is_all_that_a_public_site_must_set() -> None:
    settings = read(SECRET_KEY=KEY)
    assert settings == Settings(
        secret_key=KEY,
        secret_key_old=None,
        content=CONTENT,
        trusted_hosts=("127.0.0.1", "localhost"),
        behind_proxy=0,
        registry=True,
        registry_url="https://clinicaltrials.gov/api/v2",
        cache_url=None,
        metrics=False,
        time_zone=ZoneInfo("America/Los_Angeles"),
        local=False,
        own_key=False,
    )


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = read(
        SECRET_KEY=f" {KEY}\n",
        SECRET_KEY_OLD=KEY.upper(),
        CONTENT=str(tmp_path),
        TRUSTED_HOSTS="Check.example.org, .example.net,,localhost, 192.0.2.7",
        BEHIND_PROXY="2",
        REGISTRY="OFF",
        REGISTRY_URL="https://mirror.example.org/api/v2/",
        CACHE_URL="redis://:pass@cache:6379/0",
        METRICS="on",
        PUBLIC_URL="https://check.example.org/stem-cells/",
        TIME_ZONE="Pacific/Honolulu",
    )
    assert settings.secret_key == KEY
    assert settings.secret_key_old == KEY.upper()
    assert settings.content == tmp_path
    assert settings.trusted_hosts == (
        *("check.example.org", ".example.net", "192.0.2.7"),
        *("127.0.0.1", "localhost"),
    )
    assert settings.behind_proxy == 2
    assert settings.registry is False
    assert settings.registry_url == "https://mirror.example.org/api/v2"
    assert settings.cache_url == "redis://:pass@cache:6379/0"
    assert settings.metrics is True
    assert settings.public_url == "https://check.example.org/stem-cells"
    assert settings.time_zone == ZoneInfo("Pacific/Honolulu")


def test_a_blank_counts_as_not_set() -> None:
    names = (
        *("SECRET_KEY_OLD", "CONTENT", "TRUSTED_HOSTS", "BEHIND_PROXY", "REGISTRY", "CACHE_URL"),
        *("METRICS", "PUBLIC_URL", "TIME_ZONE"),
    )
    blank = dict.fromkeys(names, " ")
    assert read(SECRET_KEY=KEY, **blank) == read(SECRET_KEY=KEY)


def test_a_public_site_without_a_key_is_told_how_to_make_one() -> None:
    (fault,) = faults()
    assert fault.startswith("CLINIC_CHECK_SECRET_KEY is missing")
    assert "python3 -c 'import secrets; print(secrets.token_hex())'" in fault


def test_a_local_run_makes_a_key_of_its_own_each_time() -> None:
    first, second = read_locally(), read_locally()
    assert first.own_key
    assert first.local
    assert len(first.secret_key) >= 32
    assert first.secret_key != second.secret_key


def test_a_local_run_uses_the_key_that_is_set() -> None:
    settings = read_locally(SECRET_KEY=KEY)
    assert settings.secret_key == KEY
    assert settings.local
    assert not settings.own_key


@pytest.mark.parametrize("debug", ["1", "true"])
def test_flask_in_debug_mode_is_a_local_run(debug: str) -> None:
    assert Settings.from_environment({"FLASK_DEBUG": debug}).local


@pytest.mark.parametrize("debug", ["", "0", "False", "no"])
def test_flask_with_debug_mode_off_is_not(debug: str) -> None:
    with pytest.raises(SettingsFault):
        Settings.from_environment({"FLASK_DEBUG": debug})


@pytest.mark.parametrize(
    "public",
    [
        {"TRUSTED_HOSTS": "localhost", "BEHIND_PROXY": "1"},
        {"TRUSTED_HOSTS": "check.example.org"},
    ],
)
def test_a_proxy_or_a_public_name_makes_a_loopback_server_a_public_site(
    public: dict[str, str],
) -> None:
    (fault,) = faults(read_locally, **public)
    assert "SECRET_KEY is missing" in fault
    assert not read_locally(SECRET_KEY=KEY, **public).local


def test_behind_a_proxy_the_site_s_name_must_be_told() -> None:
    (fault,) = faults(SECRET_KEY=KEY, BEHIND_PROXY="1")
    assert fault.startswith("CLINIC_CHECK_TRUSTED_HOSTS is missing")


@pytest.mark.parametrize(
    ("key", "weakness"),
    [
        (KEY[:31], "32 characters or more"),
        ("a" * 64, "same few characters"),
        ("abcabcba" * 8, "same few characters"),
        ("correct-horse-42" * 2, "same few characters"),
        ("this-is-my-Secret-key-0123456789", "“secret”"),
        ("0123456789-Change_Me-0123456789-ab", "“changeme”"),
        ("my-very-long-password-0123456789-x", "“password”"),
    ],
)
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_OLD"])
@pytest.mark.parametrize("read", [read, read_locally])
def test_a_key_that_can_be_guessed_is_refused_without_showing_it(
    name: str, key: str, weakness: str, read: Callable[..., Settings]
) -> None:
    (fault,) = faults(read, **({"SECRET_KEY": KEY} | {name: key}))
    assert fault.startswith(f"CLINIC_CHECK_{name} is too weak: ")
    assert weakness in fault
    assert "token_hex()" in fault
    assert key not in fault


def test_a_key_made_as_told_is_strong_enough() -> None:
    assert read(SECRET_KEY=secrets.token_hex())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CONTENT", "/no/such/folder", "no folder '/no/such/folder'"),
        ("TRUSTED_HOSTS", "https://check.example.org", "'https://check.example.org' is not one"),
        ("TRUSTED_HOSTS", "check.example.org:8443", "without https:// or a port"),
        ("TRUSTED_HOSTS", "*", "'*' is not one"),
        ("TRUSTED_HOSTS", "check..example.org", "is not one"),
        ("TRUSTED_HOSTS", "-check.example.org", "is not one"),
        ("BEHIND_PROXY", "yes", "0 to 9; it is 'yes'"),
        ("BEHIND_PROXY", "-1", "0 to 9; it is '-1'"),
        ("BEHIND_PROXY", "٢", "0 to 9"),
        ("REGISTRY", "no", "“on” or “off”; it is 'no'"),
        ("REGISTRY_URL", "http://mirror.example.org/api", "must start with https://"),
        ("REGISTRY_URL", "https:///api", "name a host"),
        ("REGISTRY_URL", "https://mirror.example.org:port/", "name a host"),
        ("REGISTRY_URL", "https://user:word@mirror.example.org/", "without a password"),
        ("REGISTRY_URL", "https://mirror.example.org/?a=b", "a plain address"),
        ("CACHE_URL", "memcached://cache", "must start with redis:// or rediss://"),
        ("CACHE_URL", "redis://", "name a host"),
        ("METRICS", "yes", "“on” or “off”; it is 'yes'"),
        ("PUBLIC_URL", "check.example.org", "must start with https://"),
        ("PUBLIC_URL", "https://", "name a host"),
        ("PUBLIC_URL", "https://check.example.org/?a=1", "a plain address"),
        ("PUBLIC_URL", "https://check.example.org/" + "a" * 40, "60 characters or fewer"),
        ("TIME_ZONE", "Eastern", "such as “America/Los_Angeles”"),
        ("TIME_ZONE", "America", "'America' is not one"),
        ("TIME_ZONE", "../UTC", "'../UTC' is not one"),
        ("TIME_ZONE", "/etc/localtime", "'/etc/localtime' is not one"),
    ],
)
def test_a_wrong_value_is_refused_in_words(name: str, value: str, words: str) -> None:
    (fault,) = faults(**{"SECRET_KEY": KEY, name: value})
    assert fault.startswith(f"CLINIC_CHECK_{name} ")
    assert words in fault


@pytest.mark.parametrize(
    ("name", "meant"), [("SECERT_KEY_OLD", "SECRET_KEY_OLD"), ("METRIC", "METRICS")]
)
def test_a_name_with_a_typing_mistake_is_told_with_what_was_meant(name: str, meant: str) -> None:
    assert faults(**{"SECRET_KEY": KEY, name: "on"}) == [
        f"CLINIC_CHECK_{name} is not a setting. Did you mean CLINIC_CHECK_{meant}?"
    ]


def test_variables_of_a_kubernetes_service_of_our_name_stop_nothing() -> None:
    added = {"SERVICE_HOST": "10.0.0.9", "PORT": "tcp://10.0.0.9:8000", "PORT_8000_TCP": "x"}
    assert read(SECRET_KEY=KEY, **added).secret_key == KEY


def test_a_mirror_of_the_registry_on_this_device_may_do_without_https() -> None:
    url = "http://127.0.0.1:9/api/v2"
    assert read(SECRET_KEY=KEY, REGISTRY_URL=url).registry_url == url


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        SECRET_KEY_OLD="old",
        CONTENT="/no/such/folder",
        TRUSTED_HOSTS="*",
        BEHIND_PROXY="many",
        REGISTRY="perhaps",
        REGISTRY_URL="ftp://x",
        CACHE_URL="x",
        METRICS="both",
        PUBLIC_URL="ftp://x",
        TIME_ZONE="Mars",
    )
    assert [fault.split()[0].removeprefix("CLINIC_CHECK_") for fault in told] == [
        *("BEHIND_PROXY", "TRUSTED_HOSTS", "SECRET_KEY", "SECRET_KEY_OLD"),
        *("CONTENT", "REGISTRY", "REGISTRY_URL", "CACHE_URL", "METRICS"),
        *("PUBLIC_URL", "TIME_ZONE"),
    ]


def test_a_setting_whose_package_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("redis", "prometheus_client"):
        monkeypatch.setitem(sys.modules, module, None)  # as if it weren't there
    told = faults(SECRET_KEY=KEY, CACHE_URL="redis://cache", METRICS="on")
    assert [fault.split()[0] for fault in told] == [
        "CLINIC_CHECK_CACHE_URL",
        "CLINIC_CHECK_METRICS",
    ]
    for fault, extra in zip(told, ("redis", "metrics"), strict=True):
        assert f"Install it with: python3 -m pip install 'clinic-check[{extra}]'" in fault
    assert read(SECRET_KEY=KEY, METRICS="off")


def test_the_day_is_that_of_the_site_s_time_zone() -> None:
    first, last = "Pacific/Kiritimati", "Etc/GMT+12"  # 26 hours apart: never the same day
    there = today(read(SECRET_KEY=KEY, TIME_ZONE=first))
    assert there > today(read(SECRET_KEY=KEY, TIME_ZONE=last))


def test_no_secret_is_in_the_settings_text_form() -> None:
    settings = read(SECRET_KEY=KEY, SECRET_KEY_OLD=KEY.upper(), CACHE_URL="redis://:pass@cache")
    for hidden in (KEY, KEY.upper(), "pass"):
        assert hidden not in repr(settings)
