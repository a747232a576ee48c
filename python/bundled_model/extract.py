"""Texts with facts in them, schemas that ask for the facts, and the documents that answer."""

import domains
import scenes
import words as w
from draw import Draw
from facts import Asked, Fact, facts_of, generic_facts, invented_key, styled
from prose import AFTER, listing, prose, spoken_by, surrounded
from questions import ask
from several import about_several, one_list, order_lines

SPLIT_NAMES = (("first_name", "last_name"), ("firstName", "lastName"), ("given_name", "family_name"), ("first", "last"), ("firstname", "surname"), ("forename", "surname"))


def about_one(d: Draw) -> Asked:
    """A text about one subject of a domain."""
    domain = d.choices(domains.DOMAINS, domains.WEIGHTS)[0]
    subject = domain.subject(d)
    pool = d.sample(domain.kinds, min(len(domain.kinds), d.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7))))
    subject_key = domain.keys[0] if d.random() < 0.3 else d.choice(domain.keys)
    taken = {subject_key}
    facts = facts_of(d, pool, taken)
    if not facts:
        return about_one(d)
    taken.update(domain.keys)
    subject_fact = Fact(None, styled(d, subject_key), {"type": "string"}, subject, subject)
    roll = d.random()
    if roll < 0.3:
        told = [subject_fact] + facts
        if d.random() < 0.3:
            d.shuffle(told)
        text = listing(d, told)
        if d.random() < 0.1:
            told += generic_facts(d, 1, taken)
            text = listing(d, told)
    elif domain.me and roll < 0.48 and all(f.kind.me for f in facts):
        text = spoken_by(d, domain, subject, facts)
    else:
        if d.random() < 0.2:
            facts += generic_facts(d, d.choice((1, 1, 2, 3)), taken)
        d.shuffle(facts)
        text = prose(d, domain, subject, facts)
    if d.random() < 0.12 and subject.count(" ") == 1 and domain.subject in (w.name, w.full_name) and not taken & {"first_name", "last_name"}:
        # Both parts of a name in fields of their own.
        for key, part in zip(d.choice(SPLIT_NAMES), subject.split(" ")):
            facts.insert(0, Fact(None, key, {"type": "string"}, part, part))
            taken.add(key)
    elif d.random() < 0.85:
        facts = [subject_fact] + facts
    schema, answer = ask(d, facts, domain.kinds, taken, d.choice(domain.names))
    return Asked(schema, surrounded(d, text), answer)


def about_scene(d: Draw) -> Asked:
    """One or two sentences with several facts each; the schema asks for those of one."""
    text, found = scenes.scene(d)
    facts = [Fact(None, styled(d, key), schema, value, "") for key, schema, value in found]
    taken = {f.key for f in facts}
    if d.random() < 0.2:
        text = text + d.choice((" ", "\n")) + d.pattern(AFTER)
    schema, answer = ask(d, facts, domains.SERVER.kinds, taken | {"name", "status", "time", "url", "port", "version", "location", "address"}, d.choice(("Data", "Facts", "Note", "Event", "Record")))
    return Asked(schema, surrounded(d, text), answer)


def about_keys(d: Draw) -> Asked:
    """A list of pairs, most of them with keys that nobody has seen."""
    taken: set[str] = set()
    facts = generic_facts(d, d.randint(1, 6), taken)
    if d.random() < 0.3:
        domain = d.choices(domains.DOMAINS, domains.WEIGHTS)[0]
        facts += facts_of(d, d.sample(domain.kinds, 2), taken)
        d.shuffle(facts)
    schema, answer = ask(d, facts, domains.PERSON.kinds, taken, invented_key(d).capitalize())
    return Asked(schema, surrounded(d, listing(d, facts)), answer)


MAKERS = ((about_one, 55), (about_scene, 14), (about_keys, 11), (about_several, 9), (order_lines, 7), (one_list, 4))


def extract(d: Draw) -> Asked:
    return d.choices([m for m, _ in MAKERS], [s for _, s in MAKERS])[0](d)
