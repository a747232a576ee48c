"""A text and an enum; the answer is the member that fits."""

from random import Random
from typing import Any

import words as w

_THINGS = w.PRODUCTS + ["food", "service", "hotel", "film", "room", "delivery", "support", "app", "staff"]


def _pick(*templates: str):
    def make(r: Random) -> str:
        text = r.choice(templates)
        return (text.replace("{t}", w.word(r, _THINGS, 0.2)).replace("{n}", w.name(r)).replace("{c}", w.city(r))
                .replace("{i}", str(r.randint(2, 90))).replace("{o}", w.code(r)))
    return make


SENTIMENT = {
    "positive": _pick("I love this {t}.", "The {t} is great.", "What a wonderful {t}!", "Excellent {t}, very happy with it.",
                      "The {t} works perfectly.", "Best {t} I ever had.", "Fantastic, the {t} is beautiful.",
                      "I am very pleased with the {t}.", "Thank you, the {t} is amazing.", "Really good {t}."),
    "negative": _pick("I hate this {t}.", "The {t} is terrible.", "What an awful {t}!", "Bad {t}, very disappointed.",
                      "The {t} is broken.", "Worst {t} I ever had.", "Horrible, the {t} was late and dirty.",
                      "I am unhappy with the {t}.", "The {t} stopped working after {i} days.", "Really poor {t}."),
    "neutral": _pick("The {t} arrived on Monday.", "It is a {t}.", "The {t} is okay.", "The {t} has {i} parts.",
                     "I bought the {t} in {c}.", "The {t} is average.", "The {t} comes in a box.", "We have a {t}."),
}
TOPIC = {
    "sports": _pick("{n} scored two goals in the match.", "The team won the game {i} to 3.", "The runner won the race in {c}."),
    "politics": _pick("The parliament voted on the new law.", "{n} won the election in {c}.", "The minister met the president."),
    "technology": _pick("The new phone has a faster chip.", "{n} released a software update.", "The computer runs a new program."),
    "food": _pick("Bake the bread for {i} minutes.", "The soup needs salt and pepper.", "{n} cooked pasta with tomatoes."),
    "weather": _pick("It will rain in {c} tomorrow.", "Snow and wind are expected in {c}.", "A sunny day with {i} degrees."),
    "music": _pick("{n} sang a song at the concert.", "The band plays guitar and drums.", "The new album has {i} songs."),
    "travel": _pick("We flew to {c} and stayed in a hotel.", "The train to {c} takes {i} hours.", "A trip to the beach near {c}."),
    "health": _pick("The doctor gave the patient medicine.", "{n} has a fever and a cough.", "Sleep is good for the heart."),
    "finance": _pick("The bank raised the interest rate.", "Stocks fell by {i} percent.", "{n} paid the tax and the loan."),
}
TICKET = {
    "billing": _pick("I was charged twice for the {t}.", "My invoice {o} is wrong.", "The card payment of {i} dollars failed."),
    "shipping": _pick("My package has not arrived.", "Where is my delivery of the {t}?", "The parcel to {c} is late."),
    "technical": _pick("The app crashes when I open it.", "I get an error {i} on the page.", "The {t} does not turn on."),
    "account": _pick("I cannot log in.", "I forgot my password.", "Please change my user name to {n}."),
    "refund": _pick("I want my money back for the {t}.", "Please refund order {o}.", "I return the {t}, send the money back."),
}
PRIORITY = {
    "high": _pick("Everything is down, we need help now!", "Urgent: the server in {c} is on fire.", "Critical failure, fix it at once."),
    "medium": _pick("Please look at the {t} this week.", "The {t} should be fixed soon.", "This is somewhat important."),
    "low": _pick("No hurry, whenever you have time.", "A small wish for some day: a nicer {t}.", "Not important, just a typo."),
}
LANGUAGE = {
    "english": _pick("The house is big and the garden is green.", "Where is the station?", "I would like a coffee."),
    "german": _pick("Das Haus ist groß und der Garten ist grün.", "Wo ist der Bahnhof?", "Ich möchte einen Kaffee."),
    "french": _pick("La maison est grande et le jardin est vert.", "Où est la gare?", "Je voudrais un café."),
    "spanish": _pick("La casa es grande y el jardín es verde.", "¿Dónde está la estación?", "Quiero un café por favor."),
    "italian": _pick("La casa è grande e il giardino è verde.", "Dove si trova la stazione?", "Vorrei un caffè."),
}
INTENT = {
    "question": _pick("How does the {t} work?", "When do you open?", "Can you tell me the price of the {t}?"),
    "complaint": _pick("The {t} is broken and nobody answers.", "I have waited {i} days, this is not acceptable."),
    "praise": _pick("Great work, thank you!", "The {t} is wonderful, well done."),
    "request": _pick("Please send me a {t}.", "Please change my order {o}.", "I need {i} more of the {t}."),
}
SPAM = {
    "spam": _pick("You won {i} million dollars, click here!", "Cheap pills, buy now!!!", "Free money, claim your prize today!"),
    "ham": _pick("See you at lunch.", "{n} sent the report for {c}.", "The meeting is at {i} past ten."),
}
SETS = [("sentiment", SENTIMENT), ("sentiment", SENTIMENT), ("topic", TOPIC), ("category", TICKET), ("priority", PRIORITY),
        ("language", LANGUAGE), ("intent", INTENT), ("label", SPAM)]
PROMPTS = ["Classify: ", "Classify the text: ", "Which label fits? ", "Review: ", "Message: ", "What is this? "]


def classify_sample(r: Random) -> tuple[Any, str, Any]:
    key, labels = r.choice(SETS)
    options = r.sample(list(labels), r.randint(2, min(5, len(labels))))
    label = r.choice(options)
    text = labels[label](r)
    if r.random() < 0.15:
        text += " " + labels[label](r)
    if r.random() < 0.3:
        text = r.choice(PROMPTS) + text
    enum = {"type": "string", "enum": options} if r.random() < 0.7 else {"enum": options}
    if r.random() < 0.15:
        return enum, text, label
    if r.random() < 0.3:
        key = r.choice(("label", "class", "category", "type", "answer", w.invented(r)))
    schema = {"type": "object", "properties": {key: enum}, "required": [key]}
    if r.random() < 0.25:
        schema["additionalProperties"] = False
    return schema, text, {key: label}
