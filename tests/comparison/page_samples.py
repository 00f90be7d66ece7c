"""Comparisons made up for the tests of the page."""

from __future__ import annotations

from random import Random
from typing import Any

HOSTILE = '</script><script>alert(1)</script> & <img src=x onerror="alert(2)"> \' \u2028 --> <!--'

SOURCES = (
    "The city council closed the old bridge on Monday.",
    "Repairs will cost 4.2 million euros and take seven months.",
    "Shop owners on both banks of the river fear for their customers.",
    "Mayor Anna Lindqvist called the decision painful but right.",
    "A ferry will run every 15 minutes from 6 a.m. to 10 p.m.",
    "Cyclists may use the railway bridge, which is 300 metres upstream.",
    "Nobody was hurt when a piece of the railing fell into the water in March.",
    "The first plans for a new bridge date from 1998.",
)
REFERENCES = (
    "Городской совет в понедельник закрыл старый мост.",
    "Ремонт обойдётся в 4,2 миллиона евро и займёт семь месяцев.",
    "Владельцы магазинов на обоих берегах реки боятся потерять покупателей.",
    "Мэр Анна Линдквист назвала это решение болезненным, но верным.",
    "Паром будет ходить каждые 15 минут с 6 утра до 10 вечера.",
    "Велосипедисты могут ездить по железнодорожному мосту в 300 метрах выше по течению.",
    "Никто не пострадал, когда в марте часть перил упала в воду.",
    "Первые проекты нового моста появились ещё в 1998 году.",
)
LARKSPUR = (
    "Городской совет закрыл старый мост в понедельник.",
    "Ремонт обойдётся в 4,2 миллиона евро и продлится семь месяцев.",
    "Владельцы магазинов на обоих берегах реки опасаются за своих покупателей.",
    "Мэр Анна Линдквист назвала решение болезненным, но верным.",
    "Паром будет ходить каждые 15 минут с 6 утра до 10 вечера.",
    "Велосипедисты могут пользоваться железнодорожным мостом в 300 метрах выше по течению.",
    "Никто не пострадал, когда в марте кусок перил упал в воду.",
    "Первые планы нового моста относятся к 1998 году.",
)
MALLOW = (
    "Городской совет закрыл мост в понедельник.",
    "Ремонт будет стоить 42 миллиона евро и займёт семь месяцев.",
    "Хозяева лавок на двух берегах реки боятся за клиентов.",
    "Мэр Анна назвала решение болезненным, но правильным.",
    "Паром ходит каждые 15 минут с 6 до 10 часов.",
    "Велосипедисты могут использовать железнодорожный мост, который находится в 300 метрах вверх.",
    "Никто не был ранен, когда часть ограждения упала в воду в марте.",
    "Первые планы на новый мост датируются 1998 годом.",
)
NAMES = ("larkspur-600m", "mallow-en-ru", "copycat")


def comparison(references: int = 1, hostile: bool = False) -> dict[str, Any]:
    """Eight segments and three systems, the last of which copies its source."""
    segments = [segment(place, references) for place in range(len(SOURCES))]
    if hostile:
        spoil(segments[2])
    names = [f"{HOSTILE} {name}" if hostile else name for name in NAMES]
    return {
        "schema": 1,
        "summarize": "0.1.0",
        "pair": {"source": "en", "target": "ru"},
        "references": references,
        "systems": [system(names[place], place, references) for place in range(3)],
        "significance": significance(names) if references else [],
        "segments": segments,
        "notes": notes(references),
    }


def segment(place: int, references: int) -> dict[str, Any]:
    outputs = [
        output(
            LARKSPUR[place], [72.4, 81.3, 66.0, 88.5, 100.0, 77.1, 80.2, 58.3][place], 61 + place
        ),
        output(MALLOW[place], [70.1, 60.2, 41.9, 69.8, 57.7, 55.0, 52.6, 50.4][place], 55 + place),
        output(SOURCES[place], 3.1 + place / 10, 4.0 - place / 10),
    ]
    outputs[2] |= {
        "status": "rejected",
        "score": 0.0,
        "checks": [check("copied", "reject", "the source instead of a translation")],
    }
    if place == 1:
        outputs[1] |= {
            "status": "rejected",
            "score": 0.3,
            "checks": [check("numbers", "reject", "4.2 became 42")],
        }
    if place == 3:
        outputs[1] |= {
            "status": "warned",
            "score": 0.8,
            "checks": [check("names", "warn", "Lindqvist is missing")],
        }
    if not references:
        for made in outputs:
            made["chrf"] = None
    return {
        "id": place + 1,
        "document": "bridge-2026" if place < 5 else "ferry-2026",
        "source": SOURCES[place],
        "references": [REFERENCES[place], REFERENCES[place].replace("мост", "мостик")][:references],
        "disagreement": [20.0, 44.0, 61.5, 33.0, 71.0, 52.0, 49.0, 38.0][place],
        "systems": outputs,
    }


def output(text: str, chrf: float, consensus: float) -> dict[str, Any]:
    return {
        "text": text,
        "chrf": chrf,
        "consensus": consensus,
        "status": "accepted",
        "score": 1.0,
        "checks": [],
    }


def check(name: str, severity: str, detail: str) -> dict[str, str]:
    return {"name": name, "severity": severity, "detail": detail}


def spoil(victim: dict[str, Any]) -> None:
    victim["source"] = HOSTILE
    victim["document"] = HOSTILE
    victim["references"] = [HOSTILE for _ in victim["references"]]
    victim["systems"][0]["text"] = HOSTILE
    victim["systems"][0]["checks"] = [check("markup", "warn", HOSTILE)]
    victim["systems"][0]["status"] = "warned"


def system(name: str, place: int, references: int) -> dict[str, Any]:
    score, accepted, warned = [(74.2, 8, 0), (57.2, 6, 1), (3.4, 0, 0)][place]
    interval = {"score": score, "low": score - 3.1, "high": score + 2.9}
    signature = "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0"
    scores = {
        "bleu": interval | {"score": score / 2, "low": score / 2 - 2, "high": score / 2 + 2},
        "chrf": interval,
        "ter": interval | {"score": 100 - score, "low": 98 - score, "high": 102 - score},
    }
    return {
        "name": name,
        "rank": place + 1,
        "group": "abc"[place],
        "scores": {
            metric: values | {"signature": f"{metric}|{signature}"}
            for metric, values in (scores if references else {}).items()
        },
        "segments": {"accepted": accepted, "warned": warned, "rejected": 8 - accepted - warned},
        "checks": [{}, {"numbers": 1, "names": 1}, {"copied": 8}][place],
        "length_ratio": [1.04, 0.97, 1.0][place],
        "number_fidelity": [1.0, 0.9, 1.0][place],
        "name_fidelity": [1.0, 0.5, 1.0][place],
        "agreement": [38.1, 36.4, 3.9][place],
        "consensus": [62.5, 58.5, 3.7][place],
        "round_trip": None,
        "model_score": [-0.41, None, None][place],
        "quality": [0.86, 0.79, 0.31][place],
        "cost": [
            {
                "seconds": 41.2,
                "tokens_per_second": 182.0,
                "peak_memory_bytes": 1_900_000_000,
                "model_bytes": 620_000_000,
                "licence": "CC-BY-NC-4.0",
            },
            {
                "seconds": 9.8,
                "tokens_per_second": 911.5,
                "peak_memory_bytes": 700_000_000,
                "model_bytes": 310_000_000,
                "licence": "CC-BY-4.0",
            },
            None,
        ][place],
    }


def significance(names: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "first": names[first],
            "second": names[second],
            "metric": metric,
            "p_bootstrap": 0.001,
            "p_randomisation": 0.0004,
            "statement": f"{names[first]} is better than {names[second]} (p = 0.001)",
        }
        for metric in ("chrf", "bleu")
        for first, second in ((0, 1), (0, 2), (1, 2))
    ]


def notes(references: int) -> dict[str, str]:
    told = {
        "number_fidelity": "The share of the source's numbers that came over. It cannot tell "
        "whether they stand in the right place.",
        "consensus": "How much the other systems agree with this one. Systems that make the same "
        "mistake agree, too.",
    }
    if references:
        told["chrf"] = (
            "Character and word n-grams shared with the reference. It can tell how close the "
            "words are, not whether another wording is just as right."
        )
    return told


def many(segments: int = 5000, systems: int = 5) -> dict[str, Any]:
    """A report of the greatest size, with sentences as long as those of news."""
    random = Random(5)
    words = "и не в на что мост город правительство заявил сегодня миллионов человек после".split()
    words += "министерство понедельник решение новый представитель компании которые".split()

    def sentence() -> str:
        return " ".join(random.choices(words, k=random.randint(8, 36))).capitalize() + "."

    def made(names: int) -> list[dict[str, Any]]:
        outputs = [
            output(sentence(), random.uniform(5, 95), random.uniform(5, 95)) for _ in range(names)
        ]
        for found in outputs:
            if random.random() < 0.1:
                found |= {"status": "warned", "checks": [check("numbers", "warn", sentence()[:40])]}
        return outputs

    report = comparison()
    report["systems"] = [
        report["systems"][0] | {"name": f"system-{place}", "rank": place + 1}
        for place in range(systems)
    ]
    report["significance"] = []
    report["segments"] = [
        {
            "id": place + 1,
            "document": f"article-{place // 40}",
            "source": sentence(),
            "references": [sentence()],
            "disagreement": random.uniform(0, 100),
            "systems": made(systems),
        }
        for place in range(segments)
    ]
    return report
