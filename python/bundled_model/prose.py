"""Facts as sentences and lists, and what people write around them."""

import json

import domains
import words as w
from draw import Draw
from facts import Fact

# Clauses that name the field itself, and fillers that change nothing.
NAMED = ("has the {k} {v}", "has {v} as {k}", "={s}'s {k} is {v}", "=The {k} of {s} is {v}", "=The {k} is {v}", "has a {k} of {v}", "comes with the {k} {v}", "got the {k} {v}", "=As {k} we have {v}", "={K}: {v}",
         "is listed with the {k} {v}", "shows {v} as the {k}", "=For {k} the answer is {v}", "gave {v} as {k}", "=Its {k} is {v}", "=And the {k}? It is {v}", "has {k} {v}", "=Note the {k}, which is {v}", "goes with {v} as {k}", "={v} is the {k}")
FILLERS = ("now", "currently", "also", "still", "really", "of course", "as far as I know", "probably", "by the way", "at the moment", "as always", "since last year", "I think", "today", "these days", "apparently", "indeed", "in fact",
           "for the time being", "as we know")


def named(d: Draw, fact: Fact, subject: str) -> str:
    label = fact.key.replace("_", " ") if not any(c.isupper() for c in fact.key[1:]) else fact.key
    text = d.pattern(NAMED).replace("{k}", label).replace("{K}", label.capitalize())
    return text.replace("{s}", subject).replace("{v}", fact.text)


def hinted(fact: Fact, facts: list[Fact]) -> bool:
    """Whether the value's form alone tells which field it is."""
    form = fact.schema.get("format") or fact.schema.get("type")
    if fact.schema.get("enum") or form in ("boolean", "array"):
        return False
    numbers = ("integer", "number")
    same = [f for f in facts if f is not fact and ((f.schema.get("format") or f.schema.get("type")) == form or form in numbers and f.schema.get("type") in numbers)]
    return not same and form != "string"


def filled(d: Draw, fact: Fact, patterns: tuple[str, ...], subject: str, facts: list[Fact] | tuple = ()) -> str:
    roll = d.random()
    if fact.kind is None or roll < 0.12 and patterns is fact.kind.says and fact.key in fact.kind.keys:
        return named(d, fact, subject)
    if roll < 0.18 and patterns is fact.kind.says and hinted(fact, facts):
        return f"{w.invented(d)} {d.choice(('', 'to ', 'with ', 'at ', 'for '))}{fact.text}"
    pattern = d.pattern(patterns)
    if roll > 0.93 and patterns is fact.kind.says and "|" not in pattern and not pattern.startswith("="):
        filler = d.pattern(FILLERS)
        pattern = d.choice((f"{filler} {pattern}", f"{pattern}, {filler}", f"{pattern} {filler}"))
    if "|" in pattern:
        pattern = pattern.split("|")[0 if fact.value is True else 1].strip()
    return pattern.replace("{v}", fact.text).replace("{s}", subject)


JOINS = (lambda c: ", ".join(c[:-1]) + " and " + c[-1], lambda c: ", ".join(c[:-1]) + ", and " + c[-1],
         lambda c: " and ".join(c), lambda c: ", ".join(c), lambda c: "; ".join(c))


def prose(d: Draw, domain: domains.Domain, subject: str, facts: list[Fact]) -> str:
    """Clauses joined into sentences about one subject."""
    intro = d.pattern(domain.subjects)
    who = intro.replace("{s}", subject)
    sentences: list[str] = []
    facts = everything = list(facts)
    tagged = [f for f in facts if f.kind and f.kind.tags]
    first = True
    if tagged and d.random() < 0.3:
        tags = tagged[:d.choice((1, 1, 2))]
        facts = [f for f in facts if not any(f is t for t in tags)]
        texts = [filled(d, f, f.kind.tags, subject) for f in tags]
        if who.endswith(". It"):
            who = "The " + subject
        if len(texts) == 1 and d.random() < 0.35:
            who = f"{who} ({texts[0]})"
        else:
            who = f"{who}, {', '.join(texts)}" + ("," if facts else "")
        if not facts:
            sentences.append(f"{d.choice(('We met', 'This is', 'Here comes', 'Attached:', 'We talked about', 'Noted:'))} {who}.")
    i = 0
    while i < len(facts):
        take = min(len(facts) - i, d.choice((1, 1, 1, 2, 2, 3)))
        clauses, whole = [], []
        for f in facts[i:i + take]:
            text = filled(d, f, f.kind.says if f.kind else (), subject, everything)
            (whole if text.startswith("=") else clauses).append(text.removeprefix("="))
        i += take
        if clauses:
            name = who if first or d.random() < 0.15 else d.choice(domain.pronouns) if d.random() < 0.75 else subject
            if not first and name == who and (who.endswith(". It") or "(" in who or who.endswith(",")):
                name = subject
            joined = clauses[0] if len(clauses) == 1 else d.pattern(JOINS)(clauses)
            sentences.append(f"{name} {joined}.")
            first = False
        sentences += [s if s.endswith(".") else s + "." for s in whole]
    if first and facts and subject not in " ".join(sentences):
        sentences.insert(0, d.choice((f"{who.removesuffix('. It')}.", f"About {subject}:", f"{subject}:", f"Regarding {subject}.")))
    return d.choice((" ", " ", " ", " ", "\n")).join(sentences)


def spoken_by(d: Draw, domain: domains.Domain, subject: str, facts: list[Fact]) -> str:
    """The subject's own words."""
    sentences = [d.pattern(domain.me).replace("{s}", subject)]
    texts = []
    for f in facts:
        text = filled(d, f, f.kind.me or f.kind.says, subject).removeprefix("=")
        texts.append(text)
    i = 0
    while i < len(texts):
        take = min(len(texts) - i, d.choice((1, 1, 2, 2, 3)))
        joined = texts[i] if take == 1 else d.pattern(JOINS)(texts[i:i + take])
        sentences.append(joined[0].upper() + joined[1:] + d.choice((".", ".", ".", "!")))
        i += take
    if d.random() < 0.15:
        sentences.append(sentences.pop(0))
    return " ".join(sentences)


LABELS = (
    lambda k: k.replace("_", " "), lambda k: k.replace("_", " ").capitalize(), lambda k: k, lambda k: k.replace("_", " ").title(),
    lambda k: k.upper().replace("_", " "), lambda k: k.replace("_", "-"))

LAYOUTS = (
    lambda p: "\n".join(f"{k}: {v}" for k, v in p),
    lambda p: " ".join(f"The {k} is {v}." for k, v in p),
    lambda p: ", ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"- {k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k} - {v}" for k, v in p),
    lambda p: ", ".join(f"{k} = {v}" for k, v in p),
    lambda p: "; ".join(f"{k} {v}" for k, v in p),
    lambda p: "\n".join(f"* **{k}**: {v}" for k, v in p),
    lambda p: "\n".join(f"{k}={v}" for k, v in p),
    lambda p: " | ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"<{k}>{v}</{k}>" for k, v in p),
    lambda p: "\n".join(f"| {k} | {v} |" for k, v in p),
    lambda p: "\n".join(f"{k}\n{v}" for k, v in p),
    lambda p: "\n".join(f"{i}. {k}: {v}" for i, (k, v) in enumerate(p, 1)),
    lambda p: "; ".join(f"{k}: {v}" for k, v in p),
    lambda p: ", ".join(f"{k} {v}" for k, v in p),
    lambda p: json.dumps(dict(p), ensure_ascii=False),
    lambda p: ";".join(k for k, _ in p) + "\n" + ";".join(v for _, v in p),
    lambda p: "\n".join(f"• {k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k} -> {v}" for k, v in p),
    lambda p: " / ".join(f"{k}: {v}" for k, v in p),
    lambda p: "\n".join(f"{k:<14} {v}" for k, v in p),
    lambda p: ". ".join(f"{k}: {v}" for k, v in p) + ".",
    lambda p: "\n".join(f"[{k}] {v}" for k, v in p),
    lambda p: " ".join(f"{k}={v}" for k, v in p),
)


def listing(d: Draw, facts: list[Fact]) -> str:
    label = d.pattern(LABELS)
    pairs = []
    for f in facts:
        # A key that says nothing by itself stands in the text as it is.
        name = d.choice(f.kind.keys) if f.kind and f.key in f.kind.keys and d.random() < 0.35 else f.key
        pairs.append((label(name) if f.kind or d.random() < 0.5 else name, f.text))
    if len({k for k, _ in pairs}) < len(pairs):
        pairs = [(f.key, f.text) for f in facts]
    return d.pattern(LAYOUTS)(pairs)


BEFORE = ("Hi team,", "Hello,", "Dear all,", "Good morning,", "FYI:", "Here is what I know.", "Some notes from today.", "See below.",
          "As discussed on the phone:", "Thank you for your message.", "I have the following information for you.", "Please find the details here.",
          "Hey there!", "Update:", "We got this by mail.", "Just a short note.", "It was raining when we arrived.", "Hope you are well.",
          "This came in this morning.", "For your records:", "Sorry for the late reply.", "Please take note:", "Let me tell you something.",
          "The weekend was nice.", "I am writing to you again.")
AFTER = ("Thanks!", "Best regards", "See you soon.", "Let me know if you need more.", "Kind regards from the office", "That is all for today.",
         "Please confirm.", "Sent from my phone", "Have a nice day!", "More will follow.", "Nothing else has changed.", "Call me if anything is unclear.",
         "The weather is fine.", "Cheers", "I will write again next week.", "Thank you in advance.", "Everybody was happy.", "Talk to you later.",
         "Keep this in the files.", "That's it.")
ASKS = ("Extract the fields: {t}", "Text: {t}", "Extract from this text: {t}", "Read this: {t}", "Please extract the data. {t}", "Input: {t}",
        "Give me the JSON for: {t}", "Note: {t}", "Extract the information from the following text:\n\n{t}", "{t}\n\nReturn JSON.",
        'Extract the data from this message: "{t}"', "Parse this:\n{t}", "Fill the form from this text.\n\n{t}", "```\n{t}\n```", "Document:\n{t}",
        "What does this say?\n\n{t}", "{t}\n\nExtract the details.", '"""\n{t}\n"""', "Turn this into JSON: {t}", "Here is the text:\n{t}",
        "Analyze: {t}", "Please read the note and answer with the fields.\n{t}", "Convert to JSON:\n\n{t}", "<text>\n{t}\n</text>", "Message from a user: {t}")
PREAMBLES = ("You are a helpful assistant.", "Extract the data.", "You read documents and return their fields.", "Be precise.", "Be brief.",
             "Fill the form from the text.", "You extract information.", "You are an information extraction system.", "Answer briefly.",
             "Extract the information from the user's message.", "You turn text into JSON.", "Copy values exactly as they stand in the text.",
             "You are a data entry clerk. Use null for what is missing.", "Return only what the text says.", "You are an expert at structured data extraction.",
             "Extract the event information.", "You will be given unstructured text and should convert it into the given structure.",
             "Read the text and answer with JSON.", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "You are a careful assistant.")


def surrounded(d: Draw, text: str) -> str:
    if d.random() < 0.2:
        text = d.pattern(BEFORE) + d.choice((" ", "\n", "\n\n")) + text
    if d.random() < 0.17:
        text += d.choice((" ", "\n", "\n\n")) + d.pattern(AFTER)
    if d.random() < 0.25:
        text = d.pattern(ASKS).replace("{t}", text)
    return text
