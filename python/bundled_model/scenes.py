"""Sentences that tell several things at once, each with slots of known kinds."""

from typing import Any

import kinds
import words as w
from draw import Draw
from kinds import Maker

SLOTS: dict[str, tuple[tuple[str, ...], Maker]] = {
    "person": (("name", "person", "who", "full_name"), kinds.string(w.name)),
    "other": (("other", "colleague", "second_person", "contact", "met"), kinds.string(w.full_name)),
    "people": (("people", "participants", "attendees", "guests", "names"), kinds.people),
    "author": (("author", "writer", "creator"), kinds.string(w.full_name)),
    "job": (("job", "profession", "occupation", "role"), kinds.string(w.job)),
    "company": (("company", "organization", "employer", "firm"), kinds.string(w.company)),
    "seller": (("seller", "vendor", "shop", "store"), kinds.string(w.company)),
    "city": (("city", "location", "place", "town"), kinds.string(w.city)),
    "from": (("from", "origin", "departure", "start"), kinds.string(w.city)),
    "to": (("to", "destination", "arrival", "end"), kinds.string(w.city)),
    "country": (("country",), kinds.string(w.country)),
    "event": (("event", "title", "name", "event_name"), kinds.string(w.event)),
    "date": (("date", "day", "when"), kinds.date),
    "due": (("due_date", "deadline", "due", "until"), kinds.date),
    "time": (("time", "start_time", "at", "hour"), kinds.time),
    "minutes": (("minutes", "duration", "duration_minutes", "length"), kinds.integer(5, 240, 5)),
    "age": (("age", "years", "age_years"), kinds.integer(1, 99)),
    "count": (("count", "quantity", "number", "amount", "how_many"), kinds.integer(1, 900)),
    "guests": (("guests", "party_size", "people", "passengers", "persons"), kinds.integer(2, 12)),
    "nights": (("nights", "night_count", "stay"), kinds.integer(1, 21)),
    "price": (("price", "cost", "amount", "total"), kinds.money(1, 3000)),
    "product": (("product", "item", "article", "thing"), kinds.string(w.phrase)),
    "products": (("products", "items", "things", "goods"), kinds.strings(w.PRODUCTS, 2, 4, 0.3)),
    "foods": (("ingredients", "items", "foods"), kinds.strings(w.FOODS, 2, 4, 0.15)),
    "dish": (("dish", "recipe", "meal", "name"), kinds.string(lambda d: d.word(w.DISHES))),
    "title": (("title", "book", "name", "work"), kinds.string(w.title)),
    "year": (("year", "published", "since", "founded"), kinds.year()),
    "pages": (("pages", "page_count"), kinds.integer(20, 1200)),
    "email": (("email", "mail", "address", "email_address"), kinds.email),
    "sender": (("sender", "from", "from_address"), kinds.string(w.email)),
    "recipient": (("recipient", "to", "to_address"), kinds.string(w.email)),
    "subject": (("subject", "topic", "title"), kinds.string(w.phrase)),
    "phone": (("phone", "phone_number", "tel"), kinds.string(w.phone)),
    "order": (("order", "order_id", "reference", "order_number"), kinds.string(w.order_code)),
    "pet": (("pet", "pet_name", "animal_name"), kinds.string(w.first_name)),
    "animal": (("animal", "species", "kind"), kinds.string(lambda d: d.word(w.ANIMALS))),
    "restaurant": (("restaurant", "venue", "place"), kinds.string(lambda d: w.proper(d, w.TITLE_NOUNS, 0.5))),
    "room": (("room", "venue", "hall"), kinds.string(w.venue)),
    "percent": (("percent", "change_percent", "rate"), kinds.percent),
    "temperature": (("temperature", "degrees", "temp"), kinds.integer(-20, 42)),
    "dose": (("dose_mg", "dose", "mg"), kinds.integer(5, 900, 5)),
    "drug": (("drug", "medicine", "medication"), kinds.string(lambda d: d.word(w.DRUGS) if d.random() < 0.6 else w.invented(d) + "in")),
    "times": (("times_per_day", "per_day", "daily"), kinds.integer(1, 6)),
    "weight": (("weight", "weight_kg", "kg"), kinds.number(0, 90)),
    "language": (("language", "lang"), kinds.string(lambda d: d.word(w.LANGUAGES))),
    "version": (("version", "release"), kinds.string(lambda d: f"{d.randint(0, 20)}.{d.randint(0, 30)}.{d.randint(0, 20)}")),
    "service": (("service", "component", "name"), kinds.string(lambda d: d.word(w.SERVICES))),
    "code": (("code", "status", "error_code"), kinds.integer(400, 599)),
    "url": (("url", "link", "website"), kinds.url),
    "street": (("street", "address", "street_address"), kinds.string(w.street)),
    "zip": (("zip", "postal_code", "zip_code", "postcode"), kinds.string(w.postcode)),
}

SCENES = tuple(line.strip() for line in r"""
{people} will come to the {event} on {date}.
On {date} I saw {person}, a {job}, in {city}.
Last week in {city} we were visited by {person} of {company}.
At the {event} {person} got to know {other}.
We booked {restaurant} for {guests} people at {time}.
{person} wants a table for {guests} at {time} in {restaurant}.
A room in {city} for {guests} people and {nights} nights, please.
{guests} of us travel from {from} to {to} on {date}.
I have to go from {from} to {to} by {time}.
The train leaves {from} at {time} and goes to {to}.
Has anybody read {title}? {author} wrote it in {year}.
{title} by {author} ({year}) has {pages} pages.
I am halfway through {title}, {pages} pages by {author}.
{company} was set up in {year} by {person} in {city}.
{person} left {company} for {seller} on {date}.
In {year} {person} became {job} at {company}.
{person}, {age}, is the new {job} of {company}.
The {job} {person} moved from {from} to {to}.
My sister {person} is {age} and lives in {city}.
At {age} years {person} still works as a {job}.
{seller} sells the {product} for {price}.
I paid {price} for a {product} at {seller}.
We need {count} of the {product} by {due}.
Order {order}: {count} times the {product}, to be sent to {city}.
For {person} I put aside {products}.
Take {foods} and cook for {minutes} minutes.
For the {dish} you need {foods}, and it takes {minutes} minutes.
Stir {foods} together, it is done in {minutes} minutes.
{person} baked a {dish} with {foods}.
From: {sender}\nTo: {recipient}\nSubject: {subject}
From: {sender}\nTo: {recipient}\nSubject: {subject}\n\nSee you soon.
To: {recipient}\nFrom: {sender}\nDate: {date}\nSubject: {subject}\n\nPlease find it attached.
{sender} wrote to {recipient} about the {subject}.
Please tell {person} to call {phone} about the {product}.
Talk to {person}, {phone} or {email}.
Ask {person} at {company}, phone {phone}.
{person} can be found at {street}, {zip} {city}.
Deliver to {person}, {street}, {city}, {zip}.
{person}\n{street}\n{zip} {city}
{street}, {zip} {city}, {country}
The parcel for {person} in {city} weighs {weight} kg.
{person} owns a {animal} called {pet}.
{pet} is a {animal} of {age} years and belongs to {person}.
In {city} it is {temperature} degrees.
With {temperature} degrees {city} was the coldest place on {date}.
Shares of {company} rose by {percent}.
{company} lost {percent} on {date}.
Sales of the {product} went up {percent} in {country}.
{dose} mg of {drug} {times} times a day for {person}.
The doctor gave {person} {dose} mg of {drug}, {times} times daily.
{service} answered {url} with {code} at {time}.
Calling {url} gave {code}.
Version {version} of {service} came out on {date}.
{service} {version} fails with {code}.
{person} speaks {language} and comes from {country}.
The {event} in {room} starts at {time} and takes {minutes} minutes.
Reminder: {event}, {date}, {time}, {room}.
{event} with {people} at {time} in {room}
Can we move the {event} to {date} at {time}?
Let {people} know that the {event} is in {city}.
{person} ordered {count} {product} for {price}.
{count} people watched the {event} in {city}.
Sold: {product}, {price}, to {person}.
The {product} from {company} costs {price} and weighs {weight} kg.
{person} owes {other} {price}.
{person} sent {price} to {other} on {date}.
Refund {price} for order {order}.
{order} for {person} is due on {due}.
Where is {order}? {person} has waited since {date}.
I never got my {product}, order {order}, paid {price}.
{person} ({company}) will visit {city} on {date}.
Interview with {person} for the job of {job} at {time} on {date}.
{other} recommended {person}, who is a {job} from {city}.
Our flight from {from} to {to} takes {minutes} minutes and costs {price}.
{person} flies to {to} on {date} for {nights} nights.
Rent {street} in {city} for {price} a month.
{age} years after {year} the house in {city} was sold for {price}.
{person} translated {title} into {language}.
The {animal} weighs {weight} kg.
There are {count} {animal}s in {city}.
""".strip().split("\n"))
SCENES = tuple(s.replace("\\n", "\n") for s in SCENES)


def scene(d: Draw) -> tuple[str, list[tuple[str, dict, Any]]]:
    """A text, and for each slot a key, a schema and a value."""
    pattern, used, found, text = d.pattern(SCENES), set(), [], ""
    while "{" in pattern:
        before, _, pattern = pattern.partition("{")
        slot, _, pattern = pattern.partition("}")
        keys, make = SLOTS[slot]
        free = [k for k in keys if k not in used] or [w.invented(d)]
        made = make(d)
        text += before + made.text
        key = free[0] if d.random() < 0.4 else d.choice(free)
        used.add(key)
        found.append((key, made.schema, made.value))
    return text + pattern, found
