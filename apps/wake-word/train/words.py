# SPDX-License-Identifier: Apache-2.0
"""What the synthetic speakers say: the two wake words in many pronunciations, and everything that must not be taken
for them.

`know` sounds exactly like `no`, and `yesterday`, `nobody` and `notice` begin with a whole wake word: no model that
looks at sound alone can tell them apart, so they are left out of training and of the tests.
"""

LABELS = ["silence", "unknown", "yes", "no"]
SILENCE, UNKNOWN, YES, NO = range(4)

# Text and, in double brackets, espeak-ng phoneme mnemonics (https://github.com/espeak-ng/espeak-ng, docs/phonemes.md).
ESPEAK_WAKE = {
    YES: [
        "yes",
        "yes.",
        "yes!",
        "yes?",
        "yes,",
        "[[j'Es]]",
        "[[j'Es:]]",
        "[[j'E:s]]",
        "[[j'E@s]]",
        "[[j'es]]",
        "[[j'a#s]]",
    ],
    NO: ["no", "no.", "no!", "no?", "no,", "[[n'oU]]", "[[n'@U]]", "[[n'o:]]", "[[n'oU@]]", "[[n'VU]]", "[[n'OU]]"],
}

# Other languages' espeak-ng voices that know these phonemes: a foreign accent.
ESPEAK_ACCENTS = "de fr-fr es it nl sv nb pl hu fi pt-br ro el tr id hr sl cy sk bg lv cs".split()
ESPEAK_DIALECTS = "en-us en-gb en-029 en-gb-scotland en-gb-x-gbclan en-gb-x-gbcwmd en-gb-x-rp en-us-nyc".split()
ESPEAK_ACCENT_WAKE = {YES: ["[[j'Es]]", "[[j'es]]", "[[j'Es:]]"], NO: ["[[n'oU]]", "[[n'ou]]", "[[n'o:]]"]}

NEAR_PHONEMES = (
    [f"[[{c}'Es]]" for c in "m l g tS b d dZ p r t v w k f h n s z S kr bl str".split()]
    + [f"[[j'{v}]]" for v in "E E@ Et El En Ek Em Ep Eb Ed Eg A: As u: us u:s Ong Vm i:ld 3:n O:".split()]
    + [f"[[{c}'oU]]" for c in "m l g s r h b d t f k dZ Z w p tS S gr bl sl".split()]
    + [
        f"[[n'{v}]]"
        for v in "aU i: u: A: eI aI OI O: 3: I@ Et Ek Vt Ik aUn i:d Et Vn aIs aIt oUt oUz oUp oUn oUm".split()
    ]
    + "[['Es]] [['Ess]] [['aIs]] [['oU]] [['oUn]] [['oUn@]] [[s'Ej]] [[@U'n@U]] [[j'A:]] [[j'a]] [[dZ'Es]] "
    "[[aI'Es]]".split()
)

NEAR = """
yeah yet guess chess mess less bless dress press stress best west rest nest test guest yell yellow yelp yen yam
yard yarn yawn year young your use us ass ace ice ease ess jazz jess geese gas yacht go low row now new nor note
nope nose known known noun none nine nun knee nah nay nigh noise north node nod nut net neck oh owe own won one
snow slow glow grow show though toe doe dough foe hoe mow sew so woe bow beau flow blow crow throw mode moan
load road loan bone phone alone ago also hello zero mole knoll knot gnome nova noble known snowy unknown express
access process success address unless question yesteryear
""".split()

COMMON = """
up down left right on off stop two three four five six seven eight ten eleven twelve twenty hundred thousand bed
bird cat dog happy house marvin sheila tree wow backward forward follow learn visual music light lamp kitchen
window door water coffee table chair paper pencil computer keyboard mouse screen button system program signal
sensor battery radio television camera picture garden flower forest river mountain ocean island summer winter
spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december morning evening night afternoon today tomorrow week month hour
minute second doctor teacher student engineer mother father sister brother friend family children people woman
man girl boy apple orange banana lemon cherry bread butter cheese sugar salt pepper chicken fish rice soup
potato tomato carrot onion red green blue white black brown purple pink silver gold big small large little tall
short long wide narrow heavy fast quick early late good bad better worse first last open close start begin
finish play pause turn switch set make take give bring send read write speak listen hear see look watch walk run
jump sit stand sleep wake eat drink drive ride fly swim climb build break cut push pull lift carry hold drop
throw catch hot cold warm cool rain wind storm cloud sun moon star sky earth fire air stone metal wood glass
plastic cotton silk leather what when where which who why how because before after above below under over
between behind inside outside around through across always sometimes maybe perhaps please thanks sorry welcome
goodbye okay alright sure fine great nice really very much many few several every another other different same
important possible necessary language english history science mathematics physics chemistry biology geography
yoga yogurt youth union usual million opinion beyond value canyon is was were are this that these those there
here them then than with without for from into about could should would might must will shall has have had does
did done been being seven service essence sense fence tennis menace lens presence desk step set sex tell fell
bell said head any many penny enemy memory energy echo extra chest address eleven
""".split()

SENTENCES = (
    """
the weather will be warm and dry this week|please turn the kitchen lights on and close the window|we walked
along the river until the sun went down|she bought three green apples and a loaf of bread|my brother plays the
guitar every single evening|the train leaves at seven and arrives before eleven|could you tell me the way to the
station|a small bird sat on the wooden fence|open the door and bring me the blue paper|it was the best summer of
the whole year|they sold the old house and moved to the mountains|i guess the answer is less important than the
question|his latest message made a mess of the whole process|the yellow boat rolled slowly over the waves|do not
forget to charge the battery tonight|every morning he drinks a cup of hot coffee|put the chess board back on the
table|the engineer measured the signal with a sensor|our teacher wrote a long letter to the family|the rest of
the guests will come by bus|go down the road and turn left at the lake|nine new boats were anchored near the
island|you can use your own phone at home|set an alarm for half past six tomorrow
""".strip()
    .replace("\n", " ")
    .split("|")
)

# Sentences with a wake word inside; `{}` is where it stands. Synthesizers that tell word times render these.
CARRIERS = (
    """
{} please|{} thank you|i said {} to him|well {} it was fine|{} i think so|she told me {} again|the answer is
{}|oh {} that is great|{} we can do that today|and then {} of course|maybe {} maybe later|{} {}
""".strip()
    .replace("\n", " ")
    .split("|")
)

# Spellings for voices of other languages, chosen so that their letter-to-sound rules give the English sounds.
LATIN_OTHER = """
mes les ges bes tes fes pes kes res ves des lou mou sou bou dou tou rou jou kou fou ja je jo ju jet jen jek jel
jem na ne ni nu nau nei noi nai net nek nes nos nas non nom ma me mi mo mu ta to ti ke ko ka se so sa si su es
os as is us sej son oun uno sei lampa radio televize kamera doktor motor telefon metro tabak banan salat tomat
kino park auto bus taxi hotel bar bank post turist sport tenis golf foto album film opera piano violino trio
solo tempo forte mama papa tata baba dada lala nana kaka fata mata rata sala fala moda voda soda roma lima nota
nave neve nido nome nulla nonna nuvo vesta festa testa pesto resto letto pesce mese paese
""".split()
RUSSIAN_OTHER = """
мес лес бес вес нет нес нос нас сон сом дом том ком лом ром рот кот год мост мама папа вода рука нога голова
город дорога машина книга стол стул окно дверь утро вечер день ночь белый чёрный красный один два три четыре
пять шесть семь восемь девять десять хорошо плохо сегодня завтра вчера здесь там где когда почему потому если
или мы вы они она оно он я ты ело ёлка яма юг ехать ель ест есть ем ешь нам нум нить ныне новый ножка норка ноль
небо нефть няня гес тес рес кес
""".split()
HINDI_OTHER = """
मेस लेस देस केस रेस बेस गेस ना ने नी नू नाम नल नमक नदी नौका नेता घर पानी हाथ
पैर सिर दिन रात सुबह शाम लाल नीला पीला काला सफेद एक दो तीन चार पाँच छह सात आठ
नौ दस आज कल यहाँ वहाँ क्यों कब कैसे कौन मैं तुम हम वह यह यार याद युवा योग गो
लो सो दो रो हो जो को तो बो मो शो
""".split()
