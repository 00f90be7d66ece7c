from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.text.agreement import difference
from summarize.text.number import Weight
from summarize.text.numbers import find_numbers
from summarize.text.quantities import find_quantities

_PIECES = """
9 12 0 00 30 1,500 1.5 10.30 25.07 3 a.m. p.m. : - – to and by ' " past half quarter noon midnight
March May Sept. the of 1st degrees °F C below minus miles feet inches % million lakh crore dozen
a an 2019 -20 1990s century x ½ ² 24/7 9/11 03/04/2020 2020-03-04 hundred five one G7 COVID-19 m km
утра вечера дня ночи в половине десятого без полдень марта градусов мороза миль футов км/ч
процентов млн десяток полтора 90-е века XIX пять двухметровый полчаса сутки т г.
""".split()
TEXTS = st.lists(st.sampled_from(_PIECES), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)


def written(source: str, translation: str) -> tuple[list[str], list[str]]:
    """What an English text lost and gained in Russian."""
    found = difference(source, "en", translation, "ru")
    return [number.text for number in found.lost], [number.text for number in found.added]


def test_a_changed_number_is_lost_and_added() -> None:
    found = written("Three of the 44 died on July 11", "Двое из 40 умерли 11 июля")
    assert found == (["Three", "44"], ["Двое", "40"])


def test_the_scale_of_a_range_holds_for_both_ends() -> None:
    assert written("from 340 million to 500 million", "от 340 до 500 миллионов") == ([], [])


def test_a_converted_number_is_named_with_its_unit() -> None:
    found = written("some 10 inches of snow", "около 45 см снега")
    assert found == (["10 inches"], ["45 см"])


def test_a_unit_that_changed_alone_is_found() -> None:
    assert written("50 miles away", "в 50 км отсюда") == (["50 miles"], ["50 км"])


def test_a_wrong_conversion_beside_the_number_itself_is_found() -> None:
    assert written("50 miles away", "в 50 милях (80 км) отсюда") == ([], [])
    assert written("50 miles away", "в 50 милях (90 км) отсюда") == (["50 miles"], ["90 км"])


def test_one_form_of_two_is_enough() -> None:
    assert written("50 miles (80 km) away", "в 80 км отсюда") == ([], [])
    assert written("80 km away", "в 80 км (50 милях) отсюда") == ([], [])


def test_a_unit_alone_accounts_only_for_its_own_dimension() -> None:
    assert written("24 hours", "сутки") == ([], [])
    assert written("1 ship a year", "судно в год") == (["1"], [])


def test_a_time_in_the_wrong_half_of_the_day_is_found_although_its_number_is_there() -> None:
    source = "open between 6 a.m. and 9 p.m."
    assert written(source, "открыто с 6 утра до 9 вечера") == ([], [])
    found = written(source, "открыто с 6 до 9 утра и с 9 до 9 вечера")
    assert found == (["9 p.m"], ["9 утра"])


def test_noon_that_became_midnight_is_found() -> None:
    assert written("at noon", "в полночь") == (["noon"], ["полночь"])
    assert written("at noon", "днём") == ([], [])
    assert written("from noon to midnight", "с полудня до полуночи") == ([], [])


def test_a_lost_day_is_lost_whatever_else_is_a_one() -> None:
    found = written("One law of March 1, 2027", "Один закон от марта 2027 года")
    assert found == (["March 1"], ["марта"])
    assert written("a law of March 2027", "закон от 1 марта 2027 года") == (["March"], ["1 марта"])


def test_a_changed_month_is_found() -> None:
    assert written("on March 1", "1 апреля") == (["March 1"], ["1 апреля"])
    assert written("in March 2027", "в апреле 2027 года") == (["March"], ["апреле"])
    assert written("in March 2027", "весной 2027 года") == ([], [])


def test_a_day_may_lose_its_month() -> None:
    assert written("on March 1", "1-го числа") == ([], [])
    assert written("on the 1st", "1 марта") == ([], [])


def test_a_changed_code_is_found_and_a_lost_one_is_not() -> None:
    assert written("after COVID-19", "после COVID-13") == (["19"], ["13"])
    assert written("the G7 leaders", "лидеры «Большой семёрки»") == ([], [])
    assert written("after COVID-19", "после пандемии") == ([], [])


def test_one_of_two_equal_numbers_that_changed_is_lost() -> None:
    source = "60 ships left and 60 planes came"
    assert written(source, "60 судов ушли, и 70 самолётов прибыли") == (["60"], ["70"])
    assert written(source, "столько же судов и самолётов: по 60") == ([], [])


def test_a_number_that_a_time_accounts_for_is_not_lost() -> None:
    assert written("They came at 9.", "В 9 вечера пришли 5 человек.") == ([], ["5"])


def test_regrouped_digits_are_the_same_number() -> None:
    assert written("call 229-6201", "звоните 229 62 01") == ([], [])
    assert written("it cost 6201", "это стоило 62 или 10") == (["6201"], ["62", "10"])
    assert written("it cost 15 million", "это стоило 1 и 5 миллионов")[0]


def test_decimals_agree_by_value_but_with_a_time_by_their_parts() -> None:
    assert written("6.34 inches", "6,33 дюйма") == (["6.34 inches"], ["6,33 дюйма"])
    assert written("it cost 12.50", "это стоило 12.40") == (["12.50"], ["12.40"])
    assert written("at 9:40 p.m.", "в 21.40") == ([], [])
    assert written("at 9:40 p.m.", "в 21.45") == (["9:40 p.m"], ["21.45"])
    assert written("at 9 p.m.", "в 21.30") == (["9 p.m"], ["21.30"])
    assert written("on July 25", "25.07.") == ([], [])
    assert written("on July 25", "25.08.") == (["July 25"], ["25.08"])
    assert written("in July 2020", "07/2020") == ([], [])


def test_round_thousands_are_compared_to_the_last_digit() -> None:
    assert written("250,000 comics", "250 003 комикса") == (["250,000"], ["250 003"])


@pytest.mark.parametrize("language", ["en", "ru"])
@given(text=TEXTS)
def test_every_text_agrees_with_itself(language: str, text: str) -> None:
    found = difference(text, language, text, language)
    assert (found.lost, found.added) == ([], []) or (found.lost, found.added) == ((), ())


@given(st.one_of(TEXTS, st.text()), st.one_of(TEXTS, st.text()))
def test_what_is_lost_is_of_the_source_and_what_is_added_of_the_translation(
    one: str, other: str
) -> None:
    found = difference(one, "en", other, "ru")
    assert set(found.lost) <= set(find_quantities(one, "en"))
    assert set(found.added) <= set(find_quantities(other, "ru"))
    assert not any(number.span[1] > len(one) for number in found.lost)
    without_lexicon = difference(one, "de", other, "ru")
    lost = {number.span for number in without_lexicon.lost}
    assert lost <= {number.span for number in find_numbers(one, "de")}


@given(st.one_of(TEXTS, st.text()))
def test_a_text_loses_all_that_has_to_be_kept_to_an_empty_one(text: str) -> None:
    surely = [number for number in find_quantities(text, "ru") if number.weight is not Weight.LOOSE]
    assert list(difference(text, "ru", "", "en").lost) == surely
    assert list(difference("", "en", text, "ru").added) == surely
