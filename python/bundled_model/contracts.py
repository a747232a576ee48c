"""Requests under the contracts in schemas/: the same schema and prompt as the gateway shows, and an answer by its rules."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import calls
import classify
import kinds
import sql
import words as w
from draw import Draw
from prose import surrounded
from several import plural

FOLDER = Path(__file__).resolve().parents[2] / "schemas"
_read: dict[str, dict] = {}


class Asked(NamedTuple):
    contract: str
    system: str
    schema: Any
    user: str
    answer: Any
    variables: dict | None = None
    now: str | None = None


def terms(name: str) -> dict:
    if name not in _read:
        _read[name] = json.loads((FOLDER / name / "1.json").read_text())
    return _read[name]


def asked(name: str, user: str, answer: Any, system: str | None = None, **more) -> Asked:
    contract = terms(name)
    return Asked(name, system or contract["prompt"], contract["schema"], user, answer, **more)


# -- contact -----------------------------------------------------------------------------------------------------------

SIGNATURES = ("{n}\n{c}\n{p}\n{e}", "{n}, {e}, {p}, {c}", "Best regards\n{n}\n{c}\nTel. {p}\n{e}", "{n} ({c})\n{e} | {p}", "{n} | {c} | {p} | {e}", "-- \n{n}\n{c}\nPhone: {p}\nMail: {e}",
              "{n} of {c}, {e}, phone {p}", "{c}\n{n}\nM: {p}\nE: {e}", "This is {n} from {c}. Call {p} or write to {e}.", "Contact: {n}, {c}. {p}. {e}")


def contact(d: Draw) -> Asked:
    has = {k: d.random() < 0.8 for k in "nepc"}
    values = {"n": w.full_name(d) if d.random() < 0.8 else w.name(d), "e": w.email(d), "c": w.company(d),
              "p": next(p for p in iter(lambda: w.phone(d), None) if p[0] != "(")}
    pieces = {k: v if has[k] else None for k, v in values.items()}
    if not any(has.values()):
        return asked("contact", d.pattern(("call me", "Hello", "See you soon.", "No details here.", "Please write back.", "It was raining.")), {"name": "", "email": None, "phone": None, "company": None, "complete": False})
    if all(has.values()) and d.random() < 0.6:
        text = d.pattern(SIGNATURES)
        for k, v in values.items():
            text = text.replace("{" + k + "}", v)
    else:
        patterns = {"n": ("My name is {v}.", "I am {v}.", "{v}", "Regards, {v}", "This is {v}."), "e": ("Write to {v}.", "E-mail: {v}", "{v}", "You can mail me at {v}.", "My address is {v}."),
                    "p": ("Call {v}.", "Phone: {v}", "{v}", "My number is {v}.", "Tel. {v}"), "c": ("I work for {v}.", "Company: {v}", "{v}", "I am with {v}.", "We are {v}.")}
        order = [k for k in d.sample("nepc", 4) if pieces[k]]
        text = d.choice((" ", "\n", ", ")).join(d.pattern(patterns[k]).replace("{v}", pieces[k]) for k in order)
    answer = {"name": pieces["n"] or "", "email": pieces["e"], "phone": pieces["p"], "company": pieces["c"],
              "complete": bool(pieces["n"] and (pieces["e"] or pieces["p"]))}
    return asked("contact", surrounded(d, text), answer)


# -- entities ----------------------------------------------------------------------------------------------------------

MENTIONS = ("{person} joined {organisation} in {place}.", "{person} lives in {place}.", "{organisation} sold the {product} for {amount}.", "On {date} {person} left {organisation}.", "{person} and {person} met in {place}.",
            "{organisation} opened an office in {place} on {date}.", "The {product} costs {amount}.", "{person} bought a {product} from {organisation} for {amount}.", "{place} is far from {place}.", "The meeting with {person} is on {date} in {place}.",
            "{organisation} pays {amount} to {organisation}.", "{person} of {organisation} cancels the order on {date}.", "We visited {person} in {place}.", "In {place}, {organisation} hired {person}.", "{person} spent {amount} on a {product}.",
            "Since {date} {person} works at {organisation}.", "{person} flew from {place} to {place} on {date}.", "{organisation} was founded in {place} by {person}.", "The {product} of {organisation} arrived on {date}.", "{person} ordered the {product}.",
            "Yesterday {person} called {organisation} about the {product}.", "A fine of {amount} was paid by {organisation}.", "{person}, a doctor from {place}, won {amount}.", "Mail from {person}: the {product} is broken.", "By {date} {organisation} will move to {place}.")
NOTHING = ("Nothing here.", "It was raining.", "Hello there.", "We will see.", "Nobody came.", "All is well.")


def amount(d: Draw) -> str:
    return d.pattern(kinds.MONEY).replace("{v}", kinds.number(1, 5000)(d).text)


def entities(d: Draw) -> Asked:
    makers = {"person": w.full_name, "organisation": w.company, "place": w.city, "amount": amount, "product": w.model,
              "date": lambda d: kinds.iso(kinds.a_day(d)) if d.random() < 0.4 else d.pattern(kinds.DAYS)(*kinds.a_day(d)).removeprefix("the ")}
    if d.random() < 0.06:
        return asked("entities", d.pattern(NOTHING), {"entities": [], "complete": True})
    found, sentences = [], []
    for _ in range(d.choice((1, 1, 2, 2, 3))):
        rest, text = d.pattern(MENTIONS), ""
        while "{" in rest:
            before, _, rest = rest.partition("{")
            kind, _, rest = rest.partition("}")
            value = makers[kind](d)
            text += before + value
            entity = {"text": value, "type": kind}
            if entity not in found:
                found.append(entity)
        sentences.append(text + rest)
    return asked("entities", " ".join(sentences), {"entities": found[:12], "complete": True})


# -- invoice -----------------------------------------------------------------------------------------------------------

SIGNS = {"EUR": ("€{v}", "{v} EUR", "EUR {v}", "{v} €"), "USD": ("${v}", "USD {v}", "{v} USD", "${v}"), "GBP": ("£{v}", "GBP {v}", "{v} GBP", "£{v}"), "CHF": ("CHF {v}", "{v} CHF", "CHF {v}"),
         "JPY": ("JPY {v}", "{v} JPY", "¥{v}"), "SEK": ("{v} SEK", "SEK {v}", "{v} SEK"), "PLN": ("{v} PLN", "PLN {v}", "{v} PLN")}
HEADS = ("{vendor}, invoice {number} of {date}{due}.", "Invoice {number}\n{vendor}\nDate: {date}{due}", "{vendor}\nInvoice no. {number}\nInvoice date: {date}{due}", "Invoice {number} from {vendor}, {date}{due}.", "INVOICE\nFrom: {vendor}\nNumber: {number}\nDate: {date}{due}",
         "Bill {number} by {vendor}, dated {date}{due}.", "{vendor} | Invoice {number} | {date}{due}", "{vendor} bills you with invoice {number} on {date}{due}.")
DUES = (", due {v}", "\nDue: {v}", ", payable by {v}", ", due on {v}", " (due {v})", "\nPlease pay by {v}")
ITEMS = ("{q} {p} {a}", "{q} x {p}: {a}", "{p}, {q} pieces, {a}", "- {q} {p} {a}", "{q} {p} for {a}", "{p} ({q}) {a}", "{p} | {q} | {a}")
SUMS = ("net {net}, VAT {tax}, total {total}", "Net: {net}\nTax: {tax}\nTotal: {total}", "Subtotal {net}\nVAT {tax}\nTotal {total}", "Total {total} (net {net}, tax {tax})", "Net amount {net}, tax {tax}, amount due {total}.", "{net} net plus {tax} VAT makes {total}.", "Sum {net}, VAT {tax}, to pay: {total}")


def _plain(cents: int) -> int | float:
    return cents // 100 if cents % 100 == 0 else cents / 100


def _money(d: Draw, cents: int, big: bool) -> str:
    text = f"{cents / 100:,.2f}" if big else f"{cents / 100:.2f}"
    return text.removesuffix(".00") if d.random() < 0.3 else text


def invoice(d: Draw) -> Asked:
    if d.random() < 0.06:
        text = d.pattern(("Hello, where is my parcel?", "No invoice here.", "Please send the invoice.", "See you on Monday.", "This is a reminder."))
        return asked("invoice", text, {"status": "needs_review", "vendor": "", "number": "", "date": None, "due": None, "currency": "XXX", "lines": [], "net": 0, "tax": 0, "total": 0})
    day = kinds.a_day(d, 2020, 2027)
    start = datetime(*day)
    due = start + timedelta(days=d.choice((7, 10, 14, 30, 30, 45))) if d.random() < 0.7 else None
    form = d.pattern(kinds.DAYS) if d.random() < 0.6 else lambda y, m, x: kinds.iso((y, m, x))
    currency, big = d.choice(list(SIGNS)), d.random() < 0.2
    sign = d.pattern(SIGNS[currency])
    rows, shown, item = [], [], d.pattern(ITEMS)
    for _ in range(d.choice((0, 1, 1, 2, 2, 3))):
        quantity = d.randint(1, 20)
        cents = quantity * d.choice((d.randint(100, 20000), d.randint(1, 300) * 100))
        name = calls.w.phrase(d)
        rows.append((name, quantity, cents))
        shown.append(item.replace("{q}", str(quantity)).replace("{p}", name).replace("{a}", _money(d, cents, big)))
    net = sum(c for _, _, c in rows) if rows else d.randint(1, 3000) * 100 + d.choice((0, 50, d.randint(0, 99)))
    tax = round(net * d.choice((0, 7, 10, 19, 20, 25)) / 100)
    vendor, number = w.company(d), w.code(d).removeprefix("#")
    head = d.pattern(HEADS).replace("{vendor}", vendor).replace("{number}", number).replace("{date}", form(*day).removeprefix("the ")).replace(
        "{due}", d.pattern(DUES).replace("{v}", form(due.year, due.month, due.day).removeprefix("the ")) if due else "")
    sums = d.pattern(SUMS).replace("{net}", _money(d, net, big)).replace("{tax}", _money(d, tax, big)).replace("{total}", sign.replace("{v}", _money(d, net + tax, big)))
    joint = d.choice((" ", "\n"))
    text = joint.join([head] + ([(", " if joint == " " else "\n").join(shown) + ("," if joint == " " else "")] if shown else []) + [sums])
    answer = {"status": "extracted", "vendor": vendor, "number": number, "date": kinds.iso(day), "due": due.strftime("%Y-%m-%d") if due else None, "currency": currency,
              "lines": [{"description": n, "quantity": q, "amount": _plain(c)} for n, q, c in rows], "net": _plain(net), "tax": _plain(tax), "total": _plain(net + tax)}
    return asked("invoice", text, answer)


# -- ticket-triage -----------------------------------------------------------------------------------------------------

TRIAGE = {"billing": "billing payment invoice", "shipping": "shipping delivery", "bug": "technical bug error", "account": "account login", "security": "security abuse", "question": "question information",
          "other": "feature_request suggestion idea"}
MOODS = {"negative": ("This is not acceptable.", "I am very angry.", "I am disappointed.", "What a mess!", "I am really unhappy with you.", "This is terrible."),
         "positive": ("Thank you for the great service!", "You are wonderful.", "I love your shop.", "Many thanks, you are the best.", "Otherwise everything is great!", "Keep up the good work.")}
HURRY = {"urgent": ("We need help now!", "This is an emergency.", "Please act at once!", "It is very urgent.", "Everything is down!", "Call me immediately."),
         "low": ("No hurry.", "Whenever you have time.", "It is not important.", "There is no rush.", "Just a small thing.", "Take your time.")}


def triage(d: Draw) -> Asked:
    category = d.choice(list(TRIAGE))
    text = classify.fill(d, d.pattern(classify.CLASSES["category"][TRIAGE[category]]))
    summary, said = text, [text]
    sentiment = "neutral" if category in ("question", "other") else "negative"
    priority = "urgent" if category == "security" else "low" if category == "other" else "normal"
    if d.random() < 0.35:
        sentiment = d.choice(("negative", "positive"))
        said.append(d.pattern(MOODS[sentiment]))
    if category != "security" and d.random() < 0.35:
        priority = d.choice(("urgent", "low"))
        said.append(d.pattern(HURRY[priority]))
    if d.random() < 0.2:
        said.insert(0, d.choice(("Hello,", "Hi,", "Hi there,", "Good morning,")))
    answer = {"category": category, "priority": priority, "sentiment": sentiment, "needs_human": priority == "urgent", "summary": summary[:160]}
    return asked("ticket-triage", " ".join(said), answer)


# -- order-intent ------------------------------------------------------------------------------------------------------

FIND = ("Where is {o}?", "What about my order {o}?", "Show me {o}", "Status of {o}, please", "Has {o} been shipped?", "I am looking for order {o}.", "When does {o} arrive?", "Find order {o}", "Is there news about {o}?", "Please look up {o}.")
CANCEL = {
    "changed_mind": ("I changed my mind, cancel {o}.", "Cancel {o}, I don't want it any more.", "I no longer need {o}, please cancel.", "Please cancel {o}, I have decided otherwise.", "I thought again: stop {o}."),
    "too_late": ("Cancel {o}, it takes too long.", "{o} is too late, cancel it.", "I have waited too long, cancel {o}.", "Please cancel {o}, it should have been here long ago.", "Stop {o}, the delivery is too slow."),
    "wrong_item": ("Cancel {o}, it is the wrong item.", "I ordered the wrong thing, cancel {o}.", "{o} is the wrong article, please cancel.", "Please cancel {o}, I chose the wrong size.", "Wrong product in {o}, cancel it."),
    "other": ("Cancel {o}.", "Please cancel order {o}", "I want to cancel {o}.", "Anna Lee cancels order {o}.", "Stop order {o} please", "{n} cancels order {o}."),
}
CREATE = ("I would like {i}.", "Order {i}", "Please send me {i}.", "I need {i}.", "We take {i}", "Can I have {i}?", "{i}, please", "I want to buy {i}.", "Three weeks ago I asked for {i}, please send it", "Put me down for {i}")
OTHER = ("Your site is ugly.", "I want to talk to a person.", "Do you have a job for me?", "My neighbour is loud.", "Thank you for everything!", "Where is your shop?", "I have a question about my contract.", "Tell me a joke.", "Can I speak to somebody?",
         "The music in your shop is too loud.", "You charged me twice.", "My parcel is broken.")


def order_intent(d: Draw) -> Asked:
    order = f"{''.join(d.choice('ABCDEFGHKLMNPQRSTUVWXYZ') for _ in range(d.choice((1, 1, 2, 3))))}-{d.randint(100, 99999)}"
    kind = d.choice(("find_order", "cancel_order", "cancel_order", "create_order", "create_order", "hand_over"))
    if kind == "find_order":
        text, arguments = d.pattern(FIND).replace("{o}", order), {"order_id": order}
    elif kind == "cancel_order":
        reason = d.choice(list(CANCEL))
        text, arguments = d.pattern(CANCEL[reason]).replace("{o}", order).replace("{n}", w.full_name(d)), {"order_id": order, "reason": reason}
    elif kind == "create_order":
        rows = [{"product": plain, "quantity": count} for plain, count in ((w.phrase(d), d.randint(1, 20)) for _ in range(d.choice((1, 1, 2, 3))))]
        rows = [r | {"product": plural(d, r["product"], r["quantity"])} for r in rows]
        listed = w.listed(d, [f"{kinds.spoken_integer(d, r['quantity'])} {r['product']}" for r in rows])
        text, arguments = d.pattern(CREATE).replace("{i}", listed), {"items": rows}
    else:
        text = d.pattern(OTHER)
        arguments = {"reason": text}
    return asked("order-intent", text, {"name": kind, "arguments": arguments})


# -- sql-plan ----------------------------------------------------------------------------------------------------------

PLAN_SHOW = ("{c} of the {t}", "Show the {c} of the {t}", "List the {c} of {t}", "Give me the {c} of all {t}", "I want the {c} of the {t}", "Which {c} do the {t} have", "Get {c} from {t}")
PLAN_TESTS = (("with {c} {v}", "="), ("where the {c} is {v}", "="), ("whose {c} is {v}", "="), ("with {c} not {v}", "<>"), ("where {c} = {v}", "="))
PLAN_NUMBERS = (("with {c} above {v}", ">"), ("where {c} is more than {v}", ">"), ("with {c} below {v}", "<"), ("where {c} is less than {v}", "<"), ("with {c} at least {v}", ">="), ("with {c} at most {v}", "<="), ("with {c} over {v}", ">"), ("with {c} under {v}", "<"))


def plan(d: Draw) -> Asked:
    t = sql.a_table(d)
    columns = list(t.texts) + t.numbers + t.days
    d.shuffle(columns)
    shown = d.sample(columns, d.randint(1, min(3, len(columns))))
    text = d.pattern(PLAN_SHOW).replace("{c}", w.listed(d, shown)).replace("{t}", t.name)
    where, order, limit = [], None, 100
    for column in d.sample(columns, d.choice((0, 1, 1, 2)) if len(columns) > 1 else 0):
        if column in t.texts:
            (pattern, operator), value = d.pattern(PLAN_TESTS), t.texts[column](d)
            spoken = value
        elif column in t.numbers:
            (pattern, operator), value = d.pattern(PLAN_NUMBERS), d.randint(1, 2000)
            spoken = str(value)
        else:
            continue
        text += (" and " if where else " ") + pattern.replace("{c}", column).replace("{v}", spoken)
        where.append({"column": column, "operator": operator, "value": value})
    if d.random() < 0.4:
        order = {"column": d.choice(columns), "descending": d.random() < 0.5}
        text += d.pattern((", ordered by {c} {w}", ", sorted by {c} {w}", ", {w} by {c}", " in {w} order of {c}")).replace("{c}", order["column"]).replace("{w}", "descending" if order["descending"] else "ascending")
    if d.random() < 0.3:
        limit = d.randint(1, 50)
        text += d.pattern((", at most {n}", ", only the first {n}", ", {n} rows", ", limit {n}")).replace("{n}", str(limit))
    variables = {"columns": columns} if d.random() < 0.6 else None
    system = "Plan the query. " + (f"The columns are {', '.join(columns)}." if variables else "")
    answer = {"answerable": True, "table": t.name.lower()[:31], "columns": shown, "where": where, "order_by": order, "limit": limit}
    if d.random() < 0.08:
        text = d.pattern(("How are you?", "Tell me a joke.", "What is the weather?", "Hello", "Cancel my order."))
        answer = {"answerable": False, "table": "none", "columns": [], "where": [], "order_by": None, "limit": 1}
    return asked("sql-plan", text, answer, system, variables=variables)


# -- openapi-operation -------------------------------------------------------------------------------------------------

THINGS = (("order", "orders"), ("user", "users"), ("book", "books"), ("invoice", "invoices"), ("product", "products"), ("ticket", "tickets"), ("pet", "pets"), ("event", "events"), ("customer", "customers"), ("file", "files"), ("message", "messages"), ("team", "teams"))
DEEDS = {  # method, verb of the operationId, whether it takes an id, the status, its description, how it is asked
    "get": ("get", "get", True, "200", "The {one}", ("Get one {one} by its id", "Read a {one} by id", "Show a single {one}, given the id", "Fetch the {one} with an id", "Look up a {one} by id")),
    "list": ("get", "list", False, "200", "The {many}", ("List all {many}", "Get all {many}", "Show the {many}", "Return every {one}", "Fetch the list of {many}")),
    "create": ("post", "create", False, "201", "Created", ("Create a {one}", "Add a new {one}", "Make a {one}", "Post a new {one}", "Register a {one}")),
    "delete": ("delete", "delete", True, "204", "Deleted", ("Delete a {one} by id", "Remove a {one} by its id", "Erase the {one} with an id", "Delete one {one}, given the id", "Drop a {one} by id")),
    "update": ("put", "update", True, "200", "The {one}", ("Update a {one} by id", "Change a {one} by its id", "Replace the {one} with an id", "Edit one {one}, given the id", "Modify a {one} by id")),
}


def operation(d: Draw) -> Asked:
    one, many = d.word(THINGS) if d.random() < 0.7 else (lambda x: (x, x + "s"))(w.invented(d))
    method, verb, has_id, status, means, patterns = DEEDS[d.choice(list(DEEDS))]
    summary = d.pattern(patterns).replace("{one}", one).replace("{many}", many)
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}] if has_id else []
    text = summary + "."
    if not has_id and method == "get" and d.random() < 0.5:
        name, kind = d.choice((("limit", "integer"), ("page", "integer"), ("status", "string"), ("active", "boolean"), ("max_price", "number")))
        parameters.append({"name": name, "in": "query", "required": False, "schema": {"type": kind}})
        text = summary + d.pattern((", with the query parameter {p}.", ", filtered by {p}.", " with an optional {p}.", ", query parameter {p}.")).replace("{p}", name)
    subject = one if verb != "list" else many
    answer = {"path": f"/{many}" + ("/{id}" if has_id else ""), "method": method,
              "operation": {"operationId": verb + subject.capitalize(), "summary": summary, "parameters": parameters,
                            "responses": {status: {"description": means.replace("{one}", one).replace("{many}", many)}}}}
    return asked("openapi-operation", text, answer)


# -- workflow-step -----------------------------------------------------------------------------------------------------

MAILS = ('Send an email to {e} with the subject "{s}" and the text "{t}".', "Mail {e}, subject {s}, text: {t}", 'Write to {e}: "{t}". Subject: {s}', "E-mail {e} about {s}: {t}", "Notify {e} by mail, subject {s}, text {t}")
WAITS = ("Wait {a} {u}.", "Pause for {a} {u}", "Hold on for {a} {u}", "Then wait for {a} {u}", "Delay of {a} {u}", "Sleep {a} {u}")
REQUESTS = ("{m} {u}", "Send a {m} request to {u}", "Call {u} with {m}", "Make an HTTP {m} request to {u}.", "{m} request to {u}", "Do a {m} on {u}", "Query {u} with {m}")


def step(d: Draw) -> Asked:
    kind = d.choice(("httpRequest", "httpRequest", "emailSend", "emailSend", "wait", "noOp"))
    parameters: dict = {}
    if kind == "httpRequest":
        method = d.choice(("GET", "GET", "POST", "PUT", "PATCH", "DELETE"))
        url = f"https://{d.choice(('', 'api.', 'www.'))}{w.invented(d)}.{d.choice(('com', 'org', 'net', 'io'))}{''.join('/' + w.invented(d) for _ in range(d.choice((0, 1, 2))))}"
        name, text, parameters = "HTTP Request", d.pattern(REQUESTS).replace("{m}", method).replace("{u}", url), {"method": method, "url": url}
    elif kind == "emailSend":
        to, subject, body = w.email(d), w.phrase(d), calls.message(d)
        name, text = "Send Email", d.pattern(MAILS).replace("{e}", to).replace("{s}", subject).replace("{t}", body)
        parameters = {"toEmail": to, "subject": subject, "text": body}
    elif kind == "wait":
        amount, unit = d.randint(1, 60), d.choice(("seconds", "minutes", "hours", "days"))
        name, text, parameters = "Wait", d.pattern(WAITS).replace("{a}", str(amount)).replace("{u}", unit), {"amount": amount, "unit": unit}
    else:
        name, text = "No Operation", d.pattern(("Do nothing.", "Nothing to do here.", "Just continue.", "A placeholder, please.", "No operation.", "Skip this step."))
    retries, tries = False, 1
    if kind != "noOp" and d.random() < 0.3:
        retries, tries = True, d.randint(2, 5)
        text += d.pattern((" Retry up to {n} times.", " Try it {n} times.", ", with {n} tries", " Give it {n} tries.")).replace("{n}", str(tries))
    answer = {"name": name, "type": f"n8n-nodes-base.{kind}", "typeVersion": 1, "position": [0, 0], "parameters": parameters, "retryOnFail": retries, "maxTries": tries}
    return asked("workflow-step", text, answer)


# -- calendar-event ----------------------------------------------------------------------------------------------------

LENGTHS = ((30, "half an hour"), (60, "an hour"), (60, "one hour"), (90, "90 minutes"), (120, "two hours"), (45, "45 minutes"), (180, "three hours"), (30, "30 minutes"))
TOLD = ("{t} on {d} at {h} for {l}{p}", "{t}: {d}, {h}, {l}{p}", "We have a {t} on {d} at {h}, it takes {l}{p}.", "Please come to the {t} on {d} at {h}. It lasts {l}{p}.", "{t} on {d}, {h}, {l} long{p}", "Invitation: {t} on {d} at {h} ({l}){p}")
UNTIL = ("{t} on {d} from {h} to {e}{p}", "{t}: {d}, {h} - {e}{p}", "The {t} is on {d}, {h} until {e}{p}.", "{t}, {d}, {h}-{e}{p}", "On {d} there is a {t} from {h} until {e}{p}.", "Join the {t} on {d} between {h} and {e}{p}")
PLACES = (", {v}", " in {v}", ". Place: {v}", ", we meet in {v}", " at {v}")
VAGUE = ("Let us meet some day", "We should have lunch soon.", "See you around", "Some time next month perhaps", "Let's talk again.", "We will find a date.")


def calendar(d: Draw) -> Asked:
    now = datetime(d.randint(2024, 2027), d.randint(1, 12), d.randint(1, 28), d.randint(0, 23), d.randint(0, 59), d.randint(0, 59))
    system = terms("calendar-event")["prompt"].replace("{{ string(now) }}", now.strftime("%Y-%m-%dT%H:%M:%SZ"))
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if d.random() < 0.1:
        return asked("calendar-event", d.pattern(VAGUE), {"status": "unclear", "title": "Meeting", "start": None, "end": None, "location": None, "attendees": []}, system, now=stamp)
    ahead = now + timedelta(days=d.randint(1, 360))
    day, (hour, minute) = (ahead.year, ahead.month, min(ahead.day, 28)), kinds.a_time(d)
    start = datetime(*day, hour, minute)
    length, spoken = d.choice(LENGTHS)
    end = start + timedelta(minutes=length)
    text_day = d.pattern(kinds.DAYS)(*day) if d.random() < 0.6 else kinds.iso(day) if d.random() < 0.4 else f"{day[2]} {w.MONTHS[day[1] - 1]}"
    if text_day.isdigit() is False and str(day[0]) not in text_day and day[0] != now.year:
        text_day += f" {day[0]}"
    title, place = w.event(d), w.venue(d) if d.random() < 0.5 else None
    text = d.pattern(TOLD if d.random() < 0.5 else UNTIL)
    for mark, value in (("{t}", title), ("{d}", text_day), ("{h}", f"{hour:02d}:{minute:02d}"), ("{l}", spoken), ("{e}", end.strftime("%H:%M")),
                        ("{p}", d.pattern(PLACES).replace("{v}", place) if place else "")):
        text = text.replace(mark, value)
    guests = [w.email(d) for _ in range(d.choice((0, 0, 1, 2)))]
    if guests:
        text += d.pattern((" With {v}.", " Invited: {v}", " Guests: {v}", " Please add {v}.")).replace("{v}", w.listed(d, guests))
    form = "%Y-%m-%dT%H:%M:%SZ"
    answer = {"status": "scheduled", "title": title, "start": start.strftime(form), "end": end.strftime(form), "location": place, "attendees": guests}
    return asked("calendar-event", text, answer, system, now=stamp)


MAKERS = {"contact": contact, "entities": entities, "invoice": invoice, "ticket-triage": triage, "order-intent": order_intent, "sql-plan": plan, "openapi-operation": operation,
          "workflow-step": step, "calendar-event": calendar}


def contract(d: Draw) -> Asked:
    return d.choice(list(MAKERS.values()))(d)
