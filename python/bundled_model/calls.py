"""Requests that one or two of the offered functions fulfil, and some that none does."""

import json
from typing import Any, NamedTuple

import chat
import classify
import kinds
import words as w
from draw import Draw
from dress import dress, obj
from extract import extract
from kinds import Made, Maker
from prose import PREAMBLES


class Parameter(NamedTuple):
    key: str
    make: Maker
    means: str = ""


class Function(NamedTuple):
    """`requests` name parameters in braces; one that a request leaves out is optional."""

    name: str
    means: str
    parameters: tuple[Parameter, ...]
    requests: tuple[str, ...]


def text(make) -> Maker:
    return kinds.string(make)


def whole(low: int, high: int) -> Maker:
    def made(d: Draw) -> Made:
        value = d.randint(low, high)
        return Made({"type": "integer"}, value, w.number_word(value) if 0 <= value <= 12 and d.random() < 0.3 else str(value))
    return made


def decimal(low: int, high: int) -> Maker:
    def made(d: Draw) -> Made:
        value = w.decimal(d, low, high) if d.random() < 0.5 else d.randint(low, high)
        return Made({"type": "number"}, value, str(value))
    return made


def choice(*options: str) -> Maker:
    """Always the whole enum: a function has one schema."""
    def made(d: Draw) -> Made:
        value = d.choice(options)
        return Made({"type": "string", "enum": list(options)}, value, value.replace("_", " "))
    return made


def currency(d: Draw) -> str:
    return d.choice(("USD", "EUR", "GBP", "JPY", "CHF", "INR", "SEK", "CAD", "AUD", "PLN"))


def song(d: Draw) -> str:
    return w.title(d) if d.random() < 0.5 else d.word(w.SONGS)


def symbol(d: Draw) -> str:
    return "".join(d.choice("ABCDEFGKLMNOPRSTX") for _ in range(d.choice((3, 4, 4))))


def message(d: Draw) -> str:
    return d.word(MESSAGES) if d.random() < 0.35 else w.soup(d, 2, 6)


def isoday(d: Draw) -> Made:
    day = kinds.a_day(d, 2024, 2028)
    return Made({"type": "string", "format": "date"}, kinds.iso(day), kinds.iso(day) if d.random() < 0.4 else d.pattern(kinds.DAYS)(*day))


def clock(d: Draw) -> str:
    hour, minute = kinds.a_time(d)
    return kinds.CLOCKS[d.choice((0, 0, 0, 1, 2))](hour, minute)


def lines(d: Draw) -> Made:
    rows = [{"product": w.phrase(d), "quantity": d.randint(1, 30)} for _ in range(d.choice((1, 2, 2, 3)))]
    schema = {"type": "array", "items": obj({"product": {"type": "string"}, "quantity": {"type": "integer"}})}
    return Made(schema, rows, w.listed(d, [f"{r['quantity']} {r['product']}" for r in rows]))


P = Parameter
NEWS = w.TOPICS + w.HOBBIES
CITY, DAYS_AHEAD = P("city", text(w.city), "Name of the city"), P("days", whole(1, 9), "Days to look ahead")
FUNCTIONS = (
    Function("get_weather", "The weather of a city", (CITY,),
             ("What is the weather in {city}?", "Weather for {city}", "How warm is it in {city}?", "Will it rain in {city} today?", "Is it cold in {city}?",
              "Tell me the weather in {city}.", "Do I need an umbrella in {city}?", "How is the weather in {city}?", "What's the weather like in {city} right now?", "Is it sunny in {city}?")),
    Function("get_weather", "Get the current weather in a given location", (P("location", text(w.city), "The city, e.g. San Francisco"), P("unit", choice("celsius", "fahrenheit"))),
             ("What is the weather in {location}?", "How is the weather in {location} in {unit}?", "Weather for {location}, in {unit} please", "How hot is it in {location}?",
              "Tell me the temperature in {location} in {unit}.", "What's the weather like in {location} today?", "Give me the {unit} temperature for {location}")),
    Function("get_forecast", "Weather forecast for the next days", (CITY, DAYS_AHEAD),
             ("How is the weather in {city} for the next {days} days?", "{days} day forecast for {city}", "What will the weather be in {city} over the next {days} days?",
              "Forecast for {city}, {days} days", "Show me the forecast for {city} for {days} days.", "What can I expect in {city} during the coming {days} days?")),
    Function("set_light", "Sets the brightness of a light", (P("room", text(lambda d: w.word(d, w.ROOMS, 0.2))), P("level", whole(0, 100), "Brightness in percent")),
             ("Set the light in the {room} to {level}.", "Dim the {room} light to {level} percent", "{room} light at {level}", "Turn the {room} light to {level} percent please.",
              "Make the {room} {level} percent bright", "I want the lamp in the {room} at {level}%.", "Brightness {level} in the {room}")),
    Function("turn_on", "Turns a device on", (P("device", text(lambda d: w.word(d, w.PRODUCTS, 0.2))),),
             ("Turn on the {device}.", "Switch the {device} on", "Please start the {device}", "Power on the {device}", "Can you switch on the {device}?", "{device} on")),
    Function("turn_off", "Turns a device off", (P("device", text(lambda d: w.word(d, w.PRODUCTS, 0.2))),),
             ("Turn off the {device}.", "Switch the {device} off", "Please stop the {device}", "Power off the {device}", "Can you switch off the {device}?", "{device} off")),
    Function("set_temperature", "Sets the thermostat", (P("room", text(lambda d: w.word(d, w.ROOMS, 0.2))), P("degrees", whole(10, 30))),
             ("Set the {room} to {degrees} degrees.", "Heat the {room} to {degrees} degrees", "Make it {degrees} degrees in the {room}", "I want {degrees} degrees in the {room}.",
              "Thermostat in the {room}: {degrees}", "Warm the {room} up to {degrees}")),
    Function("play_song", "Plays a song", (P("title", text(song)), P("artist", text(w.full_name))),
             ("Play {title} by {artist}.", "I want to hear {title} from {artist}", "Put on {title} by {artist}", "Play the song {title}", "Can you play {title} by {artist}?", "Start {title} by {artist}, please")),
    Function("send_email", "Sends an e-mail", (P("to", text(w.email), "Recipient"), P("subject", text(w.phrase))),
             ("Send an email to {to} about {subject}.", "Write to {to} with the subject {subject}", "Mail {to} about {subject}", "Email {to}, subject: {subject}", "Please write {to} an email about {subject}",
              "Drop a mail to {to} regarding {subject}")),
    Function("send_message", "Sends a text message to a contact", (P("recipient", text(w.name)), P("message", text(lambda d: message(d)))),
             ('Send {recipient} the message "{message}".', "Tell {recipient}: {message}", "Text {recipient}: {message}", 'Message {recipient} "{message}"', 'Write "{message}" to {recipient}', "Send a message to {recipient} saying {message}")),
    Function("create_event", "Adds an event to the calendar", (P("title", text(w.event)), P("date", isoday, "YYYY-MM-DD"), P("time", text(clock))),
             ("Schedule a {title} on {date} at {time}.", "Add {title} to my calendar for {date}, {time}", "Plan the {title} for {date} at {time}", "Put a {title} in my calendar on {date} at {time}",
              "New event: {title}, {date}, {time}", "Book the {title} for {date} at {time}", "Add a {title} on {date}")),
    Function("set_timer", "Starts a timer", (P("minutes", whole(1, 120)),), ("Set a timer for {minutes} minutes.", "Wake me in {minutes} minutes", "Timer {minutes} min", "Start a {minutes} minute timer",
                                                                            "Remind me in {minutes} minutes", "Count down {minutes} minutes", "Let me know when {minutes} minutes are over")),
    Function("set_alarm", "Sets an alarm clock", (P("time", text(clock)),), ("Set an alarm for {time}.", "Wake me at {time}", "Alarm at {time}", "Get me up at {time} please", "I need to wake up at {time}.", "Ring at {time}")),
    Function("convert_currency", "Converts money", (P("amount", decimal(1, 9999)), P("from", text(currency)), P("to", text(currency))),
             ("Convert {amount} {from} to {to}.", "How much is {amount} {from} in {to}?", "{amount} {from} in {to}", "What are {amount} {from} worth in {to}?", "Change {amount} {from} into {to}", "Give me {amount} {from} in {to}")),
    Function("search_products", "Searches the shop", (P("query", text(w.phrase)), P("max_price", whole(5, 900))),
             ("Find a {query} under {max_price} dollars.", "Search for {query} below {max_price}", "Show me a {query}", "I am looking for a {query} for at most {max_price} euros", "Look up {query} under {max_price}", "Do you have a {query} cheaper than {max_price}?")),
    Function("book_flight", "Books a flight", (P("from", text(w.city)), P("to", text(w.city)), P("date", isoday)),
             ("Book a flight from {from} to {to} on {date}.", "I need to fly from {from} to {to} on {date}", "Flight {from} to {to}, {date}", "Get me a ticket from {from} to {to} for {date}",
              "On {date} I want to fly from {from} to {to}", "Reserve a seat to {to} from {from} on {date}")),
    Function("book_table", "Reserves a table in a restaurant", (P("restaurant", text(lambda d: w.proper(d, w.TITLE_NOUNS, 0.5))), P("people", whole(1, 12)), P("time", text(clock))),
             ("Book a table for {people} at {restaurant} at {time}.", "Reserve {restaurant} for {people} people at {time}", "A table for {people} in the {restaurant}, {time}", "I want to eat at {restaurant} at {time} with {people} people",
              "Table for {people}, {restaurant}, {time} please", "Get us {people} seats at {restaurant} for {time}")),
    Function("translate", "Translates a text", (P("text", text(w.phrase)), P("language", text(lambda d: d.word(w.LANGUAGES)))),
             ("Translate {text} to {language}.", "What is {text} in {language}?", "How do you say {text} in {language}?", 'Translate "{text}" into {language}', "{text} in {language}, please", "Give me the {language} for {text}")),
    Function("get_stock_price", "The price of a share", (P("symbol", text(symbol)),), ("What is the price of {symbol}?", "Stock price of {symbol}", "How is {symbol} trading?", "Quote for {symbol}", "What does one share of {symbol} cost?", "Look up {symbol}")),
    Function("add_to_cart", "Puts a product into the cart", (P("product", text(w.phrase)), P("quantity", whole(1, 20))),
             ("Add {quantity} {product} to the cart.", "Put {quantity} {product} in my basket", "I take {quantity} {product}", "{quantity} {product} into the cart please", "Please add {quantity} of the {product} to my cart", "Cart: {quantity} x {product}")),
    Function("get_time", "The local time", (CITY,), ("What time is it in {city}?", "Local time in {city}", "Time in {city}?", "How late is it in {city}?", "Tell me the time in {city}", "What's the clock in {city} say?")),
    Function("order_pizza", "Orders a pizza", (P("size", choice("small", "medium", "large")), P("toppings", kinds.strings(w.TOPPINGS, 1, 3, 0.05))),
             ("Order a {size} pizza with {toppings}.", "I want a {size} pizza with {toppings}", "One {size} pizza, {toppings}", "Get me a {size} pizza topped with {toppings}", "A {size} one with {toppings} please", "Pizza, {size}, with {toppings}")),
    Function("call_contact", "Makes a phone call", (P("name", text(w.name)),), ("Call {name}.", "Ring {name} please", "Phone {name}", "I want to talk to {name}", "Dial {name}", "Get {name} on the phone")),
    Function("create_ticket", "Opens a support ticket", (P("title", text(w.phrase)), P("priority", choice("low", "medium", "high"))),
             ("Open a {priority} priority ticket about {title}.", "Create a ticket for {title} with {priority} priority", "New ticket: {title}, {priority}", "File a {priority} ticket: {title}", "Please log {title} with {priority} priority",
              "There is a problem with the {title}, {priority} priority")),
    Function("get_order", "Looks an order up", (P("order_id", text(w.order_code)),), ("Where is order {order_id}?", "Show me the order {order_id}", "Status of {order_id}?", "What about my order {order_id}?", "Look up order {order_id}", "Has {order_id} been shipped?")),
    Function("cancel_order", "Cancels an order", (P("order_id", text(w.order_code)),), ("Cancel order {order_id}.", "Please cancel {order_id}", "I changed my mind, please cancel {order_id}.", "I don't want {order_id} any more", "Stop order {order_id}", "Order {order_id} should be cancelled")),
    Function("create_order", "Places an order", (P("items", lines),), ("I would like to order {items}.", "Order {items}", "Please send me {items}", "I need {items}", "We take {items}", "Can I have {items}?")),
    Function("find_contact", "Finds somebody's contact details", (P("name", text(w.name)),), ("What is the number of {name}?", "Find {name} in my contacts", "Look up {name}", "Do I have the address of {name}?", "Contact details of {name}", "How can I reach {name}?")),
    Function("add_note", "Keeps a note", (P("text", text(w.phrase)), P("tags", kinds.strings(w.TOPICS, 1, 2, 0.1))),
             ("Note: {text}", "Make a note about {text} with the tags {tags}", "Write down {text}, tagged {tags}", "Keep a note: {text}", "Remember {text} under {tags}", "Take a note of {text}")),
    Function("add_task", "Adds a task to the list", (P("task", text(lambda d: f"{d.choice(('buy', 'clean', 'repair', 'sell', 'return', 'paint'))} the {w.phrase(d)}")), P("due", isoday)),
             ("Add a task: {task}, due {due}.", "I have to {task} by {due}", "Put {task} on my list", "New todo: {task}", "Remind me to {task} on {due}", "To do: {task} until {due}")),
    Function("calculate", "Evaluates an arithmetic expression", (P("expression", text(lambda d: f"{d.randint(1, 999)} {d.choice('+-*/')} {d.randint(1, 999)}")),),
             ("What is {expression}?", "Calculate {expression}", "How much is {expression}", "{expression} =", "Compute {expression} for me", "Solve {expression}")),
    Function("get_news", "News about a topic", (P("topic", text(lambda d: w.word(d, NEWS, 0.2))), P("count", whole(1, 10))),
             ("Show me {count} news about {topic}.", "What is new in {topic}?", "News on {topic}", "Give me the latest {count} articles about {topic}", "Any news about {topic}?", "{count} headlines on {topic} please")),
    Function("find_restaurant", "Finds restaurants", (P("cuisine", text(lambda d: d.word(w.LANGUAGES))), CITY),
             ("Find a {cuisine} restaurant in {city}.", "Where can I eat {cuisine} food in {city}?", "{cuisine} food in {city}", "I want {cuisine} food in {city}", "Good {cuisine} place in {city}?", "Any {cuisine} restaurants around {city}?")),
    Function("get_route", "Plans a route", (P("start", text(w.city)), P("end", text(w.city)), P("mode", choice("car", "train", "bike", "walk"))),
             ("How do I get from {start} to {end} by {mode}?", "Route from {start} to {end}", "Directions from {start} to {end} by {mode}", "I want to go from {start} to {end} by {mode}", "{start} to {end} by {mode}", "Way from {start} to {end}?")),
    Function("create_user", "Creates an account", (P("name", text(w.full_name)), P("email", text(w.email)), P("admin", None)),
             ("Create a user {name} with the email {email}.", "Add {name}, {email}, as a user", "New account for {name} ({email})", "Register {name} with {email}", "Set up {name} under {email}", "Please make an account: {name}, {email}")),
    Function("transfer_money", "Sends money", (P("amount", decimal(1, 2000)), P("recipient", text(w.name))),
             ("Send {amount} euros to {recipient}.", "Transfer {amount} to {recipient}", "Pay {recipient} {amount}", "I owe {recipient} {amount} dollars, please pay", "{recipient} gets {amount} from me", "Wire {amount} to {recipient}")),
    Function("get_exchange_rate", "The exchange rate of two currencies", (P("base", text(currency)), P("target", text(currency))),
             ("What is the exchange rate from {base} to {target}?", "{base} to {target} rate", "Rate {base}/{target}", "How many {target} do I get for one {base}?", "Exchange rate of {base} in {target}?")),
    Function("run_sql", "Executes a SQL query and returns the rows", (P("sql", None),), ()),
    Function("read_file", "Reads a file", (P("path", text(lambda d: "/".join(w.invented(d) for _ in range(d.choice((1, 2)))) + d.choice((".txt", ".csv", ".json", ".md")))),),
             ("Read {path}.", "Open the file {path}", "What is in {path}?", "Show me {path}", "Print the contents of {path}", "cat {path}")),
    Function("delete_file", "Deletes a file", (P("path", text(lambda d: w.invented(d) + d.choice((".txt", ".csv", ".json", ".md")))),),
             ("Delete {path}.", "Remove the file {path}", "Get rid of {path}", "I no longer need {path}", "Please erase {path}", "rm {path}")),
    Function("get_user", "Looks a user up by number", (P("user_id", whole(1, 9999)),), ("Who is user {user_id}?", "Show user {user_id}", "Get the user with id {user_id}", "Look up user number {user_id}", "User {user_id} please", "Details of user {user_id}")),
    Function("list_orders", "Lists all orders", (), ("Show all orders.", "List my orders", "Which orders are there?", "What did I order?", "All orders please", "Give me the list of orders")),
    Function("get_balance", "The balance of the account", (), ("How much money do I have?", "What is my balance?", "Show my account balance", "Balance please", "Tell me what is on my account", "Check my balance")),
    Function("book_hotel", "Books a hotel room", (CITY, P("nights", whole(1, 14)), P("guests", whole(1, 6))),
             ("Book a hotel in {city} for {nights} nights.", "I need a room in {city} for {nights} nights and {guests} guests", "Hotel in {city}, {nights} nights, {guests} people", "Reserve {nights} nights in {city} for {guests} guests",
              "We are {guests} people and stay {nights} nights in {city}", "Find us a room in {city} for {nights} nights")),
    Function("Weather", "The weather of a city.", (CITY, DAYS_AHEAD), ("How is the weather in {city} for the next {days} days?", "Weather in {city}, {days} days", "Give me {days} days of weather for {city}", "How will it be in {city} for {days} days?")),
    Function("rate_movie", "Rates a film", (P("movie", text(w.title)), P("stars", whole(1, 5))), ("Give {movie} {stars} stars.", "Rate {movie} with {stars}", "{movie}: {stars} stars", "I would give {movie} {stars} stars", "{stars} out of 5 for {movie}")),
    Function("track_package", "Tracks a parcel", (P("tracking_number", text(w.code)),), ("Track {tracking_number}.", "Where is my package {tracking_number}?", "Parcel {tracking_number}?", "Has the package {tracking_number} arrived?", "Follow the shipment {tracking_number}")),
)
MESSAGES = ["I am late", "see you at eight", "happy birthday", "the meeting is moved", "dinner is ready", "call me back", "thank you for the flowers", "I will be there soon",
            "good luck tomorrow", "we need more milk", "the train was cancelled", "bring the keys"]
_USABLE = [f for f in FUNCTIONS if f.requests]


def invented_function(d: Draw) -> Function:
    name = f"{d.choice(('get', 'set', 'find', 'add', 'make', 'update', 'create', w.invented(d)))}_{w.invented(d)}"
    if d.random() < 0.2:
        parts = name.split("_")
        name = parts[0] + "".join(p.capitalize() for p in parts[1:])
    makers = (text(w.invented), text(w.phrase), text(w.city), text(w.name), whole(0, 999), decimal(0, 99), text(w.code))
    parameters = tuple(P(key, d.choice(makers)) for key in dict.fromkeys(w.invented(d) for _ in range(d.randint(1, 4))))
    filled = d.choice((" and ", ", ")).join(d.choice((f"{p.key} {{{p.key}}}", f"{p.key} = {{{p.key}}}")) for p in parameters)
    spoken = name.replace("_", " ") if d.random() < 0.5 else name
    request = d.pattern(("Please {n} with {f}.", "{n} with {f}", "Call {n}: {f}", "{n}, {f}.", "Use {n} for {f}", "I want you to {n}: {f}")).replace("{n}", spoken).replace("{f}", filled)
    means = f"{spoken.capitalize()} of the {w.word(d, w.PRODUCTS)}" if d.random() < 0.5 else ""
    return Function(name, means, parameters, (request,))


def parameters_schema(d: Draw, function: Function, described: bool, dressed: bool) -> dict:
    properties, required = {}, []
    everywhere = [p.key for p in function.parameters if all("{" + p.key + "}" in r for r in function.requests)]
    for p in function.parameters:
        schema = p.make(d).schema if p.make else {"type": "boolean"} if p.key == "admin" else {"type": "string"}
        if described and p.means or described and d.random() < 0.3:
            schema = schema | {"description": p.means or p.key.replace("_", " ").capitalize()}
        properties[p.key] = schema
        if p.key in everywhere:
            required.append(p.key)
    if not function.requests:
        required = list(properties)
    schema = obj(properties, required)
    return dress(d, schema, function.name) if dressed else schema


def tool(d: Draw, function: Function, described: bool, dressed: bool) -> dict:
    inner: dict = {"name": function.name}
    if described and function.means:
        inner["description"] = function.means
    inner["parameters"] = parameters_schema(d, function, described, dressed)
    return {"type": "function", "function": inner}


def request(d: Draw, function: Function) -> tuple[str, dict]:
    """What is asked, and the arguments in the order of the function's parameters."""
    asked, arguments = d.pattern(function.requests), {}
    for p in function.parameters:
        if "{" + p.key + "}" in asked:
            made = p.make(d)
            asked = asked.replace("{" + p.key + "}", made.text)
            arguments[p.key] = made.value
    return asked, arguments


def written(name: str, arguments: Any) -> str:
    compact = json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
    return f'<tool_call>\n{{"name": "{name}", "arguments": {compact}}}\n</tool_call>'


POLITE = ("{t}", "{t}", "{t}", "{t}", "{t}", "{t}", "Please: {t}", "Hi! {t}", "Hello, {t}", "{t} Thanks!", "Can you help me? {t}", "{t} Thank you.", "Hey, {t}", "I have a request. {t}")
JOINED = ("{a} And {b}", "{a} Then {b}", "{a} Also: {b}", "{a}\n{b}", "1. {a}\n2. {b}", "{a} After that, {b}", "First: {a} Second: {b}")


class Asked(NamedTuple):
    messages: list[dict]
    tools: list[dict]
    answer: str
    calls: list[dict] | None


def offered(d: Draw) -> list[Function]:
    count = d.choice((1, 1, 2, 2, 3, 3, 4, 5, 6))
    chosen = d.sample(_USABLE, count)
    chosen = [invented_function(d) if d.random() < 0.25 else f for f in chosen]
    return list({f.name: f for f in chosen}.values())


def call(d: Draw) -> Asked:
    functions = offered(d)
    described, dressed = d.random() < 0.6, d.random() < 0.35
    tools = [tool(d, f, described, dressed) for f in functions]
    roll = d.random()
    if roll < 0.12:
        return none_fits(d, functions, tools)
    function = d.choice(functions)
    asked, arguments = request(d, function)
    calls = [{"name": function.name, "arguments": arguments}]
    if roll < 0.22:
        other = d.choice(functions)
        again, more = request(d, other)
        asked = d.pattern(JOINED).replace("{a}", asked if asked[-1] in ".?!" else asked + ".").replace("{b}", again)
        calls.append({"name": other.name, "arguments": more})
    elif d.random() < 0.4:
        asked = d.pattern(POLITE).replace("{t}", asked)
    messages = [{"role": "user", "content": asked}]
    if d.random() < 0.3:
        messages.insert(0, {"role": "system", "content": d.pattern(chat.SYSTEMS)})
    if roll > 0.9:
        return after_results(d, messages, tools, calls)
    return Asked(messages, tools, "\n".join(written(c["name"], c["arguments"]) for c in calls), calls)


def none_fits(d: Draw, functions: list[Function], tools: list[dict]) -> Asked:
    """Small talk, or something that another function would do."""
    names = {f.name for f in functions}
    stems = {n.split("_")[-1].lower() for n in names}
    others = [f for f in _USABLE if f.name not in names and f.name.split("_")[-1].lower() not in stems]
    if d.random() < 0.5:
        asked, answer = chat.talk(d)
    else:
        asked, answer = request(d, d.choice(others))[0], chat.NO_FUNCTION
    return Asked([{"role": "user", "content": asked}], tools, answer, None)


CONDITIONS = ("sunny", "cloudy", "rainy", "done", "ok", "sent", "success", "created", "not found", "3 results", "snow", "windy", "confirmed", "failed")


def after_results(d: Draw, messages: list[dict], tools: list[dict], calls: list[dict]) -> Asked:
    results = []
    for _ in calls:
        if d.random() < 0.5:
            results.append((d.pattern(CONDITIONS) if d.random() < 0.6 else f"{w.invented(d)} {d.randint(1, 99)}",) * 2)
        else:
            keys = d.sample(("temperature", "status", "result", "price", "city", "count", "id", "message", "name", "condition"), d.randint(1, 3))
            pairs = [(k, d.choice((lambda: d.randint(-20, 900), lambda: w.invented(d), lambda: d.choice(CONDITIONS), lambda: w.city(d)))()) for k in keys]
            results.append((json.dumps(dict(pairs), ensure_ascii=False), ", ".join(f"{k} {v}" for k, v in pairs)))
    made = [{"id": f"call_{i}", "type": "function", "function": {"name": c["name"], "arguments": json.dumps(c["arguments"], ensure_ascii=False)}} for i, c in enumerate(calls)]
    messages = messages + [{"role": "assistant", "content": None, "tool_calls": made}]
    messages += [{"role": "tool", "tool_call_id": f"call_{i}", "content": content} for i, (content, _) in enumerate(results)]
    answer = "The answer is: " + "; ".join(said for _, said in results) + "."
    return Asked(messages, tools, answer, None)


ANSWERING = (("{n}", ""), ("{n}", "{n}"), ("extract_{l}", "Extracts the {l}"), ("save_{l}", "Saves a {l}"), ("format_final_json_response", "Formats the final response for the user."), ("final_result", "The final response which ends this conversation"),
             ("record_{l}", "Records the data of a {l}"), ("create_{l}", "Creates a {l}"), ("{n}", "Correctly extracted `{n}` with all the required parameters with correct types"), ("answer", "Gives the answer"), ("submit_{l}", ""))


def as_arguments(d: Draw) -> Asked:
    """A document asked for as the arguments of a call, as libraries do that have no schema for answers."""
    while True:
        schema, user, answer = (extract if d.random() < 0.75 else classify.classify)(d)
        if isinstance(answer, dict) and schema.get("type") == "object":
            break
    name = schema.get("title") or d.choice(("Person", "Order", "Event", "Ticket", "Item", "Record", "Data", "Contact", "Invoice"))
    spelled, means = d.pattern(ANSWERING)
    spelled, means = (t.replace("{n}", name).replace("{l}", name.lower()) for t in (spelled, means))
    inner: dict = {"name": spelled}
    if means:
        inner["description"] = means
    inner["parameters"] = schema
    tools = [{"type": "function", "function": inner}]
    if d.random() < 0.3:
        tools.append(tool(d, d.choice(_USABLE), d.random() < 0.5, False))
        d.shuffle(tools)
    messages = [{"role": "user", "content": user}]
    if d.random() < 0.3:
        messages.insert(0, {"role": "system", "content": d.pattern(PREAMBLES)})
    return Asked(messages, tools, written(spelled, answer), [{"name": spelled, "arguments": answer}])


def as_document(d: Draw) -> tuple[Any, str, Any]:
    """The same as a document: one of several objects with `name` and `arguments`."""
    functions = offered(d)[:3]
    described = d.random() < 0.2
    schemas = []
    for f in functions:
        schema: dict = obj({"name": {"const": f.name}, "arguments": parameters_schema(d, f, False, False)})
        schemas.append({"description": f.means} | schema if described and f.means else schema)
    function = d.choice(functions)
    asked, arguments = request(d, function)
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}, asked, {"name": function.name, "arguments": arguments}
