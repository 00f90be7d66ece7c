"""The furniture of news sites, in English and Russian, as patterns of whole lines."""

from __future__ import annotations

import regex

_MAX_LENGTH = 200
"""Characters of the longest line of boilerplate."""

# One pattern a line. NETS is a list of social networks, NEWS a site's channels and letters, and
# REST a colon with whatever a link is called.
_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|instagram|linked ?in|reddit|you ?tube|e-?mail|vk|"
    r"viber|google news|mastodon|bluesky|threads|tik ?tok|flipboard|pinterest|social media|"
    r"social networks|телеграм\w*|вк|вконтакте|вайбер\w*|одноклассник\w*|дзен\w*|соцсет\w*|"
    r"социальн\w+ сет\w+)"
)
_NAMES = {
    "NETS": rf"{_NETWORK}(?:(?:,| and| or| и| или|,? &|/| \|)? ?{_NETWORK})*",
    "NEWS": (
        r"(?:newsletters?|channel|updates|podcast|alerts|feed|mailing list|"
        r"(?:.{0,20}[ -])?канал\w*|рассылк\w*|новост\w*|страниц\w*|групп\w*|подкаст\w*)"
    ),
    "REST": r"(?: ?: ?.+)?",
}
_ENGLISH = r"""
(?:add|leave|post|write|submit) (?:a |your )?comments?
(?:\d+ |no )?comments?(?: yet)?(?: ?[:(]? ?\d+\)?)?
(?:view|show|see|read|load|hide) (?:all |more )?(?:\d+ )?comments
join the (?:conversation|discussion)
share(?: this)?(?: (?:article|story|post|page|news|video))?(?: (?:on|via|by) NETS)?
share(?: ?:)? NETS|share with (?:your )?friends
(?!x\W*$)NETS
(?:read|see|watch|listen|also) (?:also|read|more|next)REST
(?:related|recommended|popular|trending|latest) (?:articles|stories|news|posts|topics|videos)REST
(?:related|recommended|more) (?:content|coverage|reading|for you|stories|on this story)REST
related(?: ?: ?.+)?|recommended|trending|top stories|most (?:read|popular|viewed)
you (?:may|might) also (?:like|be interested in)REST
(?:what to )?read nextREST|editors?['’]?s? picks?
advertisements?|(?:sponsored|promoted|paid)(?: content| post)?
advertisement .{0,3}(?:continue reading|scroll).{0,60}
(?:story|article) continues (?:below|after)(?: (?:this |the )?(?:ad|advertisement|video))?
(?:subscribe|sign up|sign in|log in)(?: (?:now|here|today))?
(?:subscribe|sign up) (?:now |here |today )?(?:to|for) (?:our|the|my) .{0,60}NEWS(?: .{0,60})?
(?:follow|find|like|join) (?:us|@\w+)(?: (?:on|in|at) (?:NETS|@\w+))?
join our (?:NETS ?)?(?:channel|group|community)(?: (?:on|in|at) NETS)?
(?:copyright|©|\(c\)) .*(?:19|20)\d\d.*|© .{1,150}|(?:.{1,80} )?all rights reserved
terms (?:of (?:use|service)|and conditions)|privacy (?:policy|notice)
cookie (?:policy|settings|preferences)|contact us|about us|back to top|load more
print(?: this (?:page|article|story))?|e-?mail this (?:page|article|story)
click here to (?:subscribe|sign up|read more|comment|share)(?: .{1,60})?
(?:tags?|topics|filed under|categories) ?: .+
(?:found|spotted) (?:a|an) (?:typo|error|mistake)\?.{0,120}|report (?:a|an) (?:typo|error)
"""
_RUSSIAN = r"""
(?:добавить|оставить|написать) (?:свой )?(?:комментари[йи]|отзыв)
(?:\d+ |нет )?(?:комментари(?:й|и|я|ев)|обсуждение)(?: ?[:(]? ?\d+\)?)?
(?:показать|смотреть|читать|все) (?:все |ещ[её] )?(?:\d+ )?комментари[ийев]+|обсудить
поделиться(?: (?:стать[её]й|новостью|ссылкой|записью|материалом|страницей))?(?: (?:в|через) NETS)?
поделиться ?: ?NETS|рассказать друзьям
поделитесь(?: (?:этой )?(?:стать[её]й|новостью|ссылкой))?(?: с друзьями)?
(?:читайте|смотрите|слушайте) (?:также|ещ[её]|далее|больше|по теме|на эту тему)(?: [—–-] .+|REST)
(?:читать|смотреть) (?:также|ещ[её]|далее|дальше|полностью|больше)REST
(?:(?:материалы|(?:другие )?новости|статьи|ещ[её]|больше) )?по (?:этой )?темеREST
подробнее(?: ?: ?.+)?|самое (?:читаемое|популярное|интересное|обсуждаемое)|популярное
(?:главные|последние|другие) новости|рекомендуем(?: (?:почитать|прочитать|также))?
вам (?:может быть|будет|также может быть) интересно
подпи(?:сывайтесь|шитесь|сывайся|шись)
подпи(?:сывайтесь|шитесь|сывайся|шись|саться) на (?:наш\w* |нас|«.{1,60}»|.{0,20}NEWS|NETS).{0,100}
(?:следите за (?:нами|нашими новостями)|читайте нас|мы)(?: (?:в|на) NETS)
присоединяйтесь к (?:нам|нашему .{1,40})(?: (?:в|на) NETS)?
наши? (?:каналы?|страниц[аы]|NETS[ -]каналы?)(?: (?:в|на) NETS)?REST
(?:на правах )?реклам[аы](?:[.,]? ?\d+\+)?|партн[её]рский материал|erid ?: ?\S+
(?:.{1,80} )?все права защищены(?: .{0,80})?
(?:перепечатка|копирование|использование) материалов .{1,150}
при (?:перепечатке|цитировании|использовании|копировании)(?: материалов)? .{0,80}ссылка .{1,80}
нашли (?:ошибку|опечатку)\?.{0,150}|(?:выделите|заметили) .{0,60}ctrl.{0,60}
версия для печати|распечатать|наверх|в начало|загрузить ещ[её]|войти|зарегистрироваться
политика конфиденциальности|пользовательское соглашение|о проекте|контакты
(?:теги?|метки|рубрик[аи]|ключевые слова) ?: .+
"""


def _line_pattern() -> regex.Pattern[str]:
    patterns = "|".join((_ENGLISH + _RUSSIAN).split("\n")).strip("|").replace("||", "|")
    for name, pattern in _NAMES.items():
        patterns = patterns.replace(name, pattern)
    # A line in quotation marks is somebody's words.
    return regex.compile(rf"""[^\w"'“‘«„]*(?:{patterns})[^\w"'”’»]*""", regex.IGNORECASE)


_LINE = _line_pattern()


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is a site's furniture: "Add a Comment", «Читайте также: …».

    A sentence of an article that merely starts with such words is not.
    """
    return len(line) <= _MAX_LENGTH and _LINE.fullmatch(line) is not None
