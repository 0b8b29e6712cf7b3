"""What every page of ours must be, whichever service made it: `lint(html, url)`.

It reads the page as a browser does, and tells all its mistakes at once.
"""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from gateway.routes import ROUTES

PREFIXES = ("/login", "/logout", "/inicio", "/ui", *(route.prefix for route in ROUTES))
"""Where a link may lead, besides `/`: what the gateway answers."""

ELSEWHERE = {"mailto", "tel"}
"""The schemes by which a link may leave the platform."""

NOT_FILLED_IN = {"hidden", "submit", "button", "image", "reset"}
"""The types of <input> that need no label."""

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list")
"""The attributes that name other elements of the page."""

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src"}
"""What a page loads without being asked, besides <link> and the drawings in <use>."""


def lint(html: str, url: str) -> Element:
    """Return the page as a tree, if nothing is wrong with it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page: Element = parser.parse(html)
    errors = [f"line {line}: {code} {given}" for (line, _), code, given in parser.errors]
    mistakes = [*errors, *(found for check in CHECKS for found in check(page, url))]
    assert not mistakes, "\n".join([f"{url} is no page of ours:", *mistakes])
    return page


def text_of(element: Element) -> str:
    """Return what one reads in it, on one line."""
    return " ".join("".join(element.itertext()).split())


def heading_of(page: Element) -> str:
    """Return its <h1>."""
    return text_of(next(page.iter("h1")))


def _titles(page: Element, _url: str) -> Iterator[str]:
    if not page.get("lang", "").startswith("es"):
        yield "the language is not said to be Spanish"
    titles = [text_of(title) for title in page.findall("./head/title")]
    headings = [text_of(heading) for heading in page.iter("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"there must be one <h1>: {headings}"
    elif titles != [f"{headings[0]} · AYNI"]:
        yield f"the title {titles} is not the heading {headings}"


def _levels(page: Element, _url: str) -> Iterator[str]:
    before = 1
    for element in page.find("body").iter():
        if isinstance(element.tag, str) and element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            level = int(element.tag[1])
            if level > before + 1:
                yield f"<{element.tag}> {text_of(element)!r} skips a level"
            before = level


def _ids(page: Element, _url: str) -> Iterator[str]:
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    yield from (
        f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1
    )
    for element in page.iter():
        named = " ".join(element.get(reference, "") for reference in REFERENCES).split()
        if element.tag == "a" and element.get("href", "").startswith("#"):
            named.append(element.get("href", "")[1:])
        yield from (f"<{element.tag}> names #{name}, which is not there"
                    for name in named if name not in ids)  # fmt: skip


def _controls(page: Element, _url: str) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label") if text_of(label)}
    inside = {control for label in page.iter("label") for control in label.iter()}
    for control in page.iter():
        if control.tag in {"input", "select", "textarea"}:
            has_label = control.get("id") in labelled or control in inside or _is_named(control)
            if not has_label and control.get("type") not in NOT_FILLED_IN:
                yield f"<{control.tag} name={control.get('name')!r}> has no label"
        if control.tag == "button":
            if control.get("type") not in {"submit", "button"}:
                yield f"<button> {text_of(control)!r} does not say its type"
            if not text_of(control) and not _is_named(control):
                yield "<button> says nothing"


def _forms(page: Element, url: str) -> Iterator[str]:
    for form in page.iter("form"):
        if form.get("method") not in {"get", "post", "dialog"} or not form.get("action"):
            yield f"<form {form.attrib}> does not say its method and action"
        elif not _is_ours(form.get("action", ""), url):
            yield f"<form> is sent elsewhere: {form.get('action')}"
        elif "novalidate" not in form.attrib and any(map(_is_filled_in, form.iter())):
            yield f"<form {form.attrib}> leaves its mistakes to the bubbles of the browser"


def _links(page: Element, url: str) -> Iterator[str]:
    for link in page.iter("a"):
        href = link.get("href", "")
        if not href or not (_is_ours(href, url) or urlsplit(href).scheme in ELSEWHERE):
            yield f"<a> {text_of(link)!r} leads elsewhere: {href!r}"
        if not text_of(link) and not _is_named(link):
            yield f"<a href={href!r}> says nothing"


def _loaded(page: Element, url: str) -> Iterator[str]:
    """Find what the CSP would refuse, and what would tell others who reads our pages."""
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or "style" in element.attrib:
            yield f"<{element.tag}> has a style of its own"
        if element.tag == "script" and not element.get("src"):
            yield "<script> is in the page"
        yield from (
            f"<{element.tag}> has {name}" for name in element.attrib if name.startswith("on")
        )
        address = element.get(LOADED.get(element.tag, ""), "")
        if element.tag.rpartition("}")[2] in {"link", "use"}:
            address = element.get("href", "")
        if address and not _is_ours(address, url):
            yield f"<{element.tag}> is loaded from elsewhere: {address}"


def _pictures(page: Element, _url: str) -> Iterator[str]:
    for picture in page.iter("img"):
        if "alt" not in picture.attrib:
            yield f"<img src={picture.get('src')!r}> has no alt"


def _tables(page: Element, _url: str) -> Iterator[str]:
    for table in page.iter("table"):
        if not any(text_of(caption) for caption in table.iter("caption")):
            yield "<table> has no caption"
        headers = list(table.iter("th"))
        if not headers or not all(header.get("scope") for header in headers):
            yield "<table> has no headers, or they do not say what they are the head of"


CHECKS = (_titles, _levels, _ids, _controls, _forms, _links, _loaded, _pictures, _tables)
"""All that is looked at, besides the grammar of HTML itself."""


def _is_filled_in(element: Element) -> bool:
    is_control = element.tag in {"input", "select", "textarea"}
    return is_control and element.get("type") not in NOT_FILLED_IN


def _is_named(element: Element) -> bool:
    return bool(element.get("aria-label") or element.get("aria-labelledby"))


def _is_ours(address: str, url: str) -> bool:
    """Tell whether an address, found in the page at `url`, is one that the gateway answers."""
    target = urlsplit(urljoin(url, address))
    if target[:2] != urlsplit(url)[:2]:
        return False
    path = target.path
    is_here = path in {"/", urlsplit(url).path}
    return is_here or any(path == prefix or path.startswith(f"{prefix}/") for prefix in PREFIXES)
