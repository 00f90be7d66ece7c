"""Closed lists of words that the checks need: common words that are often capitalised, cues."""

from __future__ import annotations

import re

ENGLISH_SUFFIX = re.compile(
    r"\w{2,}(?:[ts]ions?|ments?|ness|ity|ing|ings|ships?|[ae]nces?|ists?|isms?|ology|tory|ories"
    r"|ical|ural|onal|eral|ial|[td]ic|sive|tive|[tr]ary|age|iest|hood|care|ights?|ables?|ous|ful|less)"
)
"""Matches a whole word built like an English common noun or adjective."""

COMMON_ENGLISH = frozenset(
    """
    the a an and or but nor so yet for of to in on at by with from as is are was were be been has
    have had do does did not no yes this that these those there here it its he she they we you i
    his her their our your my who what when where why how which will would can could may might must
    should if then than also after before during while because since until about over under between
    more most some any all both each every other another such only just even still very too
    academy administration affairs agency agent agents agreement air airport alliance ancient animals
    annual area army art article arts assembly association attorney authority award back bank
    battle bay beach best black blue board body book bridge british brothers building bureau cabinet
    campaign canal cape capital captain cathedral center central centre century chairman chamber
    champions championship chancellor charter chemical chief child children church city civil
    classic club coast code college colonel commander commerce commission commissioner committee
    commonwealth company conference congress constitution consulate control convention corporation
    council county court creek crown cup day deep defence defense democracy democrat democratic
    democrats department deputy development diaries director disease disorder district division
    doctor duchess duke earl early east eastern economic economy editor education elections
    embassy emergency emperor empire energy engineering environment environmental evening exchange
    executive expo exposition fair falls family fatherland father federal federation festival field
    film finance fire first flag fleet flight food forces foreign forest fort forum foundation
    four free freedom fund galaxy gallery game games garden gardens general gilded girl glory god
    gold golden government governor grand great green ground group guard guide gulf hall harbor
    harbour head health high highway hill hills history holiday holy home horticulture hospital
    hotel house human hurricane image impact independence industry information insider institute
    intelligence interior international internet investigations investment island islands joint
    journal judge junior justice king kingdom labor labour lady lake land late law league legislative
    liberal liberation library life light lion little local lord love magazine main major man
    manager march marine mark market master mayor media medical medicine meeting member memorial
    men mid military minister ministry mission modern monument moon morning mother mount mountain
    mountains mr mrs ms movement museum music national nations natural nature naval navy
    neighborhood new news night nobel north northeast northern northwest number ocean office officer
    official old olympic olympics open opera orchestra order organisation organization park
    parliament part party peace peninsula people player police political pope post premier
    president presidential press preliminary prevention prime prince princess prison prize probe
    professor programme program project prosecutor protection province public queen radio railway
    rear red reform region regional relations representative representatives republic republican
    republicans rescue research reserve resistance resort revolution rights river road rock royal
    running safety school science sciences sea season second secretary security senate senator
    senior series service services sir sister site small social society soldier solar south southeast
    southern southwest space special sport sports square staff stage star state states station
    statistics store street strait student studies study subcommittee succession summer summit sun
    super supply support supreme survey system team technical technology television temple
    territory the theater theatre third three tower town trade trades trail transport treasury
    treaty tribunal trust two union unit united university upper valley village visit volunteer
    war water way web week west western white wide wild wind winter woman women world year years
    young youth merry happy welcome dear please thank thanks hello good bad
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december weekend today tomorrow yesterday
    alert breaking reports report update latest exclusive analysis opinion video photo photos
    bible gospel scripture buddhist catholic orthodox hindu jewish jews muslim muslims protestant
    arab arabs native
    """.split()
)
"""English words that a capital does not make a name: they are translated, not transliterated."""

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

_RUSSIAN_STEMS = """
    агентств академи ассамбле ассоциаци банк бассейн берег ближн бог больш большинств бюро век
    велик верховн вечн взгляд восток восточн восстани всемирн вселенн всеросси общеросси высш газет
    генеральн год головн голос город государств государственн губернатор дальн двор демократ
    демократическ день дня департамент депутат держав дом долин древн евангели един епархи закон
    запад западн заслуженн земл земель зимн игр император импери институт интернет искусств
    казначейств канцлер кафедр клуб книг кодекс комисси комитет конвенци конгресс конституци
    конституционн консул корабл корол королевств корпус кубок кубк лауреат лиг лун магистрат мал
    международн министерств министр мир миров море мор морск музе народ народн наук научн
    национальн неб нижн нов ново област общественн обществ объединенн озер океан олимпиад
    олимпийск опер организаци орден отечественн отечеств отдел остров палат парк парламент парти
    патриарх патриарши песн планет площад подкомисси полици полуостров посольств постоянн
    правительств правлени православн праздник представител президент премьер преми прокуратур
    проспект профессор пут рабоч республик рек решени росгварди рын сад свят священн север северн
    сегодня секретар сенат сенатор систем следственн служб собор собрани совет современн
    соглашени содружеств солнечн солнц социальн союз спецназ средн станци стран суд судн театр
    технологи тих торгов трибунал турнир управлени университет учен федераци федеральн фестивал
    фонд форум футбольн храм центр центральн церк черн чемпионат школ штаб экономик экономическ
    экспедици энергетик юг южн юридическ господин госпож господ вице глав главн спикер кабинет
    лидер понедельник вторник сред четверг пятниц суббот воскресень воскресени перв втор треть
    президентск правд общ нисколько интеллект фараон красн бел золот золотой звезд улиц вы вас вам
    ваш ваше вашего ваша вашей вашу ваши ваших вами римск минобороны минздрав минфин минюст минэкономразвити
    минпромторг минобрнауки минкультуры минэнерго минцифры госдум госдеп роспотребнадзор
    роскомнадзор росстат росгварди следком генпрокуратур минтранс минтруд хартии поднебесн родин великобритани
""".split()
_RUSSIAN_ENDINGS = (
    "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ом ем ых их ую юю ыми ими а я о е и ы у ю ь й "
    "ей ов ев ам ям ах ях ами ями ью ия ию ии ией ец цы ца цев"
).split()
COMMON_RUSSIAN = re.compile(f"(?:{'|'.join(_RUSSIAN_STEMS)})(?:{'|'.join(_RUSSIAN_ENDINGS)})?")
"""Matches a whole Russian word that a capital does not make a name; lower case, «ё» as «е»."""
