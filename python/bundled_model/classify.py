"""A text and an enum; the answer is the member that fits."""

from typing import Any

import words as w
from draw import Draw
from dress import dress, obj

_THINGS = w.PRODUCTS + ["food", "service", "hotel", "film", "room", "delivery", "support", "app", "staff", "website", "order", "game", "book"]


def fill(d: Draw, pattern: str) -> str:
    for mark, make in (("{t}", lambda: w.word(d, _THINGS, 0.12)), ("{n}", lambda: w.full_name(d)), ("{c}", lambda: w.city(d)),
                       ("{i}", lambda: str(d.randint(2, 90))), ("{o}", lambda: w.order_code(d)), ("{d}", lambda: d.word(w.WEEKDAYS))):
        if mark in pattern:
            pattern = pattern.replace(mark, make())
    return pattern


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split(";") if line.strip())


# A class: how it may be called, and texts of it. The first name is the usual one.
CLASSES = {
    "sentiment": {
        "positive good happy pos favourable": lines("I love this {t}.; The {t} is great.; What a wonderful {t}!; Excellent {t}, very happy with it.; The {t} works perfectly.; Best {t} I ever had.;"
            "Fantastic, the {t} is beautiful.; I am very pleased with the {t}.; Thank you, the {t} is amazing.; Really good {t}.; I would buy the {t} again at any time.; Superb quality, I recommend it.;"
            "The {t} is even better than I hoped.; We enjoyed every minute of it.; Five stars for the {t}!; The staff was friendly and quick.; I can't praise the {t} enough.; It arrived early and looks lovely.;"
            "My kids adore the {t}.; A perfect gift, she was delighted.; Simply brilliant.; Great value for the money.; This made my day!; The best purchase of the year.; Impressive and easy to use."),
        "negative bad unhappy neg unfavourable": lines("I hate this {t}.; The {t} is terrible.; What an awful {t}!; Bad {t}, very disappointed.; The {t} is broken.; Worst {t} I ever had.; Horrible, the {t} was late and dirty.;"
            "I am unhappy with the {t}.; The {t} stopped working after {i} days.; Really poor {t}.; Never again, what a waste of money.; The {t} is useless.; I want my money back.; Nobody answered my complaints.;"
            "The delivery was late and the box was damaged.; The {t} fell apart at once.; Very rude staff, we left early.; I regret buying the {t}.; It smells and makes noise.; Cheap and ugly.; The {t} was a big letdown.;"
            "It broke on the first day.; I am angry about the {t}.; Slow, loud and overpriced.; Don't buy this {t}."),
        "neutral mixed okay neu": lines("The {t} arrived on {d}.; It is a {t}.; The {t} is okay.; The {t} has {i} parts.; I bought the {t} in {c}.; The {t} is average.; The {t} comes in a box.; We have a {t}.;"
            "The {t} weighs {i} kg.; It is neither good nor bad.; The {t} was made in {c}.; I have used the {t} for {i} days.; It does what it should, nothing more.; The {t} is as described.; There are {i} of them.;"
            "The manual has {i} pages.; It is sold in {c}.; I got the {t} from a friend.; The {t} is in the kitchen.; Nothing special about the {t}."),
    },
    "topic": {
        "sports sport": lines("{n} scored two goals in the match.; The team won the game {i} to 3.; The runner won the race in {c}.; The coach praised the players after the final.; {n} broke the swimming record.; The club from {c} leads the league.;"
            "The tennis player lost in three sets.; The striker was injured before the cup.; Fans cheered as {n} crossed the finish line.; The basketball season starts on {d}.; The referee showed a red card.; The olympic team trains in {c}."),
        "politics government": lines("The parliament voted on the new law.; {n} won the election in {c}.; The minister met the president.; The senate debates the budget.; Voters in {c} choose a new mayor.; The party of {n} lost two seats.;"
            "The government plans a reform.; The chancellor spoke to the opposition.; The treaty was signed by both states.; {n} resigned as minister.; The campaign for the election began.; A new law on taxes was passed by congress."),
        "technology tech": lines("The new phone has a faster chip.; {n} released a software update.; The computer runs a new program.; Engineers built a robot with {i} sensors.; The laptop has more memory.; A bug in the browser was fixed.;"
            "The startup from {c} trains neural networks.; The app now works offline.; Hackers attacked the server.; The processor has {i} cores.; The new operating system starts faster.; Researchers made a quantum computer."),
        "food cooking": lines("Bake the bread for {i} minutes.; The soup needs salt and pepper.; {n} cooked pasta with tomatoes.; Cut the onions and fry them in butter.; The restaurant in {c} serves fresh fish.; This cake is made with {i} eggs.;"
            "The chef recommends a glass of wine with the cheese.; Stir the sauce until it is thick.; A recipe for pancakes with honey.; The breakfast has eggs and toast.; Boil the potatoes first.; Add sugar and cream to the dessert."),
        "weather": lines("It will rain in {c} tomorrow.; Snow and wind are expected in {c}.; A sunny day with {i} degrees.; Heavy storms hit {c} on {d}.; The night will be cold and foggy.; Clouds from the west bring showers.; The temperature falls to {i} degrees.;"
            "Thunder and lightning over {c}.; Expect frost in the morning.; The heat wave goes on.; Dry and mild on {d}.; A hurricane moves towards the coast."),
        "music": lines("{n} sang a song at the concert.; The band plays guitar and drums.; The new album has {i} songs.; The orchestra played in {c}.; The singer goes on tour.; {n} plays the piano.; The choir sang a melody.; This track reached number one in the charts.;"
            "The opera house in {c} opens.; The violin is out of tune.; A jazz trio performs on {d}.; The rapper released a single."),
        "travel tourism": lines("We flew to {c} and stayed in a hotel.; The train to {c} takes {i} hours.; A trip to the beach near {c}.; Book your holiday in {c}.; The airport was crowded with tourists.; Our guide showed us the old town of {c}.;"
            "The cruise stops in {c}.; Pack your suitcase and passport.; The best hostels of {c}.; We spent two weeks on the island.; A road trip through the mountains.; The flight was delayed."),
        "health medicine": lines("The doctor gave the patient medicine.; {n} has a fever and a cough.; Sleep is good for the heart.; The hospital in {c} opened a new ward.; The vaccine protects against the flu.; Exercise lowers blood pressure.;"
            "The nurse took a blood sample.; The surgeon operated for {i} hours.; A headache can come from stress.; The study tested a new drug.; Eat vegetables to stay healthy.; The patient recovers from the illness."),
        "finance business economy": lines("The bank raised the interest rate.; Stocks fell by {i} percent.; {n} paid the tax and the loan.; The company reported a profit.; Investors buy shares.; The euro rose against the dollar.; The merger is worth {i} billion.;"
            "Inflation reached {i} percent.; The market closed higher.; The startup raised {i} million.; The budget has a deficit.; Sales grew in the last quarter."),
        "science": lines("The telescope found a new planet.; Researchers study the cells of plants.; The experiment proved the theory.; Physicists measured a particle.; The fossil is {i} million years old.; {n} discovered a new species.;"
            "The probe landed on Mars.; Chemists mixed two acids.; The laboratory in {c} tests DNA.; A comet passes the earth on {d}."),
        "education school": lines("The teacher gave the class homework.; Students in {c} wrote an exam.; The university offers a new course.; {n} studies for the test.; The school opens on {d}.; Pupils learn to read.; The professor held a lecture.;"
            "The children have {i} lessons a week.; She got a scholarship.; The library lends books to students."),
    },
    "category": {
        "billing payment invoice": lines("I was charged twice for the {t}.; My invoice {o} is wrong.; The card payment of {i} dollars failed.; Why is there a fee of {i} euros on my bill?; You charged my card two times.; The amount on the bill is too high.;"
            "I can't see my last invoice.; My credit card was declined.; Please send me a receipt for {o}.; I still get billed after cancelling.; The price on the invoice differs from the offer.; How do I change my payment method?"),
        "shipping delivery": lines("My package has not arrived.; Where is my delivery of the {t}?; The parcel to {c} is late.; The courier left the box outside.; When will order {o} be shipped?; The tracking says delivered but I have nothing.;"
            "The parcel went to the wrong address.; My {t} is stuck in customs.; Please deliver on {d}.; The package was sent to {c} by mistake.; I have waited {i} days for my parcel.; The delivery man did not ring."),
        "technical bug error": lines("The app crashes when I open it.; I get an error {i} on the page.; The {t} does not turn on.; The page stays white after the update.; The button does nothing.; It freezes when I click save.; The program shows an error message.;"
            "The screen is black.; The website is very slow and times out.; The export fails with an exception.; The sync no longer works.; After the update the {t} restarts all the time."),
        "account login": lines("I cannot log in.; I forgot my password.; Please change my user name to {n}.; My account is locked.; How do I delete my account?; The reset link does not come.; I want to change my e-mail address.; I can't sign in with my phone.;"
            "Please update my profile.; My password is not accepted.; I never got the confirmation mail for my account.; Somebody else uses my account name."),
        "refund return": lines("I want my money back for the {t}.; Please refund order {o}.; I return the {t}, send the money back.; How do I send the {t} back?; I would like to return my purchase.; Where is my refund?; The {t} does not fit, I want to return it.;"
            "Please take the {t} back.; I ask for a refund of {i} euros.; You promised to give the money back."),
        "security abuse": lines("Somebody logged into my account from abroad!; I got a strange mail that asks for my password.; My data was stolen.; There was a login from {c} that I did not make.; I think that I was hacked.; Somebody used my card.; I found a hole in your site that shows other users' data.;"
            "A stranger changed my password.; I see orders that I never made, someone broke in.; This looks like phishing."),
        "question information": lines("How does the {t} work?; When do you open?; Do you ship to {c}?; What are your opening hours?; Is the {t} available in blue?; Can I pay by bill?; Which size should I take?; Do you have a shop in {c}?; How long is the warranty?; Where can I find the manual?"),
        "feature_request suggestion idea": lines("It would be nice to have a dark mode.; Please add a search field.; I wish the app could export to Excel.; Could you support {c} as a region?; A button to undo would help.; I suggest a bigger font.; Please make the {t} available offline.; An option to sort the list would be great.;"
            "My idea: show the {t} on the first page.; Can you add a calendar view?"),
    },
    "priority": {
        "high urgent critical": lines("Everything is down, we need help now!; Urgent: the server in {c} is on fire.; Critical failure, fix it at once.; The whole site is down, please help immediately!; Emergency! Nothing works any more.; We lose money every minute, hurry!;"
            "All users are locked out.; Production stopped, act now!; This is very urgent, call me at once.; Data is being lost right now!"),
        "medium normal moderate": lines("Please look at the {t} this week.; The {t} should be fixed soon.; This is somewhat important.; It would be good to have this by {d}.; Some users see a wrong color.; Please handle it in the next days.; The report is a bit slow, please check.;"
            "It can wait until {d}, not longer.; One of the printers fails now and then.; Please fix it when you get to it this week."),
        "low minor": lines("No hurry, whenever you have time.; A small wish for some day: a nicer {t}.; Not important, just a typo.; Take your time with this.; It's only cosmetic.; Some day you could paint the {t}.; Just a tiny detail.; There is no rush at all.; A minor thing: the logo is a bit small.;"
            "If you are ever bored, look at this."),
    },
    "language": {
        "english en English": lines("The house is big and the garden is green.; Where is the station?; I would like a coffee.; The children play in the street.; What time is it?; My brother lives in the city.; It is raining today.; Could you help me, please?; We will go home tomorrow.; The book is on the table."),
        "german de German": lines("Das Haus ist groß und der Garten ist grün.; Wo ist der Bahnhof?; Ich möchte einen Kaffee.; Die Kinder spielen auf der Straße.; Wie spät ist es?; Mein Bruder wohnt in der Stadt.; Heute regnet es.; Können Sie mir bitte helfen?; Wir gehen morgen nach Hause.; Das Buch liegt auf dem Tisch."),
        "french fr French": lines("La maison est grande et le jardin est vert.; Où est la gare?; Je voudrais un café.; Les enfants jouent dans la rue.; Quelle heure est-il?; Mon frère habite dans la ville.; Il pleut aujourd'hui.; Pouvez-vous m'aider, s'il vous plaît?; Nous rentrons demain.; Le livre est sur la table."),
        "spanish es Spanish": lines("La casa es grande y el jardín es verde.; ¿Dónde está la estación?; Quiero un café por favor.; Los niños juegan en la calle.; ¿Qué hora es?; Mi hermano vive en la ciudad.; Hoy está lloviendo.; ¿Puede ayudarme, por favor?; Mañana vamos a casa.; El libro está sobre la mesa."),
        "italian it Italian": lines("La casa è grande e il giardino è verde.; Dove si trova la stazione?; Vorrei un caffè.; I bambini giocano nella strada.; Che ora è?; Mio fratello abita in città.; Oggi piove.; Può aiutarmi, per favore?; Domani andiamo a casa.; Il libro è sul tavolo."),
        "dutch nl Dutch": lines("Het huis is groot en de tuin is groen.; Waar is het station?; Ik wil graag een koffie.; De kinderen spelen op straat.; Hoe laat is het?; Mijn broer woont in de stad.; Het regent vandaag.; Kunt u mij helpen, alstublieft?; Morgen gaan we naar huis.; Het boek ligt op de tafel."),
    },
    "intent": {
        "question": lines("How does the {t} work?; When do you open?; Can you tell me the price of the {t}?; Is the {t} still available?; What does it cost?; Where is your shop in {c}?; Who can help me with the {t}?; Do you deliver to {c}?; Why is the {t} so small?; Which {t} is better?"),
        "complaint": lines("The {t} is broken and nobody answers.; I have waited {i} days, this is not acceptable.; Your service is a disgrace.; I am very upset about the {t}.; This is the third time that the {t} fails.; I am going to complain about {n}.; I demand a solution.; The {t} was dirty again!; I have never been treated so badly.;"
            "Your staff ignored me for {i} minutes."),
        "praise compliment thanks": lines("Great work, thank you!; The {t} is wonderful, well done.; Compliments to {n}!; You made my day.; Keep up the good work.; I wanted to say how much I like the {t}.; Many thanks for the quick help.; Your team is the best.; Bravo, the {t} is perfect.; Thanks to {n} for the kind help."),
        "request order": lines("Please send me a {t}.; Please change my order {o}.; I need {i} more of the {t}.; I would like to book a table.; Send the {t} to {c}, please.; Please call me back on {d}.; I want to order {i} pieces.; Reserve the {t} for me.; Please move my appointment to {d}.; Add {i} {t} to my order."),
        "cancel cancellation": lines("Please cancel my order {o}.; I want to cancel my subscription.; I no longer need the {t}, cancel it.; Stop the delivery to {c}.; I changed my mind, no {t} for me.; End my contract.; Please call off the appointment on {d}.; I withdraw my order {o}.; Delete my booking.; Cancel everything, please."),
        "greeting hello": lines("Hello!; Hi there, good morning.; Good evening, {n}.; Hey, how are you?; Hi {n}!; Good day to you.; Hello everybody!; Greetings from {c}.; Hey there!; Good morning, all."),
    },
    "label": {
        "spam junk": lines("You won {i} million dollars, click here!; Cheap pills, buy now!!!; Free money, claim your prize today!; Congratulations, you are our lucky winner!; Lose {i} kilos in two days!; Make {i}000 dollars a week from home!; Click this link to get your free {t}!!!; Hot offer, only today, act now!;"
            "Your account has been chosen for a reward, send your PIN.; Get rich quick with our secret!"),
        "ham not_spam legitimate": lines("See you at lunch.; {n} sent the report for {c}.; The meeting is at {i} past ten.; Can you bring the {t} on {d}?; Here are the notes from {d}.; Thanks for the help with the {t}.; Mum, I will be late tonight.; The invoice {o} is attached.; Are we still on for {d}?; {n} asked about the {t}."),
    },
    "emotion": {
        "joy happiness happy": lines("I am so happy today!; What a wonderful surprise, I could dance.; We laughed all evening.; I got the job, hooray!; This is the best day of my life.; I can't stop smiling.; Our baby was born, we are overjoyed.; Yes! We won!; I feel great.; The sun shines and I sing."),
        "sadness sad": lines("I cried all night.; I miss my {t} so much.; My dog died yesterday.; I feel so alone.; Nobody came to my birthday.; It breaks my heart.; We had to say goodbye to {n}.; I lost my best friend.; I am down and tired of everything.; Tears ran down her face."),
        "anger angry": lines("I am furious!; How dare they do this to me?; This makes my blood boil.; I could smash the {t}!; Stop it, you idiots!; I hate how they treat us.; He shouted and slammed the door.; I am so mad at {n}.; That is outrageous!; I've had enough of these lies!"),
        "fear scared afraid": lines("I am scared of the dark.; What if something happens to {n}?; My hands shake before every exam.; I heard steps behind me and ran.; I am afraid of the operation.; The noise at night frightens me.; I panic in lifts.; Please don't leave me here alone, I'm terrified.; The horror film gave me nightmares.; I worry that the plane will crash."),
        "surprise surprised": lines("I did not expect that at all!; Wow, is this really {n}?; What? You bought a {t}?; I can't believe my eyes.; Out of nowhere {n} stood at the door.; That came as a shock, in a good way!; Who would have thought?; No way, a {t} for me?; I never saw that coming.; Unbelievable, it's snowing in {c}!"),
    },
}
KEYS = {
    "sentiment": ("sentiment", "sentiment", "mood", "tone", "polarity", "opinion", "feeling"),
    "topic": ("topic", "topic", "category", "subject", "theme", "section"),
    "category": ("category", "category", "type", "department", "topic", "queue", "issue_type"),
    "priority": ("priority", "priority", "urgency", "severity", "level"),
    "language": ("language", "language", "lang", "detected_language"),
    "intent": ("intent", "intent", "type", "kind", "purpose"),
    "label": ("label", "label", "class", "category", "verdict"),
    "emotion": ("emotion", "emotion", "feeling", "mood"),
}
SETS, SHARES = list(CLASSES), (5, 5, 5, 3, 2.5, 3, 2, 2)
PROMPTS = ("Classify: {t}", "Classify the text: {t}", "Which label fits? {t}", "Review: {t}", "Message: {t}", "What is this? {t}", "Classify this message:\n\n{t}", 'Text: "{t}"',
           "Customer: {t}", "Please label the following: {t}", "{t}\n\nWhich one is it?", "Comment: {t}", "Ticket: {t}", "Put this into a category: {t}", "Decide: {t}")
BOOLEANS = (
    ("label", "spam junk", ("is_spam", "spam", "isSpam", "junk")), ("priority", "high urgent critical", ("urgent", "is_urgent", "isUrgent", "needs_attention")),
    ("intent", "question", ("is_question", "question", "isQuestion")), ("intent", "complaint", ("is_complaint", "complaint")),
    ("sentiment", "positive good happy pos favourable", ("positive", "is_positive", "recommended")),
)


def styled_labels(d: Draw, names: list[str]) -> list[str]:
    roll = d.random()
    if roll < 0.8:
        return names
    return [n.upper() for n in names] if roll < 0.9 else [n.capitalize() for n in names]


def labels_of(d: Draw, group: str) -> tuple[list[str], list[str]]:
    """Some of the group's classes, and what they are called this time."""
    classes = CLASSES[group]
    chosen = d.sample(list(classes), d.randint(2, min(6, len(classes))))
    usual = d.random() < 0.6
    return chosen, styled_labels(d, [c.split()[0] if usual else d.choice(c.split()) for c in chosen])


def text_of(d: Draw, group: str, name: str) -> str:
    text = fill(d, d.pattern(CLASSES[group][name]))
    if group not in ("language", "label") and d.random() < 0.15:
        text += " " + fill(d, d.pattern(CLASSES[group][name]))
    return text


def asked(d: Draw, text: str) -> str:
    return d.pattern(PROMPTS).replace("{t}", text) if d.random() < 0.3 else text


def classify(d: Draw) -> tuple[Any, str, Any]:
    roll = d.random()
    if roll < 0.1:
        group, name, keys = d.choice(BOOLEANS)
        value = d.random() < 0.5
        name = name if value else d.choice([n for n in CLASSES[group] if n != name])
        key = d.choice(keys)
        return dress(d, obj({key: {"type": "boolean"}})), asked(d, text_of(d, group, name)), {key: value}
    if roll < 0.22:
        return several(d)
    if roll < 0.34:
        return ticket(d)
    group = d.choices(SETS, SHARES)[0]
    chosen, names = labels_of(d, group)
    at = d.randrange(len(chosen))
    text = text_of(d, group, chosen[at])
    schema = {"type": "string", "enum": names} if d.random() < 0.65 else {"enum": names}
    if roll < 0.45:
        return dress(d, schema), asked(d, text), names[at]
    key = d.choice(KEYS[group]) if d.random() < 0.85 else d.choice(("label", "class", "category", "type", "answer", "result", w.invented(d)))
    return dress(d, obj({key: schema}), "Classification"), asked(d, text), {key: names[at]}


def several(d: Draw) -> tuple[Any, str, Any]:
    """Two or three questions about one text, a sentence for each."""
    groups = d.sample([g for g in SETS if g not in ("language", "label", "emotion")], d.choice((2, 2, 3)))
    # The same sentence may answer for a mood and a topic: only groups that do not overlap stand together.
    if "category" in groups and "intent" in groups:
        groups.remove("intent")
    if "topic" in groups and "category" in groups:
        groups.remove("topic")
    if "sentiment" in groups and "intent" in groups:
        groups.remove("intent")
    properties, answer, texts, used = {}, {}, [], set()
    for group in groups:
        chosen, names = labels_of(d, group)
        at = d.randrange(len(chosen))
        key = next(k for k in KEYS[group] if k not in used)
        used.add(key)
        properties[key] = {"type": "string", "enum": names} if d.random() < 0.7 else {"enum": names}
        answer[key] = names[at]
        texts.append(text_of(d, group, chosen[at]))
    if d.random() < 0.3:
        key, value = d.choice((("name", w.full_name(d)), ("order_id", w.order_code(d)), ("customer", w.full_name(d))))
        properties[key], answer[key] = {"type": "string"}, value
        texts.append(d.pattern(("{v}", "Regards, {v}", "My order is {v}.", "It is about {v}.", "From: {v}")).replace("{v}", value) if key == "order_id" else f"Regards, {value}")
    keys = d.sample(list(properties), len(properties))
    head, tail = (texts[:-1], texts[-1:]) if texts[-1].startswith("Regards") else (texts, [])
    d.shuffle(head)
    return dress(d, obj({k: properties[k] for k in keys}), "Analysis"), asked(d, " ".join(head + tail)), {k: answer[k] for k in keys}


HURRY = {
    5: lines("Everything is down!; We need help now!; This is very urgent.; Call me at once!; It is an emergency.; Please act immediately!; Hurry!; We are losing money every minute."),
    1: lines("No hurry.; Take your time.; It is not important.; Whenever you have time.; There is no rush.; Just a small thing.; It can wait."),
}
TROUBLE = ("billing payment invoice", "shipping delivery", "technical bug error", "account login", "refund return", "security abuse", "question information")
ELSEWHERE = lines("Do you have a job for me?; The weather is nice today.; My neighbour plays the drums.; Greetings from {c}.; I would like to talk about {c}.; Your office in {c} is beautiful.; I am writing a book about {c}.; {n} told me about you.;"
                  "Happy birthday to {n}!; We wish you a nice weekend.")


def ticket(d: Draw) -> tuple[Any, str, Any]:
    """A message to a support desk: category, urgency, mood and a summary, as many of them as are asked for."""
    classes = d.sample(TROUBLE, d.randint(2, 5))
    usual = d.random() < 0.5
    names = {c: c.split()[0] if usual else d.choice(c.split()) for c in classes}
    with_other = d.random() < 0.6
    options = list(names.values()) + (["other"] if with_other else [])
    if d.random() < 0.5:
        d.shuffle(options)
    if with_other and d.random() < 0.15:
        category, message, urgency = "other", fill(d, d.pattern(ELSEWHERE)), 2
    else:
        chosen = d.choice(classes)
        category, message = names[chosen], fill(d, d.pattern(CLASSES["category"][chosen]))
        urgency = 5 if chosen.startswith("security") else 2 if chosen.startswith("question") else 3
    said = [message]
    if d.random() < 0.35:
        urgency = d.choice((1, 5))
        said.append(d.pattern(HURRY[urgency]))
    level = "low" if urgency == 1 else "high" if urgency == 5 else "normal"
    fields = {
        d.choice(("category", "category", "type", "topic", "department", "queue")): ({"enum": options} if d.random() < 0.6 else {"type": "string", "enum": options}, category),
        d.choice(("urgency", "urgency", "urgency_level", "severity")): ({"type": "integer", "minimum": 1, "maximum": 5}, urgency),
        d.choice(("priority", "level")): ({"type": "string", "enum": ["low", "normal", "high"]}, level),
        d.choice(("urgent", "needs_human", "escalate", "is_urgent")): ({"type": "boolean"}, urgency == 5),
        d.choice(("summary", "summary", "title", "subject", "message")): ({"type": "string", "maxLength": d.choice((160, 200, 300))} if d.random() < 0.5 else {"type": "string"}, message),
    }
    keys = d.sample(list(fields), d.choice((2, 2, 3, 3, 4)))
    schema = obj({k: fields[k][0] for k in keys})
    return dress(d, schema, d.choice(("Ticket", "Triage", "SupportTicket", "Message")), (200, 300)), asked(d, " ".join(said)), {k: fields[k][1] for k in keys}
