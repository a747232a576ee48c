"""Word lists and value generators for the synthetic data.

Known words alone would teach a lookup; about half of all names, keys and values are invented from syllables, so that
the only way to answer is to copy them from the prompt.
"""

from random import Random

FIRST = ("Anna Ben Clara David Emma Felix Grace Hugo Ida Jack Kate Liam Maria Noah Olga Paul Rosa Sam Tina Victor Wendy "
         "Alice Bob Carol Dan Eva Frank Helen Ivan Julia Karl Lena Max Nina Oscar Petra Tom Lucy Omar Priya Chen Yuki "
         "Zoë José Björn Amélie").split()
LAST = ("Smith Jones Brown Miller Davis Wilson Moore Taylor White Harris Martin Clark Lewis Young King Wright Hill Green "
        "Baker Nelson Carter Lee Kim Garcia Lopez Müller Weber Rossi Novak Berg Larsen Silva Patel Khan Tanaka").split()
CITIES = ("Paris London Berlin Madrid Rome Oslo Vienna Prague Lisbon Dublin Tokyo Boston Chicago Denver Seattle Toronto "
          "Sydney Cairo Lima Zurich Hamburg Munich Milan Athens Warsaw Helsinki Geneva Lyon Austin Kyoto").split() + [
              "New York", "San Francisco", "Hong Kong", "Cape Town"]
JOBS = ("teacher nurse doctor baker pilot lawyer farmer engineer painter cook designer driver writer plumber dentist "
        "gardener singer librarian carpenter programmer").split()
COMPANIES = ("Acme Globex Initech Umbrella Stark Wayne Hooli Vandelay Cyberdyne Tyrell").split()
COMPANY_SUFFIX = ("Ltd", "Inc", "GmbH", "Labs", "Foods", "Motors", "Books", "Bank")
PRODUCTS = ("lamp chair table phone laptop book bottle jacket camera kettle mirror pillow bicycle guitar watch printer "
            "keyboard blanket backpack umbrella mug desk sofa helmet").split()
HOBBIES = ("chess tennis music reading hiking cooking painting swimming running cycling dancing fishing gardening "
           "skiing yoga football").split()
LANGUAGES = "English German French Spanish Italian Dutch Polish Greek Swedish Japanese Chinese Arabic".split()
COLORS = "red blue green yellow black white orange purple pink brown grey".split()
STATUSES = "open closed pending shipped delivered cancelled active blocked".split()
PRIORITIES = ["low", "medium", "high"]
ROOMS = ["kitchen", "bedroom", "bathroom", "office", "garage", "hall", "garden", "living room"]
EVENTS = ["team meeting", "budget review", "birthday party", "book club", "concert", "dinner", "workshop",
          "product launch", "yoga class", "job interview"]
TOPPINGS = "cheese ham mushrooms olives onions peppers tomatoes basil tuna corn".split()
SONGS = ["Yellow", "Hello", "Imagine", "Halo", "Roxanne", "Africa", "Thriller", "Waterloo", "Blue Moon", "Let It Be"]
NUMBER_WORDS = "zero one two three four five six seven eight nine ten".split()

_ONSETS = "b c d f g h j k l m n p r s t v w z br cl dr fl gr kl pl pr sk sl sn st tr th sh qu".split()
_VOWELS = "a e i o u a e i o u ai ea oo".split()
_CODAS = ["", "", "", "n", "r", "l", "s", "m", "t", "x", "k", "p", "nd", "rt"]


def invented(r: Random) -> str:
    """A pronounceable word that is (nearly) never seen twice."""
    return "".join(r.choice(_ONSETS) + r.choice(_VOWELS) + r.choice(_CODAS) for _ in range(r.choice((1, 2, 2, 2, 3))))


def word(r: Random, known, share: float = 0.45) -> str:
    """A known word, or an invented one with probability `share`."""
    return invented(r) if r.random() < share else r.choice(known)


def name(r: Random) -> str:
    first = invented(r).capitalize() if r.random() < 0.4 else r.choice(FIRST)
    if r.random() < 0.4:
        return first
    return first + " " + (invented(r).capitalize() if r.random() < 0.4 else r.choice(LAST))


def city(r: Random) -> str:
    return invented(r).capitalize() if r.random() < 0.4 else r.choice(CITIES)


def company(r: Random) -> str:
    base = invented(r).capitalize() if r.random() < 0.5 else r.choice(COMPANIES)
    return base + " " + r.choice(COMPANY_SUFFIX) if r.random() < 0.5 else base


def email(r: Random) -> str:
    user = invented(r) if r.random() < 0.5 else r.choice(FIRST[:21]).lower()
    if r.random() < 0.3:
        user += "." + (invented(r) if r.random() < 0.5 else r.choice(LAST[:20]).lower())
    return f"{user}@{word(r, ['example', 'mail', 'post', 'work'], 0.4)}.{r.choice(('com', 'org', 'net', 'de'))}"


def date(r: Random) -> str:
    return f"{r.randint(1950, 2030)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"


def time(r: Random) -> str:
    return f"{r.randint(6, 22):02d}:{r.choice((0, 5, 15, 20, 30, 40, 45)):02d}"


def phone(r: Random) -> str:
    return f"{r.randint(100, 999)}-{r.randint(1000, 9999)}"


def code(r: Random) -> str:
    return "".join(r.choice("ABCDEFGHKLMNPRSTUVWXYZ") for _ in range(r.randint(1, 3))) + \
        r.choice(("-", "")) + str(r.randint(10, 9999))


def integer(r: Random) -> int:
    return r.choice((r.randint(0, 9), r.randint(10, 99), r.randint(10, 99), r.randint(100, 999), r.randint(1000, 20000),
                     -r.randint(1, 30)))


def number(r: Random) -> float:
    """A decimal whose shortest text is the one in the prompt (no trailing zero)."""
    whole = r.choice((r.randint(0, 9), r.randint(10, 99), r.randint(100, 999)))
    return float(f"{whole}.{r.choice(('', str(r.randint(0, 9))))}{r.randint(1, 9)}")


def phrase(r: Random) -> str:
    """One to three words in lower case."""
    return " ".join(word(r, PRODUCTS + COLORS + HOBBIES, 0.5) for _ in range(r.choice((1, 1, 1, 2, 2, 3))))


def listed(r: Random, words: list[str]) -> str:
    """`a, b and c`, or the same with commas alone."""
    if len(words) == 1:
        return words[0]
    if r.random() < 0.3:
        return ", ".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def distinct(r: Random, known, low: int, high: int, share: float = 0.35) -> list[str]:
    out: list[str] = []
    while len(out) < r.randint(low, high):
        w = word(r, known, share)
        if w not in out:
            out.append(w)
    return out
