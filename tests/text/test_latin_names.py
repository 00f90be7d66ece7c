"""What of a source may stay in Latin letters in a text of another script."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from summarize.text.latin_names import latin_names
from summarize.text.scripts import kept_spans, strange_words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CO2 and H5N1 and COVID-19", ["CO2", "H5N1", "COVID-19"]),
        ("The G7 flew in an A320, not an F-16.", ["G7", "A320", "F-16"]),
        ("COVID-19-related costs of 5G and B2B", ["COVID-19", "5G", "B2B"]),
        ("The iPhones of eBay run iOS at pH 7.", ["iPhone", "eBay", "iOS", "pH"]),
        ("It was 30 °C, or 86°F.", ["°C", "°F"]),
        ("HBO Max and CNN's desk", ["HBO Max", "CNN"]),
        ("AT&T sells NFTs.", ["NFT", "AT&T"]),
        ("Boeing 737 MAX jets", ["MAX", "Boeing"]),
        ("He asked Google Maps and Facebook.", ["Google Maps", "Facebook"]),
        ("He read The Harbour Times.", ["Harbour Times"]),
        ("as the Guardian wrote", ["Guardian"]),
        ("the airline Northwind Air flew", ["Northwind Air"]),
        ("Northwind Traders Inc. was sold.", ["Northwind Traders"]),
        ("the Brightly app", ["Brightly"]),
        ("She posted it on Chirper and Flitter.", ["Chirper"]),
        ("Covid laws", ["COVID", "Covid"]),
        ("Elizabeth II and World War II Germany", ["II"]),
        ("Apple Sues Google Over Maps In Court", ["Apple", "Google"]),
        ("A G7 Leader Calls HBO Some Bad Names", ["G7", "HBO"]),
    ],
)
def test_codes_abbreviations_brands_and_media(text: str, names: list[str]) -> None:
    assert latin_names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "John Smith left London for New York on Monday.",
        "McCarthy met DeBerry and O'Neill.",
        "The UN, NATO, the EU and WHO met in the US.",
        "In the 1980s, on the 10th, at 1.30pm, 50km away, 24GB and 5kWh",
        "The Il-76 and the S-400 were shown.",
        "under-21s and mid-1990s",
        "Harrison Ford met Michael Bloomberg.",
        "Cristóbal Balenciaga was a tailor.",
        "Shell was found. Target it. The Amazon rises.",
        "THEY NEVER CAME BACK",
        "He did NOT go.",
        "She posted on Friday.",
        "U.S. officials",
        "BERLIN, Dec. 5",
        "PARIS - It rained.",
        "The United Arab Emirates fell in Q3.",
        "The app of this browser is good. New smartphones came.",
        "It was fake news. Fake News it was.",
        "Soyuz-2 and Expo-2020",
        "a PhD on MiG-29s",
    ],
)
def test_persons_places_and_what_is_translated_do_not_count(text: str) -> None:
    assert latin_names(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Facebook CEO Mark Johnson", ["Facebook"]),
        ("Google President Ann Lee", ["Google"]),
        ("on Facebook Monday", ["Facebook"]),
        ("a Ford Mustang", ["Ford Mustang"]),
    ],
)
def test_a_product_belongs_to_a_brand_and_an_office_does_not(text: str, names: list[str]) -> None:
    assert latin_names(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Sues Google Maps over some Great News into three Photos", ["Google"]),  # 7 of 10
        ("Mayor Sues Google Maps over some fine Photos", ["Google"]),  # 5 of 8
        ("Mayor Sues Google Maps over some Great into three four Photos", ["Google Maps"]),
        ("See Google Maps now", ["Google Maps"]),  # three capitals are too few to tell
    ],
)
def test_in_a_headline_a_capital_tells_no_product(text: str, names: list[str]) -> None:
    assert latin_names(text) == names


def test_the_list_is_well_formed() -> None:
    table = resources.files("summarize.text") / "latin_names.tsv"
    rows = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    kinds = {row.split("\t")[0] for row in rows}
    names = [name for row in rows for name in row.split("\t")[1].split(", ")]
    assert kinds == {"known", "word", "surname", "translated"}
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if name != name.strip() or not name] == []


@pytest.mark.parametrize(
    ("text", "scripts", "spans"),
    [
        ("See https://a.example/x for CO2.", ("Latn", "Cyrl"), ["https://a.example/x", "CO2"]),
        ("Илон Маск купил Twitter.", ("Cyrl", "Hans"), ["Twitter"]),
        ("Илон Маск купил Twitter.", ("Cyrl", "Cyrl"), ["Twitter"]),
        ("Илон Маск купил Twitter.", ("Cyrl", "Latn"), []),
        ("Пишите на a@b.example под #выборы.", ("Cyrl", "Latn"), ["#выборы"]),
        ("HBO Max", ("Latn", "Latn"), []),
        ("The word «да» on HBO", ("Latn", "Cyrl"), ["HBO"]),
        ("The word «да» on HBO", ("Latn", "Latn"), ["да"]),
    ],
)
def test_only_what_is_foreign_to_the_target_is_kept(
    text: str, scripts: tuple[str, str], spans: list[str]
) -> None:
    assert kept_spans(text, *scripts) == spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("HBO Max и max", []),
        ("сериал HBO-шоу, COVID-19", []),
        ("сериал HBO Plus", ["Plus"]),
        ("сериал HBOшоу", ["HBO"]),
        ("НаHBO", ["HBO"]),
        ("Ma", ["Ma"]),
    ],
)
def test_strange_words_are_whole_words_of_no_span(text: str, words: list[str]) -> None:
    assert strange_words(text, ["HBO Max", "COVID-19"], "Cyrl") == words
