"""Sites: every way to name one shop gives one text, and what names none gives null."""

from __future__ import annotations

import pytest

from udfs.text.sites import site_of


@pytest.mark.parametrize(
    "text",
    [
        "https://www.Example-Shop.com/p/7?color=red#top",
        "http://example-shop.com",
        "HTTPS://me:secret@example-shop.com:8443/",
        "//www.example-shop.com/p/7",
        "https:/www.example-shop.com/p",
        r"https:\\www.example-shop.com\p",
        "www.example-shop.com",
        " example-shop.com. ",
        "example-shop.com:80/p/7",
        "<https://example-shop.com/p>",
        "ｗｗｗ．ｅｘａｍｐｌｅ－ｓｈｏｐ．ｃｏｍ",
        "\u200bexample-shop.com\ufeff",
    ],
)
def test_a_host_is_one_site_however_it_is_written(text: str) -> None:
    assert site_of(text) == "example-shop.com"


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://m.example-shop.co.uk/", "m.example-shop.co.uk"),
        ("https://www.com/", "www.com"),
        ("http://intranet:8080/x", "intranet"),
        ("https://www.xn--kchen-kva.example/p", "küchen.example"),
        ("Küchen.example", "küchen.example"),
        ("https://杯子。中国/p", "杯子.中国"),
        ("xn--0.example", "xn--0.example"),
        (f"xn--{'a' * 60}.example", f"xn--{'a' * 60}.example"),  # no label is that long
        ("https://दुकान.example", "दुकान.example"),
        ("Lin's   Shop", "lin's shop"),
        ("【艾克米旗舰店】", "艾克米旗舰店"),
        ("St. Anne Cups", "st. anne cups"),
        ("shop v2.0", "shop v2.0"),
    ],
)
def test_other_hosts_and_names(text: str, site: str) -> None:
    assert site_of(text) == site


@pytest.mark.parametrize(
    "text",
    [
        None, "", " \u3000\u200b", "-", "12345", "N/A", "n.a.", "null", "Unknown", "未知", "https://", "https:///p/7",
        "/p/7", "p/7/cup.html", "http://192.0.2.7/p", "192.0.2.7", "http://[2001:db8::1]/p", "http://[oops/p",
        "https://a b.example/", "https://x..y/", "https://--/", "https://caf\ufffd.example/", "caf\ufffd", "\ud83d",
        "xn--" * 50_000 + ".example", "shop " * 30, f"https://{'a' * 101}.example/",
    ],
)  # fmt: skip
def test_what_names_no_shop_is_null(text: str | None) -> None:
    assert site_of(text) is None


def test_a_site_stands_for_itself() -> None:
    for site in ("example-shop.com", "küchen.example", "lin's shop", "艾克米旗舰店", "www.com"):
        assert site_of(site) == site
