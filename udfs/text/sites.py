"""The web shop a listing comes from, as one short text whatever way its source names it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from udfs.text.keys import tidy

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:/{1,2}")
_LONGEST = 100  # characters; what is longer was not meant to name a shop
_LONGEST_LABEL = 63  # RFC 1035; the time that decoding takes grows with the square of the length
_NOTHING = {"http", "https", "n.a", "nan", "none", "null", "undefined", "unknown", "无", "未知"}


def site_of(text: str | None) -> str | None:
    """The site that a URL, a host or a shop's name stands for; null when it stands for none.

    ``https://www.Example-Shop.com:443/p/7`` gives ``example-shop.com``: the host in lower case, without scheme, user,
    port, path and a leading ``www.``; an international name (IDN) in its own script. ``Lin's  Shop`` gives
    ``lin's shop``. Paths, addresses made of numbers, text without letters and words such as ``unknown`` name no shop:
    they would give each listing a site of its own.
    """
    plain = tidy(_visible(text or "").replace("\\", "/")).lower()
    scheme = _SCHEME.match(plain)
    host = _host(plain[scheme.end() :] if scheme else plain)
    if host and (scheme or "." in host):
        return host
    return None if scheme or not _is_name(plain) else plain


def _visible(text: str) -> str:
    """Without control and format characters and halves of surrogate pairs; white space stays."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")


def _host(text: str) -> str | None:
    """The host that ``host:port/path`` begins with, in lower case; null when it does not begin with one."""
    try:
        found = urlsplit(f"//{text}").hostname
    except ValueError:  # brackets around something that is no IPv6 address
        return None
    labels = [_in_own_script(label) for label in (found or "").replace("。", ".").strip(".").split(".")]
    if len(labels) > 2 and labels[0] == "www":
        del labels[0]
    host = ".".join(labels)
    is_host = all(map(_is_label, labels)) and len(labels[-1]) > 1 and any(map(str.isalpha, labels[-1]))
    return host if is_host and len(host) <= _LONGEST else None


def _in_own_script(label: str) -> str:
    """A label of a host decoded from its ASCII form ``xn--…``; one that does not decode to a label stays as it is."""
    if not label.startswith("xn--") or len(label) > _LONGEST_LABEL:
        return label
    try:
        decoded = label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return decoded if _is_label(decoded) else label


def _is_label(text: str) -> bool:
    return bool(text) and all(c.isalnum() or c in "-_" or unicodedata.category(c)[0] == "M" for c in text)


def _is_name(text: str) -> bool:
    if text in _NOTHING or len(text) > _LONGEST or "/" in text or "\ufffd" in text:
        return False
    return any(map(str.isalpha, text))
