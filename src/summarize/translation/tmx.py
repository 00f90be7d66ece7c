"""Translation memories as TMX 1.4, which every translator's tool reads.

TMX is XML of half a dozen elements, so lxml is all it takes: it writes as it goes, and refuses what
would not be well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from summarize import __version__
from summarize.errors import OutputError
from summarize.storage import replacing
from summarize.translation.memory import MemoryEntry

if TYPE_CHECKING:
    from lxml import etree

_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADER = {
    "creationtool": "summarize",
    "creationtoolversion": __version__,
    "segtype": "sentence",
    "o-tmf": "summarize",
    "adminlang": "en",
    "srclang": "*all*",  # each unit names its own
    "datatype": "plaintext",
}


def write_tmx(entries: Iterable[MemoryEntry], path: Path) -> int:
    """Write entries to a file, which is whole or as it was before.

    Characters that XML cannot hold become U+FFFD.

    Returns:
        How many entries were written.

    Raises:
        OutputError: lxml is not installed, or the file cannot be written.
    """
    try:
        from lxml import etree
    except ImportError as error:
        raise OutputError(
            "writing TMX needs lxml, which is not installed", hint="pip install 'summarize[tmx]'"
        ) from error
    count = 0
    try:
        with replacing(path) as stream, etree.xmlfile(stream, encoding="utf-8") as xml:
            xml.write_declaration()
            with xml.element("tmx", version="1.4"):
                xml.write(etree.Element("header", _HEADER), pretty_print=True)
                with xml.element("body"):
                    for entry in entries:
                        xml.write(_unit(entry), pretty_print=True)
                        count += 1
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="name a file in a folder that exists and can be written",
        ) from error
    return count


def _unit(entry: MemoryEntry) -> etree._Element:
    from lxml import etree

    made = f"{entry.made:%Y%m%dT%H%M%SZ}"
    unit = etree.Element("tu", srclang=entry.pair.source, creationdate=made)
    etree.SubElement(unit, "prop", type="x-system").text = _clean(entry.system)
    for language, text in (
        (entry.pair.source, entry.source),
        (entry.pair.target, entry.target),
    ):
        variant = etree.SubElement(unit, "tuv", {_XML_LANGUAGE: language})
        etree.SubElement(variant, "seg").text = _clean(text)
    return unit


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
