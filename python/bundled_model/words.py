"""Word lists and value generators for the synthetic data.

Known words alone would teach a lookup; a large share of all names, keys and values is invented from syllables, so that
the only way to answer is to copy them from the prompt.
"""

from draw import Draw

FIRST = ("Anna Ben Clara David Emma Felix Grace Hugo Ida Jack Kate Liam Maria Noah Olga Paul Rosa Sam Tina Victor Wendy "
         "Alice Bob Carol Dan Eva Frank Helen Ivan Julia Karl Lena Max Nina Oscar Petra Tom Lucy Omar Priya Chen Yuki "
         "Zoë José Björn Amélie Ada Alan Amara Andre Anita Arjun Aisha Bella Boris Carlos Chloe Diego Elena Elias Erik "
         "Fatima Fiona Gina George Hana Hannah Henry Igor Ingrid Isabel James Jane Jin John Jonas Kevin Kofi Laura Leo "
         "Linda Lucas Luis Mark Marta Mei Mia Michael Mira Mohamed Nadia Nora Oliver Peter Rachel Raj Robert Ruth Sara "
         "Sofia Sven Thomas Tomas Uma Vera William Yara Yusuf Zara Daniel Sarah Ali Simone").split()
LAST = ("Smith Jones Brown Miller Davis Wilson Moore Taylor White Harris Martin Clark Lewis Young King Wright Hill Green "
        "Baker Nelson Carter Lee Kim Garcia Lopez Müller Weber Rossi Novak Berg Larsen Silva Patel Khan Tanaka Adams "
        "Allen Anderson Bauer Becker Bell Campbell Chen Cohen Costa Cruz Diaz Dubois Evans Fischer Fisher Ferrari Gomez "
        "Gray Gupta Hansen Hoffmann Hughes Ivanov Jensen Johnson Keller Klein Kowalski Lindberg Lopes Marino Mendes Meyer "
        "Mitchell Moreau Morgan Murphy Nakamura Nguyen Okafor Olsen O'Brien Park Perez Petrov Popov Ramirez Reed Rivera "
        "Roberts Santos Sato Scott Singh Stewart Svensson Thompson Torres Turner Wagner Walker Wang Ward Wood Yilmaz "
        "Zhang Lovelace Turing Curie").split()
CITIES = ("Paris London Berlin Madrid Rome Oslo Vienna Prague Lisbon Dublin Tokyo Boston Chicago Denver Seattle Toronto "
          "Sydney Cairo Lima Zurich Hamburg Munich Milan Athens Warsaw Helsinki Geneva Lyon Austin Kyoto Amsterdam "
          "Barcelona Basel Bern Bogota Brussels Budapest Copenhagen Dakar Delhi Dubai Edinburgh Florence Glasgow Hanoi "
          "Houston Istanbul Jakarta Kiev Krakow Lagos Leeds Malmö Manchester Melbourne Miami Montreal Moscow Mumbai "
          "Nairobi Naples Osaka Perth Porto Riga Rotterdam Santiago Seoul Shanghai Singapore Sofia Stockholm Tallinn "
          "Turin Utrecht Valencia Vancouver Venice Portland Bristol Springfield").split() + [
              "New York", "San Francisco", "Hong Kong", "Cape Town", "Los Angeles", "Buenos Aires", "Mexico City",
              "Tel Aviv", "São Paulo", "The Hague", "San Diego", "New Delhi"]
COUNTRIES = ("France Germany Spain Italy Norway Austria Portugal Ireland Japan Canada Australia Egypt Peru Switzerland "
             "Greece Poland Finland Sweden Denmark Belgium Brazil Mexico India China Kenya Nigeria Turkey Chile Hungary "
             "Iceland Morocco Thailand Vietnam Ukraine Estonia").split() + ["South Korea", "New Zealand", "South Africa"]
STREETS = ("Main Oak Park Station Church Mill Lake River King Queen High Garden Market Bridge School Forest Hill Maple "
           "Elm Cedar Sunset Baker Harbour Castle").split()
STREET_KINDS = ("Street", "Road", "Avenue", "Lane", "Square")
JOBS = ("teacher nurse doctor baker pilot lawyer farmer engineer painter cook designer driver writer plumber dentist "
        "gardener singer librarian carpenter programmer accountant actor architect barber biologist chemist consultant "
        "editor electrician firefighter journalist judge manager mechanic musician photographer pharmacist physicist "
        "professor recruiter researcher scientist secretary surgeon tailor translator veterinarian waiter").split() + [
            "software engineer", "data analyst", "product manager", "sales manager", "project lead", "graphic designer",
            "office clerk", "truck driver", "data scientist", "web developer"]
COMPANIES = ("Acme Globex Initech Umbrella Stark Wayne Hooli Vandelay Cyberdyne Tyrell Lakeside Northwind Contoso Fabrikam "
             "Bluebird Sunrise Redwood Pinnacle Summit Evergreen Horizon Silverline Oakwood Brightside Ironclad Harbor "
             "Meridian Polaris Quantum Vertex Zenith Atlas Nimbus Orion").split()
COMPANY_SUFFIX = ("Ltd", "Inc", "GmbH", "Labs", "Foods", "Motors", "Books", "Bank", "Corp", "AG", "Systems", "Group", "LLC",
                  "Studios", "Energy", "Logistics")
PRODUCTS = ("lamp chair table phone laptop book bottle jacket camera kettle mirror pillow bicycle guitar watch printer "
            "keyboard blanket backpack umbrella mug desk sofa helmet monitor mouse tablet headset speaker charger cable "
            "router pen notebook pencil eraser bag wallet belt shirt coat hat scarf glove shoe boot sock tent drill hammer "
            "saw ladder bucket broom vacuum toaster blender oven fridge pan knife fork spoon plate bowl cup vase candle "
            "clock rug curtain shelf drawer lock key battery fan heater toy puzzle doll ball racket").split()
QUALITIES = ("red blue green black white wooden small large old new heavy light round square leather steel plastic cotton "
             "wireless portable digital electric folding soft warm cheap grey yellow modern vintage").split()
FOODS = ("bread milk butter cheese eggs rice pasta sugar flour salt apples pears bananas tomatoes potatoes onions carrots "
         "chicken beef fish tea coffee honey yogurt beans lemons garlic olives spinach cream").split()
DISHES = ("pizza pancakes lasagna ramen paella goulash risotto curry tacos sushi chili stew omelette ratatouille "
          "dumplings burger").split() + ["tomato soup", "apple pie", "fried rice", "carrot cake", "potato salad",
                                         "chicken soup", "banana bread"]
HOBBIES = ("chess tennis music reading hiking cooking painting swimming running cycling dancing fishing gardening "
           "skiing yoga football basketball photography knitting sailing climbing surfing pottery singing travel "
           "baking gaming drawing rowing archery").split()
LANGUAGES = ("English German French Spanish Italian Dutch Polish Greek Swedish Japanese Chinese Arabic Russian Turkish "
             "Korean Hindi Danish Finnish Portuguese Czech").split()
SKILLS = ("Python Java Swift Rust SQL Excel Go Kotlin Docker Linux Photoshop JavaScript TypeScript React Kubernetes Git "
          "HTML Terraform Scala Ruby PHP Tableau").split() + ["public speaking", "project management", "machine learning",
                                                             "data analysis"]
COLORS = "red blue green yellow black white orange purple pink brown grey silver gold beige turquoise".split()
STATUSES = "open closed pending shipped delivered cancelled active blocked paid draft approved rejected archived".split()
ROOMS = ["kitchen", "bedroom", "bathroom", "office", "garage", "hall", "garden", "living room", "attic", "cellar",
         "dining room", "balcony"]
EVENTS = ["team meeting", "budget review", "birthday party", "book club", "concert", "dinner", "workshop",
          "product launch", "yoga class", "job interview", "board meeting", "summer party", "design review", "lunch",
          "wedding", "conference call", "training session", "parents' evening", "art exhibition", "sprint planning",
          "kickoff", "dentist appointment", "town hall", "open day", "webinar", "choir practice"]
VENUES = ["room 4", "the main hall", "room 12", "the library", "the town hall", "the cafeteria", "conference room B",
          "the garden", "the old theatre", "building C", "the lobby", "room A", "the community centre", "the head office",
          "the park", "studio 3", "the gym", "meeting room 7"]
TOPPINGS = "cheese ham mushrooms olives onions peppers tomatoes basil tuna corn bacon spinach garlic salami".split()
SONGS = ["Yellow", "Hello", "Imagine", "Halo", "Roxanne", "Africa", "Thriller", "Waterloo", "Blue Moon", "Let It Be",
         "Clocks", "Wonderwall", "Hotel California", "Summertime", "Royals", "Creep", "Bad Guy", "Purple Rain"]
TITLE_NOUNS = ("River Garden Winter Shadow Ocean Mountain Silence Forest Night Stone Summer Bridge House Letter Road Island "
               "Mirror Star Storm Key Castle Dream Song Clock").split()
TITLE_WORDS = ("Last Hidden Silent Golden Broken Long Distant Burning Lost Red Blue Empty Secret First Endless White Dark "
               "Quiet Little").split()
GENRES = ("fantasy thriller romance comedy drama horror mystery biography history poetry adventure documentary").split()
BREEDS = ("beagle poodle labrador terrier spaniel husky boxer dachshund collie bulldog").split()
ANIMALS = "dog cat rabbit hamster parrot horse goat sheep cow duck turtle".split()
BRANDS = ("Toyota Volvo Ford Fiat Tesla Honda Skoda Audi Renault Mazda Kia Nissan Opel Peugeot Seat Subaru").split()
SERVICES = ("api auth billing search mail cache gateway worker scheduler web proxy database storage ingest payments "
            "reports").split()
TOPICS = ("billing delivery password login invoice refund update printing network payment shipping subscription "
          "installation warranty contract holiday training security").split()
SYMPTOMS = ("headache fever cough nausea dizziness fatigue rash insomnia toothache cramps earache").split() + [
    "sore throat", "back pain", "chest pain", "stomach ache", "runny nose", "joint pain"]
DRUGS = ("ibuprofen paracetamol aspirin amoxicillin insulin metformin codeine penicillin").split()
DEPARTMENTS = ("sales marketing finance engineering support legal research logistics design operations purchasing").split() + [
    "human resources", "customer service"]
MATERIALS = "cotton leather steel wood glass plastic wool silk ceramic bamboo aluminium paper".split()
UNITS = ("g", "kg", "ml", "l", "cups", "tablespoons", "pieces")
MONTHS = ("January February March April May June July August September October November December").split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CURRENCIES = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "PLN")
NUMBER_WORDS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
                "seventeen eighteen nineteen twenty").split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
DOMAINS = ("example", "mail", "post", "work", "office", "home", "contact", "web", "box")
TLDS = ("com", "org", "net", "de", "io", "co.uk", "eu", "fr", "ch")

# Any word can be part of a name, a title or a message; what a value is must be seen from where it stands.
COMMON = ("able about above acid across act air all angle animal answer apple area arm army art away axe baby back bad ball band bank bar base basket bath bean bear beat bed bee bell belt berry best bird bit bite blank blood "
          "blow board boat body bone boot born both bowl branch brave break breath brick bright broken brother brush bucket build bulb burn burst busy button cake call calm camp card care carriage cart cause chain chalk chance change "
          "cheap chest chief chin church circle clean clear cloth cloud coal coast coat cold collar comb come common control cook copper copy cord cork corner cough country cover cow crack crime cruel crush cry cup current curtain curve "
          "cut damp danger dark daughter day dead dear death debt deep degree dependent desire different direction dirty distance doubt down drain drawer dress drink drop dry dust ear early earth east edge effect egg electric end engine "
          "enough equal error even ever every example expert eye face fact fall false family far farm fast fat father fear feather feeble feeling female field fight final finger fire first fixed flag flame flat flight floor flower fly fold "
          "foolish foot force form forward frame free frequent friend from front fruit full future gate general get girl give glass glove goat gold good grain grass great grip group growth guide gun hair hammer hand hanging happy harbour "
          "hard harmony hate have head healthy hearing heart heat help high history hole hollow hook hope horn hospital hour humor ice idea ill impulse industry ink insect inside interest iron island jelly jewel join journey jump keep "
          "kick kind kiss knee knot know land language last late laugh law lead leaf learn left leg let letter level library lift like limit line linen lip list little living lock long look loose loss loud love low machine make male man "
          "map mark market married mass match material may meal measure meat meeting memory metal middle military milk mind mine minute mist mixed money monkey month moon more morning most mother motion mouth move much muscle nail name "
          "narrow nation natural near need needle nerve net news night noise normal north nose note now number nut offer office oil only open opinion opposite order other oven over owner page pain paper parallel parcel part past paste "
          "payment peace physical picture pig pin pipe place plane plant play please pleasure plough pocket point poison polish poor position pot powder power present print prison private process produce profit property protest public pull "
          "pump punishment purpose push put quality question quick quiet quite rail rain range rat rate ray reaction ready reason receipt record regret regular relation respect responsible rest reward rhythm rice right river rod roll roof "
          "root rough round rub rule run sad safe sail same sand say scale school science scissors screw sea seat second secret secretary see seed seem self send sense separate serious servant sex shade shake shame sharp sheep ship shock "
          "short shut side sign silk silver simple sister size skin skirt sky sleep slip slope slow small smash smell smile smoke smooth snake sneeze snow soap society soft solid some son song sort sound soup south space spade special "
          "sponge spring stage stamp star start statement station steam stem step stick sticky stiff still stitch stomach stop store story strange street stretch strong structure sudden sugar suggestion summer sun support surprise sweet "
          "swim system tail take talk tall taste tax teaching tendency test that then theory there thick thin thing thought thread throat through thumb thunder ticket tight till time tin tired toe together tomorrow tongue top touch town "
          "trade train transport tray tree trick trouble true turn twist under unit up use value verse very vessel view violent voice waiting walk wall war warm wash waste watch water wave wax way weather week weight well west wet wheel "
          "when while whip whistle wide will wind window wine wing winter wire wise woman word work worm wound writing wrong year yes yesterday young").split()

_ONSETS = "b c d f g h j k l m n p r s t v w z br cl dr fl gr kl pl pr sk sl sn st tr th sh qu ch bl cr gl sp".split()
_VOWELS = "a e i o u a e i o u ai ea oo ie y ou".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "m", "t", "x", "k", "p", "nd", "rt", "ck", "lm", "st", "d", "g", "ng"]
_SYLLABLES = (1, 2, 2, 2, 3)


def invented(d: Draw) -> str:
    """A pronounceable word that is (nearly) never seen twice."""
    c = d.choice
    return "".join(c(_ONSETS) + c(_VOWELS) + c(_CODAS) for _ in range(c(_SYLLABLES)))


def word(d: Draw, known, share: float = 0.3) -> str:
    """A known word, or with probability `share` one that does not belong to its kind: invented, or any."""
    if d.random() >= share:
        return d.word(known)
    return invented(d) if d.random() < 0.6 else d.word(COMMON)


def proper(d: Draw, known, share: float = 0.4) -> str:
    if d.random() >= share:
        return d.word(known)
    return (invented(d) if d.random() < 0.75 else d.word(COMMON)).capitalize()


def soup(d: Draw, least: int = 1, most: int = 4) -> str:
    """Any words beside each other."""
    return " ".join(d.word(COMMON) if d.random() < 0.85 else invented(d) for _ in range(d.randint(least, most)))


def first_name(d: Draw) -> str:
    return proper(d, FIRST, 0.3)


def name(d: Draw) -> str:
    """A person's first name with a surname as a rule, now and then a middle initial or two surnames."""
    roll = d.random()
    if roll < 0.12:
        return first_name(d)
    last = proper(d, LAST, 0.35)
    if roll < 0.16:
        return f"{first_name(d)} {d.choice('ABCDEFGHJKLMPRST')}. {last}"
    if roll < 0.2:
        return f"{first_name(d)} {last}-{proper(d, LAST, 0.35)}"
    return f"{first_name(d)} {last}"


def full_name(d: Draw) -> str:
    return f"{first_name(d)} {proper(d, LAST, 0.35)}"


def city(d: Draw) -> str:
    return proper(d, CITIES, 0.3)


def country(d: Draw) -> str:
    return d.word(COUNTRIES)


def street(d: Draw) -> str:
    number = d.randint(1, 250)
    roll = d.random()
    base = proper(d, STREETS, 0.4)
    if roll < 0.6:
        return f"{number} {base} {d.choice(STREET_KINDS)}"
    if roll < 0.8:
        return f"{base} {d.choice(STREET_KINDS)} {number}"
    return f"{invented(d).capitalize()}{d.choice(('strasse', 'weg', 'gasse'))} {number}"


def postcode(d: Draw) -> str:
    return d.choice((str(d.randint(10000, 99999)), str(d.randint(1000, 9999)), str(d.randint(10000, 99999)),
                     f"{d.choice('BCEGLMNSW')}{d.randint(1, 20)} {d.randint(1, 9)}{d.choice('ABDEFH')}{d.choice('ABDEFH')}"))


def job(d: Draw) -> str:
    if d.random() < 0.12:
        return soup(d, 1, 2)
    return word(d, JOBS, 0.08)


def company(d: Draw) -> str:
    base = proper(d, COMPANIES, 0.5)
    if d.random() < 0.15:
        base = f"{base} {proper(d, COMPANIES, 0.4)}" if d.random() < 0.5 else f"{base} & {proper(d, LAST, 0.3)}"
    if d.random() < 0.12:
        base += " " + soup(d, 1, 2).title()
    return f"{base} {d.word(COMPANY_SUFFIX)}" if d.random() < 0.6 else base


def email(d: Draw) -> str:
    user = first_name(d).lower()
    roll = d.random()
    if roll < 0.35:
        user += d.choice(".._-") + proper(d, LAST).lower()
    elif roll < 0.45:
        user += str(d.randint(1, 99))
    elif roll < 0.55:
        user = d.choice(("info", "sales", "office", "support", "hello"))
    user = "".join(c for c in user if c.isascii() and c != "'")
    return f"{user}@{word(d, DOMAINS, 0.5)}.{d.word(TLDS)}"


def url(d: Draw) -> str:
    path = "".join("/" + invented(d) for _ in range(d.choice((0, 1, 1, 2))))
    return f"https://{d.choice(('', 'www.', 'api.'))}{invented(d)}.{d.word(TLDS)}{path}"


def phone(d: Draw) -> str:
    i = d.randint
    return d.choice((
        lambda: f"{i(100, 999)}-{i(1000, 9999)}", lambda: f"+{i(1, 99)} {i(10, 99)} {i(100, 999)} {i(10, 99)} {i(10, 99)}",
        lambda: f"+{i(1, 99)} {i(100, 999)} {i(1000, 9999)}", lambda: f"({i(100, 999)}) {i(100, 999)}-{i(1000, 9999)}",
        lambda: f"0{i(10, 99)} {i(100, 999)} {i(1000, 9999)}", lambda: f"{i(100, 999)}-{i(100, 999)}-{i(1000, 9999)}",
        lambda: f"0{i(10000, 999999)}"))()


_CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def code(d: Draw) -> str:
    roll = d.random()
    letters = "".join(d.choice(_CODE_LETTERS) for _ in range(d.randint(1, 3)))
    if roll < 0.6:
        return f"{letters}-{d.randint(10, 99999)}"
    if roll < 0.75:
        return f"{letters}{d.randint(10, 9999)}"
    if roll < 0.9:
        return f"{d.randint(2020, 2027)}-{d.randint(1, 999):0{d.choice((1, 3, 4))}d}"
    return f"#{d.randint(100, 99999)}"


def order_code(d: Draw) -> str:
    """A code of the usual shape: letters, a hyphen, digits."""
    letters = "".join(d.choice(_CODE_LETTERS) for _ in range(d.randint(1, 3)))
    return f"{letters}-{d.randint(100, 99999)}"


def integer(d: Draw) -> int:
    i = d.randint
    return d.choice((i(0, 9), i(10, 99), i(10, 99), i(100, 999), i(1000, 20000), -i(1, 30)))


def decimal(d: Draw, low: int = 0, high: int = 999) -> float:
    """One or two places, no trailing zero."""
    whole = d.randint(low, min(high, d.choice((9, 99, 999)) if low < 9 else high))
    return float(f"{whole}.{d.choice(('', str(d.randint(0, 9))))}{d.randint(1, 9)}")


def phrase(d: Draw) -> str:
    """One to three words in lower case."""
    if d.random() < 0.15:
        return soup(d)
    thing = word(d, PRODUCTS, 0.35)
    roll = d.random()
    if roll < 0.45:
        return thing
    quality = word(d, QUALITIES, 0.25)
    if roll < 0.85:
        return f"{quality} {thing}"
    return f"{quality} {word(d, LOOKS, 0.3)} {thing}"


LOOKS = QUALITIES + MATERIALS[:9]


def title(d: Draw) -> str:
    if d.random() < 0.2:
        return soup(d).title()
    roll = d.random()
    if roll < 0.45:
        return f"The {proper(d, TITLE_WORDS, 0.2)} {proper(d, TITLE_NOUNS, 0.3)}"
    if roll < 0.6:
        return f"{proper(d, TITLE_NOUNS, 0.3)} of the {proper(d, TITLE_NOUNS, 0.3)}"
    if roll < 0.8:
        return f"{proper(d, TITLE_WORDS, 0.2)} {proper(d, TITLE_NOUNS, 0.3)}"
    return proper(d, TITLE_NOUNS, 0.6)


def event(d: Draw) -> str:
    roll = d.random()
    if roll < 0.45:
        first = invented(d) if roll < 0.15 else soup(d, 1, 2)
        return f"{first} {d.choice(('meeting', 'workshop', 'review', 'party', 'session', 'dinner', 'class', 'visit', 'talk', 'day'))}"
    return soup(d, 1, 3) if roll < 0.55 else d.word(EVENTS)


def venue(d: Draw) -> str:
    roll = d.random()
    if roll < 0.5:
        return d.word(VENUES)
    return f"the {soup(d, 1, 2)}" if roll < 0.75 else f"{d.choice(('room', 'hall', 'building', 'studio'))} {d.choice((str(d.randint(1, 400)), d.choice('ABCDEFGH'), invented(d).capitalize()))}"


def model(d: Draw) -> str:
    """A product's name with a model mark, as brands write them."""
    return f"{invented(d).capitalize()} {d.choice(('X', 'Pro', 'Mini', 'S', 'Air', 'Max', 'GT'))}{d.choice(('', str(d.randint(1, 900))))}".strip()


def number_word(value: int) -> str:
    """Zero to 99 in letters."""
    if value <= 20:
        return NUMBER_WORDS[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens - 2] + (f"-{NUMBER_WORDS[ones]}" if ones else "")


def listed(d: Draw, words: list[str]) -> str:
    """`a, b and c`, with a comma before `and`, or with commas alone."""
    if len(words) == 1:
        return words[0]
    roll = d.random()
    if roll < 0.25:
        return ", ".join(words)
    if roll < 0.45 and len(words) > 2:
        return ", ".join(words[:-1]) + ", and " + words[-1]
    return ", ".join(words[:-1]) + d.choice((" and ", " and ", " and ", " & ")) + words[-1]


def distinct(d: Draw, known, low: int, high: int, share: float = 0.25) -> list[str]:
    """Different words, fewer where the list has no more of them."""
    out: dict[str, None] = {}
    count = d.randint(low, high)
    for _ in range(count * 4):
        out[word(d, known, share)] = None
        if len(out) == count:
            break
    return list(out)
