"""The rescue ladder on scripted models: what replaces what, and what it may cost."""

from __future__ import annotations

import pytest

from summarize.readers.files import read_bytes
from summarize.translation.attempts import Policy, Result
from summarize.translation.rescue import DEFAULT_SHARE
from summarize.translation.translator import Translator
from summarize.types import Decoding, LangPair, Severity, Status
from support.loading import done
from support.scripted_models import Said, Script, ScriptedModels, first_and_retry

EN_RU = LangPair("en", "ru")
TEXT = "The harbour is closed."
SOUND = Said("Гавань закрыта.")
OTHER = Said("Порт закрыт.")


def cut(text: str, score: float = -0.1) -> Said:
    """What ran into its limit, and is rejected for it."""
    return Said(text, finished=False, score=score)


def results(models: ScriptedModels, *texts: str, policy: Policy | None = None) -> dict[str, Result]:
    translator = Translator(list(models.engines), models.load, policy or Policy())
    return translator.translate([texts], EN_RU, done)[0]


def climbed(first: Said, retry: Said) -> tuple[str, Status, str]:
    """What stands for the text: its words, its status and its rung."""
    models = ScriptedModels(one=first_and_retry({TEXT: first}, {TEXT: retry}))
    result = results(models, TEXT)[TEXT]
    return result.hypothesis.text, result.status, str(result.rung)


def names(result: Result) -> list[str]:
    return [check.name for check in result.checks]


# What replaces what


@pytest.mark.parametrize("score", [-0.5, -1.0, -3.0])
def test_a_rescue_that_is_no_better_never_replaces_what_there_was(score: float) -> None:
    first = cut("Гавань закрыта.", -0.5)
    kept = ("Гавань закрыта.", Status.FLAGGED, "first")
    assert climbed(first, cut("Гавань закрыли.", score)) == kept


def test_of_two_rejected_the_better_one_stands_and_is_still_flagged() -> None:
    made = climbed(cut("Гавань закрыта.", -0.5), cut("Гавань закрыли.", -0.4))
    assert made == ("Гавань закрыли.", Status.FLAGGED, "retry")


def test_what_is_accepted_replaces_what_is_not_whatever_their_scores() -> None:
    made = climbed(cut("Гавань закрыта", -0.1), Said("Порт закрыт.", score=-9.0))
    assert made == ("Порт закрыт.", Status.RESCUED, "retry")


def test_nothing_never_replaces_words() -> None:
    """What is copied in part has two findings against it, what is empty only one."""
    worse = cut(TEXT, -9.0)
    assert climbed(worse, Said("", score=-0.1)) == (TEXT, Status.FLAGGED, "first")


def test_words_replace_nothing_whatever_their_scores() -> None:
    made = climbed(Said("", score=-0.1), cut(TEXT, -9.0))
    assert made == (TEXT, Status.FLAGGED, "retry")


def test_a_later_worse_system_never_replaces_an_earlier_better_one() -> None:
    models = ScriptedModels(
        one=lambda *_: cut("Гавань закрыта.", -0.9),
        two=lambda *_: cut("Гавань закрыли.", -0.1),
        three=lambda *_: cut("Гавань заперта.", -0.5),
    )
    result = results(models, TEXT)[TEXT]
    assert (result.hypothesis.text, str(result.rung)) == ("Гавань закрыли.", "system:two")


def test_only_what_is_rejected_climbs_and_only_until_it_is_rescued() -> None:
    bad = "The bridge is open."
    models = ScriptedModels(
        one=lambda text, _: SOUND if text == TEXT else cut("Мост"),
        two=lambda *_: Said("Мост открыт."),
        three=lambda *_: Said("Мост ещё открыт."),
    )
    made = results(models, TEXT, bad)
    assert models.asked("one") == [TEXT, bad, bad]
    assert (models.asked("two"), models.asked("three")) == ([bad], [])
    assert [(r.status, str(r.rung)) for r in made.values()] == [
        (Status.ACCEPTED, "first"),
        (Status.RESCUED, "system:two"),
    ]
    assert made[bad].checks == ()


def test_each_rung_searches_in_its_own_way() -> None:
    models = ScriptedModels(one=lambda *_: cut("Мост"), two=lambda *_: cut("Мост"))
    usual = Decoding(beam_size=3, max_new_tokens=70)
    results(models, TEXT, policy=Policy(usual))
    retry = Decoding(
        beam_size=6,
        repetition_penalty=1.2,
        no_repeat_ngram_size=4,
        max_new_tokens=70,
        length_factor=2.0,
    )
    assert models.engines["one"].decodings == [usual, retry]
    assert models.engines["two"].decodings == [usual]


def test_a_chat_model_is_retried_without_more_beams() -> None:
    models = ScriptedModels(one=lambda *_: cut("Мост"))
    models.load("one").causal = True
    results(models, TEXT, policy=Policy(Decoding(beam_size=3)))
    assert [how.beam_size for how in models.engines["one"].decodings] == [3, 3]


def test_every_rung_translates_between_the_languages_asked_for() -> None:
    models = ScriptedModels(one=lambda *_: cut("Мост"), two=lambda *_: cut("Мост"))
    results(models, TEXT)
    assert [codec.pairs for codec in models.codecs.values()] == [{EN_RU}, {EN_RU}]


def test_a_policy_examines_and_decodes_greedily_unless_told_otherwise() -> None:
    models = ScriptedModels(one=lambda text, _: text)
    result = results(models, TEXT)[TEXT]
    assert "copied" in names(result)
    assert models.engines["one"].decodings[0] == Decoding()


def test_without_the_gate_nothing_climbs_and_only_the_unusable_is_flagged() -> None:
    said = {TEXT: Said(TEXT), "It is cut.": cut("Он"), "It is empty.": Said("")}
    models = ScriptedModels(one=lambda text, _: said[text], two=lambda *_: SOUND)
    made = results(models, *said, policy=Policy(gate=False))
    assert [r.status for r in made.values()] == [Status.ACCEPTED, Status.FLAGGED, Status.FLAGGED]
    assert [names(r) for r in made.values()] == [[], ["unfinished"], ["empty"]]
    assert models.asked("one") == list(said)
    assert models.asked("two") == []


def test_how_sure_the_model_is_moves_the_score() -> None:
    sure, unsure = (
        results(ScriptedModels(one=lambda *_, s=score: Said("Порт закрыт.", score=s)), TEXT)[TEXT]
        for score in (-0.1, -2.0)
    )
    assert sure.verdict.score > unsure.verdict.score


# What it may cost

LONG = "harbour " * 898 + "is closed."
"""900 words; a rescue by the first system's other settings leaves too little for another one."""


def copies(text: str, _: Decoding) -> str:
    return text


def test_spending_adds_up_over_the_rungs() -> None:
    models = ScriptedModels(one=copies, two=copies)
    result = results(models, LONG)[LONG]
    assert len(models.asked("one")) == 2, "the retry is within the budget"
    assert models.asked("two") == [], "the retry took most of it"
    assert (result.status, str(result.rung)) == (Status.FLAGGED, "first")


def test_running_out_says_so_beside_what_was_found() -> None:
    result = results(ScriptedModels(one=copies, two=copies), LONG)[LONG]
    *found, last = result.checks
    assert "copied" in [check.name for check in found]
    assert (last.name, last.severity) == ("rescue-budget", Severity.WARN)


def test_who_did_not_run_out_does_not_say_so() -> None:
    result = results(ScriptedModels(one=copies, two=copies), TEXT)[TEXT]
    assert "copied" in names(result)
    assert "rescue-budget" not in names(result)


def test_only_what_the_budget_left_out_says_so() -> None:
    sound: Script = first_and_retry({TEXT: TEXT, LONG: LONG, LONG + " Now.": ""}, {TEXT: SOUND})
    models = ScriptedModels(one=lambda text, how: sound(text, how) if text == TEXT else text)
    longer = LONG + " Now."
    made = results(models, longer, TEXT, LONG)
    assert models.asked("one") == [longer, TEXT, LONG, TEXT, LONG], "the cheapest first"
    assert made[TEXT].status is Status.RESCUED
    assert ["rescue-budget" in names(made[text]) for text in (longer, TEXT, LONG)] == [
        True,
        False,
        False,
    ]


def test_each_document_has_a_budget_of_its_own() -> None:
    models = ScriptedModels(one=copies)
    translator = Translator(["one"], models.load, Policy())
    other = LONG + " Now."
    first, second = translator.translate([[LONG], [other]], EN_RU, done)
    assert models.asked("one") == [LONG, other, LONG, other]
    assert "rescue-budget" not in names(first[LONG]) + names(second[other])


def test_a_budget_follows_the_tokens_of_the_first_attempts_of_its_document() -> None:
    """Half of 3,000 is two more times 600, and not three."""
    texts = [f"Pier {number}" + " harbour" * 598 for number in range(5)]
    models = ScriptedModels(one=copies)
    made = results(models, *texts)
    assert models.asked("one") == [*texts, *texts[:2]]
    assert ["rescue-budget" in names(made[text]) for text in texts] == [False] * 2 + [True] * 3


def test_a_budget_counts_what_was_written_and_not_what_was_read() -> None:
    texts = [f"Pier {number}" + " harbour" * 598 for number in range(5)]
    models = ScriptedModels(one=lambda *_: cut("Пирс"))
    results(models, *texts)
    assert [text for text in models.asked("one")[5:] if text in texts] == texts[:1]


def test_without_a_share_nothing_is_rescued_and_that_is_said() -> None:
    models = ScriptedModels(one=copies, two=copies)
    result = results(models, TEXT, policy=Policy(rescue_share=0.0))[TEXT]
    assert (models.asked("one"), models.asked("two")) == ([TEXT], [])
    assert "rescue-budget" in names(result)
    assert result.status is Status.FLAGGED


def test_a_job_that_says_nothing_rescues_with_half_as_many_tokens() -> None:
    assert Policy().rescue_share == DEFAULT_SHARE == 0.5


def test_the_tokens_that_rescues_took_are_told() -> None:
    first = {TEXT: cut("Гавань"), "It is open.": Said("Она открыта.")}
    models = ScriptedModels(
        one=first_and_retry(first, {TEXT: cut("Это порт закрыт")}), two=lambda *_: SOUND
    )
    translator = Translator(["one", "two"], models.load, Policy())
    groups = translator.attempt([first, [TEXT]], EN_RU, done)
    assert [list(group) for group in groups] == [list(first), [TEXT]]
    assert {str(result.rung) for group in groups for result in group.values()} == {"first"}
    assert translator.rescue(groups, EN_RU) == 2 * (3 + 2)
    assert [group[TEXT].status for group in groups] == [Status.RESCUED] * 2


# In a document


def test_every_segment_says_what_became_of_it() -> None:
    sentences = ["The harbour is closed.", "The bridge is open.", "The ferry is here."]
    text = "\n\n".join([*sentences, "https://harbour.example", "Add a Comment"])
    read = read_bytes(text.encode(), language="en")
    first = {sentences[0]: SOUND, sentences[1]: cut("Мост"), sentences[2]: cut("Паром здесь, у")}
    retry = {sentences[1]: Said("Мост открыт."), sentences[2]: cut("Паром здесь, у", -2.0)}
    models = ScriptedModels(
        one=first_and_retry(first, retry), two=lambda *_: cut("Паром здесь, у", -3.0)
    )
    told: list[int] = []
    translator = Translator(["one", "two"], models.load, Policy())
    one, two = translator.translate_documents([read, read], "ru", told.append)
    assert one == two
    assert (one.language, one.system) == ("ru", "one")
    assert [entry.id for entry in one.segments] == [segment.id for segment in read.segments]
    assert [(e.text, e.status, e.rung, e.system) for e in one.segments] == [
        ("Гавань закрыта.", Status.ACCEPTED, "first", "one"),
        ("Мост открыт.", Status.RESCUED, "retry", "one"),
        ("Паром здесь, у", Status.FLAGGED, "first", "one"),
        ("https://harbour.example", Status.COPIED, "copy", ""),
        ("Add a Comment", Status.COPIED, "copy", ""),
    ]
    assert [[check.name for check in entry.checks] for entry in one.segments] == [
        *([], []),
        ["unfinished"],
        *([], []),
    ]
    scores = [entry.score for entry in one.segments]
    assert scores[0] is not None
    assert scores[2] is not None
    assert scores[0] > 0.9 > 0.6 > scores[2]
    assert scores[3:] == [None, None]
    assert sum(told) == 3, "equal texts are translated once, and what is copied is not told"


def test_a_rescue_by_another_system_bears_its_name() -> None:
    read = read_bytes(TEXT.encode(), language="en")
    models = ScriptedModels(one=lambda *_: cut("Порт"), two=lambda *_: OTHER)
    (made,) = Translator(["one", "two"], models.load, Policy()).translate_documents(
        [read], "ru", done
    )
    (entry,) = made.segments
    assert (made.system, entry.system, entry.rung) == ("one", "two", "system:two")


def test_no_documents_are_no_translations() -> None:
    models = ScriptedModels(one=copies)
    assert Translator(["one"], models.load, Policy()).translate_documents([], "ru", done) == []


def test_documents_in_two_languages_are_refused() -> None:
    documents = [read_bytes(TEXT.encode(), language=language) for language in ("en", "de")]
    models = ScriptedModels(one=copies)
    with pytest.raises(ValueError, match="too many values"):
        Translator(["one"], models.load, Policy()).translate_documents(documents, "ru", done)
