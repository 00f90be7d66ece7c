"""Closed lists of words that the checks need: common words that are often capitalised, cues."""

from __future__ import annotations

import re

_ENGLISH_SUFFIX = re.compile(
    r"\w{4,}(?:[ts]ions?|ments?|ness|ity|ing|ings|ships?|[ae]nces?|ists?|isms?|ology|tory|ories"
    r"|ical|ural|onal|eral|ial|[td]ic|sive|tive|[tr]ary|age|iest|hood|care|ights?|ables?|ous|ful|less)"
)

_COMMON_ENGLISH = frozenset(
    """
    a about academy administration affairs after agency agent agents agreement air airport alert
    all alliance also an analysis ancient and animals annual another any april arab arabs are
    area army art article arts as assembly association at attorney august authority award back
    bad bank battle bay be beach because been before best between bible black blue board body
    book both breaking bridge british brothers buddhist building bureau but by cabinet campaign
    can canal cape capital captain cathedral catholic center central centre century chairman
    chamber champions championship chancellor charter chemical chief child children church city
    civil classic club coast code college colonel commander commerce commission commissioner
    committee commonwealth company conference congress constitution consulate control convention
    corporation could council county court creek crown cup day dear december deep defence
    defense democracy democrat democratic democrats department deputy development diaries did
    director disease disorder district division do doctor does duchess duke during each earl
    early east eastern economic economy editor education elections embassy emergency emperor
    empire energy engineering environment environmental even evening every exchange exclusive
    executive expo exposition fair falls family father fatherland february federal federation
    festival field film finance fire first flag fleet flight food for forces foreign forest fort
    forum foundation four free freedom friday from fund galaxy gallery game games garden gardens
    general gilded girl glory god gold golden good gospel government governor grand great green
    ground group guard guide gulf had hall happy harbor harbour has have he head health hello
    her here high highway hill hills hindu his history holiday holy home horticulture hospital
    hotel house how human hurricane i if image impact in independence industry information
    insider institute intelligence interior international internet investigations investment is
    island islands it its january jewish jews joint journal judge july june junior just justice
    king kingdom labor labour lady lake land late latest law league legislative liberal
    liberation library life light lion little local lord love magazine main major man manager
    march marine mark market master may mayor media medical medicine meeting member memorial men
    merry mid might military minister ministry mission modern monday monument moon more morning
    most mother mount mountain mountains movement mr mrs ms museum music muslim muslims must my
    national nations native natural nature naval navy neighborhood new news night no nobel nor
    north northeast northern northwest not november number ocean october of office officer
    official old olympic olympics on only open opera opinion or orchestra order organisation
    organization orthodox other our over park parliament part party peace peninsula people photo
    photos player please police political pope post preliminary premier president presidential
    press prevention prime prince princess prison prize probe professor program programme
    project prosecutor protection protestant province public queen radio railway rear red reform
    region regional relations report reports representative representatives republic republican
    republicans rescue research reserve resistance resort revolution rights river road rock
    royal running safety saturday school science sciences scripture sea season second secretary
    security senate senator senior september series service services she should since sir sister
    site small so social society solar soldier some south southeast southern southwest space
    special sport sports square staff stage star state states station statistics still store
    strait street student studies study subcommittee succession such summer summit sun sunday
    super supply support supreme survey system team technical technology television temple
    territory than thank thanks that the theater theatre their then there these they third this
    those three thursday to today tomorrow too tower town trade trades trail transport treasury
    treaty tribunal trust tuesday two under union unit united university until update upper
    valley very video village visit volunteer war was water way we web wednesday week weekend
    welcome were west western what when where which while white who why wide wild will wind
    winter with woman women world would year years yes yesterday yet you young your youth
    """.split()
)

NEVER_KEPT = frozenset(
    """
    the a an and or but nor so yet for to in on at by with from as is are was were be been has
    have had do does did not no yes this that these those there here it its he she they we you i
    his her their our your my who what when where why how which will would can could may might must
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december president minister government police court mr mrs
    """.split()
)
"""English words that stay untranslated in no Russian text, whatever their first letter."""

FUNCTION_WORDS = {
    "en": frozenset("the of and that with was were has have which this from would their".split()),
    "ru": frozenset("что это эти как его их был была были также который которые чтобы при".split()),
}
"""Words that hardly any other language has: two of them tell the language."""

LINKING = frozenset(
    "of the and in for to a an on at by de la le les du des del di da dos el der die das und van "
    "von den al et y e i o s d t with from vs as is".split()
)
"""Words in lower case inside titles and names."""


def is_common_english(word: str) -> bool:
    """Whether a folded English word is translated, not transliterated, capital or not."""
    return word in _COMMON_ENGLISH or _ENGLISH_SUFFIX.fullmatch(word) is not None
