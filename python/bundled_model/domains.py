"""What texts are about: subjects, and the fields that may be told of each."""

from dataclasses import dataclass
from typing import Callable

import words as w
from draw import Draw
from kinds import (Kind, birth, boolean, date, email, enum, integer, kind, money, moment, number, people, percent, rating,
                   string, strings, time, url, year)


@dataclass(frozen=True)
class Domain:
    """`names` are titles of the whole object, `keys` those of the subject's own field, `subjects` how it is introduced."""

    names: tuple[str, ...]
    keys: tuple[str, ...]
    subject: Callable[[Draw], str]
    subjects: tuple[str, ...]
    pronouns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    me: tuple[str, ...] = ()


def _street_address(d: Draw) -> str:
    return w.street(d)


PERSON = Domain(
    ("Person", "User", "Profile", "Contact", "Employee", "Customer", "Candidate"),
    ("name", "name", "full_name", "fullName", "person", "person_name", "customer_name", "user", "who"), w.name,
    ("{s}", "{s}", "{s}", "My colleague {s}", "Our neighbour {s}", "Dr. {s}", "A woman called {s}", "The new tenant, {s},",
     "A man named {s}", "Mr {s}", "Our customer {s}", "My friend {s}"),
    ("She", "He", "They"),
    (
        kind("age years age_years ageYears", integer(1, 99),
             "is {v} years old; is {v}; turned {v} last week; is aged {v}; has just turned {v}; will soon celebrate being {v};"
             "=At {v}, {s} feels fine; is {v} years of age; =Age: {v}",
             "I am {v} years old; I'm {v}; I turned {v} this year; I am {v}; I just turned {v}",
             "{v}; aged {v}; {v} years old; age {v}; who is {v}", "age in years; how old the person is; the person's age"),
        kind("city town location home residence home_city hometown place lives_in", string(w.city),
             "lives in {v}; comes from {v}; moved to {v}; is from {v}; resides in {v}; was raised in {v}; has a flat in {v};"
             "is based in {v}; =Home is {v}; settled in {v}; calls {v} home",
             "I live in {v}; I come from {v}; I moved to {v}; I am based in {v}; I'm from {v}",
             "from {v}; of {v}; living in {v}; based in {v}; a resident of {v}", "where the person lives; home town; city of residence"),
        kind("country nationality home_country", string(w.country),
             "lives in {v}; is a citizen of {v}; was born in {v}; comes from {v}; =The passport is from {v}; grew up in {v}",
             "I come from {v}; I was born in {v}; I grew up in {v}", "from {v}; of {v}; born in {v}", "country of origin"),
        kind("job profession occupation job_title jobTitle role position work", string(w.job),
             "works as a {v}; is a {v}; has a job as a {v}; earns a living as a {v}; was hired as a {v}; is employed as a {v};"
             "became a {v}; =By trade {s} is a {v}; has been a {v} for years; trained as a {v}",
             "I work as a {v}; I am a {v}; I'm a {v}; my job is {v}; I earn my living as a {v}",
             "a {v}; the {v}; our {v}; {v}; {v} by profession", "what the person does for a living; profession"),
        kind("company employer workplace organization organisation firm company_name companyName", string(w.company),
             "works for {v}; is employed by {v}; joined {v}; works at {v}; is with {v}; runs {v}; left a rival for {v};"
             "represents {v}; =The employer is {v}; has a contract with {v}",
             "I work for {v}; I work at {v}; I am with {v}; I joined {v}; my employer is {v}",
             "of {v}; from {v}; working for {v}; at {v}", "where the person works; the employer; name of the company"),
        kind("email mail email_address emailAddress e_mail contact_email", email,
             "can be reached at {v}; has the email {v}; uses the address {v}; answers mails sent to {v}; =Write to {v};"
             "=Please reply to {v}; =E-mail: {v}; prefers mail to {v}; =Send the papers to {v}; =Reach {s} via {v}",
             "my email is {v}; you can reach me at {v}; write to me at {v}; mail me at {v}; my address is {v}",
             "{v}; reachable at {v}; email {v}", "e-mail address; where to write to"),
        kind("phone phone_number phoneNumber tel telephone mobile cell", string(w.phone),
             "has the phone number {v}; answers at {v}; =Call {v}; =The number is {v}; =Phone: {v}; =Tel. {v}; =Mobile {v};"
             "can be called at {v}; picks up at {v}; =For questions dial {v}",
             "my phone number is {v}; call me at {v}; my number is {v}; you can ring me at {v}; phone: {v}",
             "phone {v}; tel. {v}; {v}", "telephone number; number to call"),
        kind("hobbies interests likes pastimes free_time", strings(w.HOBBIES),
             "likes {v}; enjoys {v}; is fond of {v}; loves {v}; spends the weekends with {v}; is into {v}; =Hobbies: {v};"
             "is interested in {v}; has a passion for {v}; =In the evening it is {v}",
             "I like {v}; I enjoy {v}; I love {v}; my hobbies are {v}; I am into {v}", "", "what the person likes to do"),
        kind("languages speaks spoken_languages", strings(w.LANGUAGES, 1, 3, 0.05),
             "speaks {v}; is fluent in {v}; knows {v}; talks to customers in {v}; =Languages: {v}; understands {v}",
             "I speak {v}; I am fluent in {v}; I know {v}"),
        kind("skills competences abilities expertise", strings(w.SKILLS),
             "knows {v}; is good at {v}; has experience with {v}; is skilled in {v}; works with {v}; =Skills: {v}; brings {v};"
             "is an expert in {v}", "I know {v}; my skills are {v}; I have worked with {v}; I am good at {v}", "", "what the person is able to do"),
        kind("married is_married isMarried", boolean,
             "is married|is not married; is married|is single; has a husband or wife|is unmarried; =Married: yes|=Married: no;"
             "got married last year|has never married", "I am married|I am not married; I'm married|I'm single"),
        kind("student is_student isStudent", boolean,
             "is a student|is not a student; still studies|no longer studies; goes to university|does not go to university;"
             "is enrolled at the college|is not enrolled anywhere", "I am a student|I am not a student; I still study|I no longer study"),
        kind("member is_member isMember subscribed membership", boolean,
             "is a member|is not a member; has subscribed|has not subscribed; joined as a member|did not join as a member;"
             "holds a membership|holds no membership; signed up|never signed up", "I am a member|I am not a member"),
        kind("smoker smokes is_smoker", boolean, "smokes|does not smoke; is a smoker|is a non-smoker; likes cigarettes|never smoked"),
        kind("has_car owns_car car hasCar", boolean, "has a car|has no car; owns a car|does not own a car; drives an own car|has to go by bus"),
        kind("remote is_remote works_remotely remoteWork", boolean,
             "works remotely|does not work remotely; works from home|works in the office; is a remote worker|is in the office every day"),
        kind("height height_m size_m heightMeters", number(1, 2),
             "is {v} m tall; measures {v} m; is {v} metres tall; has a height of {v} m; =Height: {v} m; stands {v} m tall", "I am {v} m tall"),
        kind("weight weight_kg weightKg", integer(40, 120),
             "weighs {v} kg; has a weight of {v} kg; =Weight: {v} kg; brings {v} kg to the scales; is {v} kilos", "I weigh {v} kg; I am {v} kilos"),
        kind("salary income annual_salary wage pay", integer(20000, 150000, 500),
             "earns {v} dollars; makes {v} a year; has a salary of {v}; is paid {v} per year; gets {v} euros a year;"
             "=The salary is {v}; takes home {v}; =Pay: {v}", "I earn {v} a year; my salary is {v}; I make {v}", "", "yearly pay"),
        kind("birthday born birth_date birthDate date_of_birth dob", birth,
             "was born on {v}; has a birthday on {v}; =Date of birth: {v}; came into the world on {v}; celebrates on {v}; =Born: {v}",
             "I was born on {v}; my birthday is {v}; my date of birth is {v}", "born {v}; born on {v}; * {v}"),
        kind("favorite_color color colour favoriteColor", enum(w.COLORS),
             "prefers {v}; likes the color {v}; has {v} as favorite color; would take {v}; always wears {v}; loves {v}",
             "my favorite color is {v}; I like {v}; I prefer {v}"),
        kind("children kids number_of_children child_count", integer(0, 9),
             "has {v} children; has {v} kids; is a parent of {v}; raises {v} children; =Children: {v}; has a family with {v} kids",
             "I have {v} children; I have {v} kids; we have {v} children", "with {v} children; parent of {v}"),
        kind("pet pet_name petName dog", string(w.first_name),
             "has a dog called {v}; has a cat named {v}; walks the dog {v}; lives with the cat {v}; =The dog is called {v}; keeps a parrot named {v}",
             "my dog is called {v}; I have a cat named {v}"),
        kind("experience years_experience yearsOfExperience experience_years seniority", integer(1, 40),
             "has {v} years of experience; brings {v} years of experience; has worked for {v} years; =Experience: {v} years;"
             "has been in the business for {v} years; looks back on {v} years of work",
             "I have {v} years of experience; I have worked for {v} years", "with {v} years of experience"),
        kind("department team division unit", string(lambda d: w.word(d, w.DEPARTMENTS, 0.1)),
             "works in {v}; belongs to the {v} department; is in the {v} team; =Department: {v}; was assigned to {v}; leads {v}",
             "I work in {v}; I am in the {v} team"),
        kind("username user_name login handle nickname", string(lambda d: w.invented(d) + d.choice(("", str(d.randint(1, 99)), "_x"))),
             "logs in as {v}; uses the name {v}; is known as {v}; =Login: {v}; has the user name {v}; signs as {v}",
             "my user name is {v}; I log in as {v}; people call me {v}"),
        kind("street address street_address streetAddress", string(_street_address),
             "lives at {v}; has the address {v}; =The address is {v}; moved into {v}; gets mail at {v}; resides at {v}",
             "I live at {v}; my address is {v}; send it to {v}"),
        kind("employee_id id customer_id customerId member_number", string(w.code),
             "has the number {v}; is registered as {v}; =ID: {v}; is listed under {v}; carries the badge {v}; =The customer number is {v}",
             "my customer number is {v}; my id is {v}"),
        kind("start_date startDate joined hired_on since", date,
             "started on {v}; joined on {v}; was hired on {v}; has been here since {v}; begins on {v}; =First day: {v}",
             "I started on {v}; I can start on {v}"),
        kind("gender sex", enum(["male", "female", "other", "unknown"], 2, 4), "is {v}; =Gender: {v}; is registered as {v}"),
        kind("manager boss supervisor reports_to", string(w.full_name),
             "reports to {v}; has {v} as boss; works under {v}; =The manager is {v}; is supervised by {v}; gets orders from {v}"),
        kind("spouse partner wife husband", string(w.full_name),
             "is married to {v}; lives together with {v}; =The partner is {v}; shares a flat with {v}; is engaged to {v}"),
        kind("university school college education alma_mater", string(lambda d: "University of " + w.city(d)),
             "studied at the {v}; has a degree from the {v}; went to the {v}; graduated from the {v}; =Education: {v}; teaches at the {v}",
             "I studied at the {v}; I went to the {v}"),
    ),
    ("My name is {s}.", "I am {s}.", "This is {s}.", "Hello, I'm {s}.", "Hi, my name is {s}.", "{s} here.",
     "Good morning, {s} speaking.", "I'm {s}."))

ORDER = Domain(
    ("Order", "Purchase", "OrderRequest", "Sale"), ("customer", "name", "client", "buyer", "customer_name", "customerName"), w.name,
    ("{s}", "{s}", "The customer {s}", "Our client {s}", "A buyer called {s}", "Mrs {s}"), ("She", "He", "They", "The customer"),
    (
        kind("product item article product_name productName goods", string(w.phrase),
             "ordered a {v}; wants the {v}; bought one {v}; asks for a {v}; would like a {v}; needs a {v}; =It is about the {v};"
             "is waiting for a {v}; purchased the {v}; returned the {v}", "I ordered a {v}; I would like a {v}; I bought the {v}; I need a {v}; I want a {v}",
             "", "what was ordered; the article"),
        kind("quantity count amount units qty number_of_items", integer(1, 500),
             "needs {v} pieces; =The quantity is {v}; wants {v} of them; ordered {v} units; takes {v} pieces; =Pieces: {v}; asked for {v} units",
             "I need {v} pieces; please send {v} of them; I take {v}", "", "how many pieces"),
        kind("price total cost total_price totalPrice sum amount_due", money(1, 2000),
             "paid {v}; =The total is {v}; =It costs {v}; owes {v}; was charged {v}; =It comes to {v}; =Price: {v}; has to pay {v}; transferred {v}",
             "I paid {v}; I was charged {v}; it cost me {v}", "", "total price; what the order costs"),
        kind("order_id id order orderId order_number orderNumber reference", string(w.code),
             "has the order {v}; refers to order {v}; =The order number is {v}; =Order {v}; placed order {v}; asks about {v};"
             "=Reference: {v}; is calling about order {v}", "my order number is {v}; it is about order {v}; I placed order {v}",
             "order {v}; ref. {v}", "number of the order"),
        kind("order_date date ordered_on orderDate placed", date,
             "ordered on {v}; bought it on {v}; =The order is of {v}; =Ordered: {v}; placed the order on {v}; =It was bought on {v}",
             "I ordered on {v}; I bought it on {v}"),
        kind("delivery_date due_date deliver_by deliveryDate arrival", date,
             "wants it delivered on {v}; expects delivery on {v}; =Delivery is due on {v}; =It is to arrive on {v}; =Deliver by {v}; needs it by {v}",
             "I need it by {v}; please deliver on {v}", "", "when it is to be delivered"),
        kind("status state order_status orderStatus", enum(w.STATUSES),
             "=The order is {v}; =The status is {v}; =It is marked {v}; has an order that is {v}; =Status: {v}; =It was {v}"),
        kind("priority urgency importance", enum(["low", "medium", "high", "normal", "urgent"], 3, 5),
             "has {v} priority; =It is of {v} priority; =The priority is {v}; =Priority: {v}; =Treat it with {v} priority"),
        kind("paid is_paid isPaid payment_received", boolean,
             "has paid|has not paid; =It is paid|=It is not paid; =The bill has been paid|=The bill is unpaid; =Payment was received|=No payment was received",
             "I have paid|I have not paid"),
        kind("express urgent is_express rush expedited", boolean,
             "wants express delivery|wants normal delivery; =It is urgent|=It is not urgent; =It goes express|=It does not go express; asked for express|did not ask for express"),
        kind("gift is_gift giftWrap gift_wrap", boolean,
             "=It is a gift|=It is not a gift; wants it wrapped as a gift|does not want it wrapped; is giving it away|keeps it"),
        kind("ship_to destination city shipping_city shipTo", string(w.city),
             "wants it sent to {v}; =It ships to {v}; =It goes to {v}; has it delivered to {v}; =The destination is {v}; =Send it to {v}",
             "please send it to {v}; I live in {v}"),
        kind("tags labels keywords", strings(w.COLORS + w.PRODUCTS), "=It is tagged {v}; =Tags: {v}; =The labels are {v}; =Keywords: {v}"),
        kind("color colour", enum(w.COLORS), "wants it in {v}; =It comes in {v}; =The color is {v}; chose {v}; prefers {v}; =Color: {v}", "in {v}, please; I would like it in {v}"),
        kind("size", enum(["small", "medium", "large", "extra large"], 3, 4), "takes size {v}; =The size is {v}; wants it in {v}; =Size: {v}; chose the {v} one"),
        kind("weight weight_kg weightKg", number(0, 80), "=It weighs {v} kg; =The weight is {v} kg; =Weight: {v} kg; has a parcel of {v} kg; =The box has {v} kg"),
        kind("payment_method payment paymentMethod pay_by", enum(["credit card", "paypal", "bank transfer", "cash", "invoice", "debit card"]),
             "pays by {v}; paid with {v}; =Payment by {v}; chose {v}; =The payment method is {v}; settles by {v}", "I pay by {v}; I would like to pay with {v}"),
        kind("discount discount_percent rebate", percent, "gets a discount of {v}; =There is {v} off; saves {v}; =Discount: {v}; has a voucher for {v}"),
        kind("tracking_number tracking trackingNumber", string(w.code), "=The tracking number is {v}; =Track it with {v}; =Tracking: {v}; got the parcel number {v}; =The parcel is {v}"),
        kind("carrier shipper delivery_service", enum(["dhl", "ups", "fedex", "post", "courier"], 2, 5), "=It is shipped with {v}; =The carrier is {v}; =It comes by {v}; wants it sent by {v}"),
        kind("email contact_email mail", email, "can be reached at {v}; =The invoice goes to {v}; =Mail: {v}; gave the address {v}; wants news at {v}", "my email is {v}"),
        kind("phone contact_phone tel", string(w.phone), "left the number {v}; =Phone {v}; can be called at {v}; =The courier should call {v}", "my phone is {v}"),
    ),
    ("My name is {s}.", "This is {s}.", "I am {s}.", "{s} here.", "{s} writing."))

EVENT = Domain(
    ("Event", "CalendarEvent", "Appointment", "Meeting"), ("title", "event", "name", "event_name", "eventName", "subject", "summary"), w.event,
    ("The {s}", "The {s}", "The next {s}", "Our {s}", "This year's {s}", "The {s} of the sales team", "Your {s}"), ("It",),
    (
        kind("date day event_date eventDate when on", date, "takes place on {v}; is on {v}; is scheduled for {v}; was moved to {v}; will be held on {v}; happens on {v}; =Date: {v}; =Save the date: {v}",
             "", "on {v}; planned for {v}", "day of the event"),
        kind("time start start_time startTime starts_at begin", time, "starts at {v}; begins at {v}; kicks off at {v}; opens at {v}; =We start at {v}; =Doors open at {v}; =Start: {v}; is set to begin at {v}",
             "", "at {v}; from {v}", "when it begins"),
        kind("end end_time endTime ends_at until", time, "ends at {v}; goes on until {v}; lasts until {v}; is over at {v}; =The end is at {v}; =End: {v}; closes at {v}"),
        kind("place city location town", string(w.city), "is in {v}; takes place in {v}; is held in {v}; comes to {v}; =We meet in {v}; =Location: {v}; happens in {v}; was moved to {v}",
             "", "in {v}", "where it takes place"),
        kind("venue room hall location_name", string(w.venue), "is in {v}; takes place in {v}; is held in {v}; =We meet in {v}; =Come to {v}; happens in {v}"),
        kind("attendees guests people participants invitees", people, "is attended by {v}; has the guests {v}; brings together {v}; =Invited are {v}; =Attendees: {v}; =With us are {v}; was joined by {v};"
             "=Participants: {v}; welcomes {v}", "", "with {v}", "who takes part"),
        kind("seats capacity max_participants maxSeats places", integer(5, 900), "has {v} seats; has room for {v} people; offers {v} places; =There are {v} seats; is limited to {v} guests; =Capacity: {v}; takes up to {v} people"),
        kind("online is_online virtual remote isOnline", boolean, "is online|is not online; takes place online|takes place on site; is a video call|is held in person; can be joined by video|cannot be joined by video"),
        kind("duration minutes duration_minutes durationMinutes length_minutes", integer(5, 240, 5), "takes {v} minutes; lasts {v} minutes; is {v} minutes long; =Plan {v} minutes; goes on for {v} minutes; =Duration: {v} minutes; runs {v} minutes"),
        kind("host speaker organizer organiser presenter hosted_by", string(w.name), "is hosted by {v}; is led by {v}; was organised by {v}; is presented by {v}; =The host is {v}; features {v}; =Speaker: {v}; is run by {v}",
             "", "with {v}; hosted by {v}; led by {v}", "who leads it"),
        kind("fee price ticket_price entry_fee ticketPrice", money(1, 300), "costs {v}; has an entry fee of {v}; =Tickets are {v}; =A ticket costs {v}; =Entry: {v}; asks for {v} at the door; =The fee is {v}"),
        kind("free is_free no_charge", boolean, "is free|is not free; costs nothing|has to be paid for; is free of charge|asks for a fee"),
        kind("topic theme agenda about", string(lambda d: w.word(d, w.TOPICS, 0.2)), "is about {v}; deals with {v}; covers {v}; =The topic is {v}; =On the agenda: {v}; is devoted to {v}", "", "about {v}"),
        kind("category kind type event_type", enum(["social", "work", "sports", "music", "education", "family", "health"]), "is a {v} event; belongs to {v}; is listed under {v}; =Category: {v}; counts as {v}"),
        kind("recurring repeats is_recurring weekly", boolean, "repeats every week|happens only once; is a weekly event|is a single event; comes back each week|will not be repeated"),
        kind("rsvp_email contact register_at", email, "has the contact {v}; =Please register at {v}; =Write to {v}; =Reply to {v}; =Questions go to {v}"),
        kind("start_at starts datetime start_datetime", moment, "is on {v}; starts on {v}; is planned for {v}; begins on {v}; =We meet on {v}; =When: {v}"),
    ))

INVOICE = Domain(
    ("Invoice", "Bill", "Receipt"), ("vendor", "supplier", "seller", "company", "from", "vendor_name", "issuer"), w.company,
    ("{s}", "{s}", "The supplier {s}", "Our vendor {s}", "The company {s}", "A bill from {s}"), ("It", "The invoice", "The bill"),
    (
        kind("invoice_number number invoice_id invoiceNumber invoice_no id invoice bill_number", string(w.code),
             "sent invoice {v}; =Invoice {v}; =The invoice number is {v}; has the number {v}; =Invoice no. {v}; wrote bill {v}; =Number: {v}; refers to {v}", "", "invoice {v}; no. {v}",
             "number of the invoice"),
        kind("date invoice_date issued issue_date invoiceDate", date, "is dated {v}; was issued on {v}; =The date is {v}; =Issued: {v}; was written on {v}; =Invoice date: {v}", "", "of {v}; dated {v}"),
        kind("due_date due pay_by dueDate payment_due deadline", date, "is due on {v}; has to be paid by {v}; =Payment is due {v}; =Please pay by {v}; =Due: {v}; =The deadline is {v}", "", "due {v}",
             "when it has to be paid"),
        kind("total amount total_amount totalAmount grand_total sum amount_due", money(5, 9000), "comes to {v}; =The total is {v}; charges {v}; asks for {v}; =Total: {v}; amounts to {v}; wants {v}; =Please pay {v}; is over {v}", "", "over {v}; total {v}",
             "what has to be paid"),
        kind("net subtotal net_amount netAmount", money(5, 9000), "=The net amount is {v}; is {v} net; =Net: {v}; =Subtotal: {v}; =Before tax it is {v}"),
        kind("tax vat tax_amount vat_amount taxAmount", money(1, 900), "=The tax is {v}; includes {v} of tax; =VAT: {v}; =Tax: {v}; adds {v} of VAT; =On top comes {v} of tax"),
        kind("tax_rate vat_rate vat_percent taxRate", percent, "=The tax rate is {v}; adds {v} VAT; =VAT {v}; is taxed at {v}; =Tax rate: {v}"),
        kind("currency currency_code currencyCode", enum(list(w.CURRENCIES), 3, 6), "is in {v}; =The currency is {v}; =All amounts in {v}; =Currency: {v}; bills in {v}"),
        kind("paid is_paid isPaid settled", boolean, "is paid|is not paid; has been paid|is still open; was settled|is unsettled; =It was paid in full|=No payment has come in"),
        kind("customer bill_to recipient client billed_to", string(w.name), "is for {v}; was sent to {v}; =Bill to {v}; is addressed to {v}; =The customer is {v}; =Billed to: {v}", "", "for {v}"),
        kind("description service subject purpose what", string(w.phrase), "is for a {v}; covers one {v}; bills a {v}; =Description: {v}; =It is about a {v}"),
        kind("iban account bank_account accountNumber", string(lambda d: f"{d.choice(('DE', 'CH', 'FR', 'NL'))}{d.randint(10, 99)} {d.randint(1000, 9999)} {d.randint(1000, 9999)} {d.randint(1000, 9999)}"),
             "=Please pay to {v}; =The account is {v}; =IBAN: {v}; has the account {v}; =Transfer it to {v}"),
        kind("payment_terms payment_days paymentDays days", integer(7, 90), "is payable within {v} days; =Payment within {v} days; grants {v} days; =Terms: {v} days; leaves {v} days to pay"),
        kind("po_number purchase_order po", string(w.code), "=Purchase order {v}; refers to PO {v}; =PO: {v}; =The purchase order is {v}"),
    ))

PRODUCT = Domain(
    ("Product", "Item", "Article", "Listing"), ("product", "name", "title", "item", "product_name", "productName", "article"),
    lambda d: w.phrase(d) if d.random() < 0.6 else w.model(d),
    ("The {s}", "The {s}", "The new {s}", "Our {s}", "This {s}", "For sale: {s}. It", "The popular {s}", "A {s}"), ("It",),
    (
        kind("price cost amount price_eur unit_price unitPrice", money(1, 3000), "costs {v}; is on sale for {v}; sells for {v}; is priced at {v}; =The price is {v}; =Price: {v}; can be had for {v}; =Yours for {v};"
             "goes for {v}; is yours for {v}", "", "{v}; for {v}; at {v}", "what it costs"),
        kind("color colour", enum(w.COLORS), "comes in {v}; is {v}; is painted {v}; =The color is {v}; =Color: {v}; is available in {v}", "", "in {v}"),
        kind("weight weight_kg weight_g weightKg", number(0, 90), "weighs {v} kg; has a weight of {v} kg; =Weight: {v} kg; is {v} kg heavy; =It has {v} kg; brings {v} kg to the scales"),
        kind("stock quantity in_stock_count available units_left inventory", integer(0, 900), "is in stock {v} times; =There are {v} left; =Stock: {v}; =We have {v} of them; =Only {v} remain; is available {v} times"),
        kind("in_stock available is_available inStock availability", boolean, "is in stock|is out of stock; is available|is not available; can be ordered|is sold out; =In stock: yes|=In stock: no; =We have it here|=We have none left"),
        kind("brand manufacturer maker producer made_by", string(w.company), "is made by {v}; comes from {v}; is a product of {v}; =The brand is {v}; is manufactured by {v}; =Brand: {v}; was built by {v}", "", "by {v}; from {v}",
             "who makes it"),
        kind("category kind department section", enum(["furniture", "electronics", "clothing", "toys", "kitchen", "garden", "sports", "books"], 3, 6), "belongs to {v}; is in the section {v}; is found under {v}; =Category: {v}; is sorted into {v}"),
        kind("material fabric made_of", string(lambda d: d.word(w.MATERIALS)), "is made of {v}; consists of {v}; =Material: {v}; is built from {v}; =It is pure {v}; has a body of {v}", "", "made of {v}; in {v}"),
        kind("rating stars score review_score", rating, "has {v} stars; is rated {v} stars; got {v} out of 5; =Rating: {v}; was given {v} stars; =I give it {v} stars"),
        kind("sku article_number product_id code item_number id", string(w.code), "has the number {v}; =Article number {v}; =SKU: {v}; is listed as {v}; carries the code {v}; =The code is {v}"),
        kind("warranty_years warranty guarantee_years", integer(1, 10), "has a warranty of {v} years; =Warranty: {v} years; comes with {v} years of guarantee; is guaranteed for {v} years; =There are {v} years of warranty"),
        kind("features highlights properties", strings(w.QUALITIES, 2, 4, 0.15), "is {v}; =Features: {v}; =It is described as {v}; =Customers call it {v}; =Properties: {v}"),
        kind("used second_hand is_used", boolean, "is used|is new; is second-hand|is brand new; had an owner before|was never used"),
        kind("condition state", enum(["new", "used", "refurbished", "damaged", "like new"], 3, 5), "is {v}; =The condition is {v}; is sold as {v}; =Condition: {v}"),
        kind("width width_cm widthCm", integer(5, 250), "is {v} cm wide; has a width of {v} cm; =Width: {v} cm; measures {v} cm across"),
        kind("height height_cm heightCm", integer(5, 250), "is {v} cm high; has a height of {v} cm; =Height: {v} cm; stands {v} cm high"),
        kind("seller shop store sold_by", string(w.company), "is sold by {v}; =The seller is {v}; can be bought at {v}; =Shop: {v}; is offered by {v}"),
        kind("url link website", url, "is shown at {v}; =See {v}; =Link: {v}; can be ordered at {v}; =More at {v}"),
        kind("shipping_cost shipping delivery_fee shippingCost", money(1, 40), "has a shipping cost of {v}; =Shipping is {v}; =Delivery costs {v}; =Shipping: {v}; =Add {v} for delivery"),
    ))

BOOK = Domain(
    ("Book", "Movie", "Publication", "Work"), ("title", "name", "book", "work", "film"), w.title,
    ("{s}", '"{s}"', "The novel {s}", "The book {s}", "The film {s}", "I just finished {s}. It", "The work {s}"), ("It", "The book"),
    (
        kind("author writer written_by creator", string(w.full_name), "was written by {v}; is by {v}; is a work of {v}; =The author is {v}; comes from the pen of {v}; =Author: {v}; is the latest by {v}; was created by {v}", "", "by {v}; written by {v}", "who wrote it"),
        kind("director directed_by", string(w.full_name), "was directed by {v}; =The director is {v}; was filmed by {v}; =Director: {v}; was made into a film by {v}"),
        kind("year published publication_year release_year releaseYear", year(), "appeared in {v}; was published in {v}; came out in {v}; is from {v}; =Year: {v}; was released in {v}; =First edition {v}", "", "{v}; from {v}; published in {v}", "when it appeared"),
        kind("pages page_count pageCount length", integer(40, 1200), "has {v} pages; is {v} pages long; =Pages: {v}; fills {v} pages; counts {v} pages; runs to {v} pages", "", "{v} pages"),
        kind("genre category kind", enum(w.GENRES, 3, 6), "is a {v}; belongs to {v}; is {v} at its best; =Genre: {v}; is shelved under {v}; counts as {v}", "", "a {v}"),
        kind("language original_language", string(lambda d: d.word(w.LANGUAGES)), "is in {v}; was written in {v}; =Language: {v}; has been translated into {v}; is available in {v}"),
        kind("publisher publishing_house studio", string(w.company), "was published by {v}; =The publisher is {v}; =Publisher: {v}; appears with {v}; is distributed by {v}"),
        kind("price cost", money(3, 90), "costs {v}; sells for {v}; =The price is {v}; =Price: {v}; is sold for {v}"),
        kind("isbn code", string(lambda d: f"978-{d.randint(0, 9)}-{d.randint(10000, 99999)}-{d.randint(100, 999)}-{d.randint(0, 9)}"), "has the ISBN {v}; =ISBN: {v}; =ISBN {v}; is listed under {v}"),
        kind("rating stars score", rating, "got {v} stars; has {v} stars; =I give it {v} stars; =Rating: {v}; earned {v} out of 5"),
        kind("main_character protagonist hero", string(w.first_name), "tells the story of {v}; follows {v}; is about a girl called {v}; =The hero is {v}; centres on {v}", "", "", "who the story is about"),
        kind("bestseller is_bestseller award_winner", boolean, "is a bestseller|is not a bestseller; became a bestseller|never became a bestseller; sold very well|sold badly"),
        kind("duration minutes runtime runtime_minutes", integer(60, 240), "takes {v} minutes; runs {v} minutes; lasts {v} minutes; =Runtime: {v} minutes; is {v} minutes long"),
    ))

JOB = Domain(
    ("JobPosting", "Job", "Vacancy"), ("title", "position", "job_title", "role", "jobTitle"), lambda d: w.job(d),
    ("We are looking for a {s}. The position", "The position of {s}", "A job as {s}", "Wanted: {s}. It", "The role of {s}", "Now hiring: {s}. The job"), ("It", "The job"),
    (
        kind("company employer organization companyName", string(w.company), "is at {v}; is offered by {v}; is with {v}; =The employer is {v}; =Company: {v}; was posted by {v}", "", "at {v}"),
        kind("location city place office", string(w.city), "is in {v}; is based in {v}; is located in {v}; =The office is in {v}; =Location: {v}; =You will work in {v}", "", "in {v}"),
        kind("salary pay annual_salary salary_eur", integer(20000, 180000, 500), "pays {v} a year; comes with a salary of {v}; =The salary is {v}; =Salary: {v}; offers {v} euros; =You earn {v}"),
        kind("remote is_remote remote_possible", boolean, "is remote|is on site; can be done from home|cannot be done from home; is fully remote|is not remote; allows home office|requires presence"),
        kind("skills requirements required_skills technologies", strings(w.SKILLS), "requires {v}; needs {v}; asks for {v}; =You know {v}; =Skills: {v}; =We expect {v}; =Requirements: {v}"),
        kind("experience years_experience min_experience minYears", integer(1, 15), "needs {v} years of experience; asks for {v} years of experience; =You bring {v} years of experience; =At least {v} years of experience; =Experience: {v} years"),
        kind("employment_type type contract_type employmentType", enum(["full time", "part time", "contract", "internship", "temporary"], 3, 5), "is {v}; =It is a {v} position; =Type: {v}; is offered as {v}; =Employment: {v}"),
        kind("deadline apply_by closing_date applyBy", date, "is open until {v}; =Apply by {v}; =The deadline is {v}; closes on {v}; =Applications until {v}"),
        kind("contact contact_email apply_to", email, "has the contact {v}; =Apply to {v}; =Send your papers to {v}; =Write to {v}; =Contact: {v}"),
        kind("hours weekly_hours hours_per_week hoursPerWeek", integer(10, 45), "takes {v} hours a week; is for {v} hours per week; =Hours: {v}; =You work {v} hours a week; has {v} weekly hours"),
        kind("vacation_days holidays days_off", integer(15, 40), "has {v} days of holiday; comes with {v} vacation days; =You get {v} days off; =Vacation: {v} days"),
    ))

HOME = Domain(
    ("Apartment", "House", "Property", "Listing"), ("street", "address", "location", "address_line"), w.street,
    ("The flat at {s}", "The house at {s}", "The apartment at {s}", "For rent: {s}. It", "The property at {s}", "{s}"), ("It", "The flat"),
    (
        kind("rooms room_count number_of_rooms roomCount", integer(1, 12), "has {v} rooms; offers {v} rooms; =Rooms: {v}; consists of {v} rooms; =There are {v} rooms; is divided into {v} rooms", "", "with {v} rooms; {v} rooms"),
        kind("bedrooms bedroom_count beds", integer(1, 6), "has {v} bedrooms; comes with {v} bedrooms; =Bedrooms: {v}; =There are {v} bedrooms; sleeps people in {v} bedrooms", "", "with {v} bedrooms"),
        kind("bathrooms baths", integer(1, 4), "has {v} bathrooms; comes with {v} bathrooms; =Bathrooms: {v}; =There are {v} bathrooms"),
        kind("rent monthly_rent price monthlyRent", money(300, 4000), "costs {v} a month; is rented for {v}; =The rent is {v}; =Rent: {v}; goes for {v} per month; =You pay {v} a month", "", "{v} a month"),
        kind("area size square_meters sqm area_m2 squareMeters", integer(15, 400), "has {v} square metres; is {v} m² large; =Area: {v} m²; measures {v} square metres; =The size is {v} m²; offers {v} sqm", "", "{v} m²", "size in square metres"),
        kind("city town location", string(w.city), "is in {v}; lies in {v}; is located in {v}; =City: {v}; stands in {v}; =You find it in {v}", "", "in {v}"),
        kind("zip zip_code postcode postal_code", string(w.postcode), "has the postcode {v}; =The postcode is {v}; =ZIP: {v}; =Postal code: {v}"),
        kind("furnished is_furnished", boolean, "is furnished|is not furnished; comes furnished|comes empty; has furniture|has no furniture; =It is let furnished|=It is let unfurnished"),
        kind("pets_allowed pets petsAllowed", boolean, "allows pets|allows no pets; =Pets are welcome|=Pets are not allowed; =Dogs may live here|=No animals, please"),
        kind("parking has_parking garage", boolean, "has parking|has no parking; comes with a garage|comes without a garage; =There is a parking space|=There is no parking space"),
        kind("available_from available move_in_date availableFrom", date, "is available from {v}; is free from {v}; =Available: {v}; =You can move in on {v}; can be had from {v}"),
        kind("floor storey", integer(0, 30), "is on floor {v}; =Floor: {v}; lies on storey {v}; =It is on level {v}"),
        kind("deposit security_deposit", money(300, 8000), "asks for a deposit of {v}; =The deposit is {v}; =Deposit: {v}; needs {v} as a deposit"),
        kind("landlord owner contact agent", string(w.full_name), "belongs to {v}; is let by {v}; =The owner is {v}; =Contact: {v}; is managed by {v}"),
        kind("amenities features extras", strings(["balcony", "garden", "dishwasher", "elevator", "fireplace", "pool", "sauna", "terrace", "cellar", "washing machine"], 1, 4, 0.05),
             "has {v}; comes with {v}; offers {v}; =Extras: {v}; =There is {v}"),
        kind("year_built built construction_year yearBuilt", year(1850, 2026), "was built in {v}; is from {v}; =Built: {v}; dates back to {v}"),
    ))

TRIP = Domain(
    ("Trip", "Booking", "Flight", "Reservation"), ("passenger", "traveler", "name", "guest", "traveller", "customer"), w.full_name,
    ("{s}", "{s}", "The passenger {s}", "Our guest {s}", "Traveller {s}", "Ms {s}"), ("She", "He", "The passenger"),
    (
        kind("origin from departure_city from_city departureCity start", string(w.city), "leaves from {v}; departs from {v}; flies out of {v}; starts in {v}; =Departure: {v}; =The trip begins in {v}; sets off from {v}", "I fly from {v}; I leave from {v}; I start in {v}", "coming from {v}", "where the trip begins"),
        kind("destination to arrival_city to_city arrivalCity", string(w.city), "travels to {v}; flies to {v}; goes to {v}; is heading for {v}; =Destination: {v}; arrives in {v}; has a ticket to {v}", "I want to go to {v}; I fly to {v}; I travel to {v}", "on the way to {v}", "where the trip goes"),
        kind("departure_date date departure leave_on departureDate", date, "leaves on {v}; departs on {v}; flies on {v}; =Departure on {v}; sets off on {v}; =Date: {v}", "I leave on {v}; I fly on {v}"),
        kind("return_date return back_on returnDate", date, "returns on {v}; comes back on {v}; flies home on {v}; =Return on {v}; is back on {v}", "I come back on {v}; I return on {v}"),
        kind("flight_number flight train_number flightNumber", string(lambda d: f"{d.choice('ABKLSU')}{d.choice('AFHLRX')}{d.choice(('', ' '))}{d.randint(10, 9999)}"), "takes flight {v}; is on {v}; =Flight {v}; is booked on {v}; =The flight is {v}; boards {v}", "my flight is {v}"),
        kind("seat seat_number seatNumber", string(lambda d: f"{d.randint(1, 60)}{d.choice('ABCDEF')}"), "sits in {v}; has seat {v}; =Seat {v}; got the seat {v}; =Seat: {v}", "I have seat {v}"),
        kind("gate departure_gate", string(lambda d: f"{d.choice('ABCDE')}{d.randint(1, 60)}"), "boards at gate {v}; =Gate {v}; has to go to gate {v}; =Gate: {v}"),
        kind("class travel_class cabin cabinClass", enum(["economy", "business", "first", "premium economy"], 2, 4), "travels in {v}; flies {v}; booked {v}; =Class: {v}; has a {v} ticket", "I fly {v}"),
        kind("price fare ticket_price", money(20, 3000), "paid {v}; =The fare is {v}; =The ticket costs {v}; =Price: {v}; was charged {v}"),
        kind("passengers travelers guests number_of_passengers party_size", integer(1, 12), "travels with a group of {v}; booked for {v} people; =Passengers: {v}; needs {v} seats; =There are {v} travellers", "we are {v} people"),
        kind("hotel accommodation stays_at", string(lambda d: "Hotel " + w.proper(d, w.TITLE_NOUNS, 0.4)), "stays at {v}; sleeps at {v}; has a room in {v}; =Hotel: {v}; booked {v}", "I stay at {v}"),
        kind("nights night_count stay_nights", integer(1, 30), "stays for {v} nights; booked {v} nights; =Nights: {v}; sleeps there for {v} nights", "I stay {v} nights"),
        kind("round_trip is_return roundTrip", boolean, "has a return ticket|has a one-way ticket; comes back|does not come back; booked a round trip|booked one way"),
        kind("booking_code confirmation pnr booking_reference bookingReference", string(lambda d: "".join(d.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(6))), "has the booking {v}; =Booking code {v}; =Confirmation: {v}; booked under {v}; =The reference is {v}", "my booking is {v}"),
        kind("departure_time departs_at time departureTime", time, "leaves at {v}; departs at {v}; =Departure at {v}; takes off at {v}", "I leave at {v}"),
        kind("airline carrier operator", string(lambda d: w.proper(d, w.COMPANIES, 0.6) + d.choice((" Air", " Airways", " Airlines"))), "flies with {v}; =The airline is {v}; =Carrier: {v}; booked with {v}", "I fly with {v}"),
        kind("baggage bags luggage", integer(0, 6), "has {v} bags; checks in {v} bags; =Bags: {v}; brings {v} suitcases", "I have {v} bags"),
    ),
    ("My name is {s}.", "I am {s}.", "This is {s}.", "Passenger: {s}."))

RECIPE = Domain(
    ("Recipe", "Dish", "Meal"), ("name", "title", "dish", "recipe", "recipe_name"), lambda d: d.word(w.DISHES) if d.random() < 0.7 else w.invented(d) + " soup",
    ("The {s}", "Our {s}", "This {s}", "Grandma's {s}", "Today I made {s}. It", "The recipe for {s}"), ("It", "The dish"),
    (
        kind("servings serves portions people", integer(1, 12), "serves {v}; is enough for {v} people; makes {v} servings; feeds {v}; =Servings: {v}; =It is for {v} people", "", "for {v} people"),
        kind("prep_time minutes cooking_time time_minutes cookTime total_time", integer(5, 240, 5), "takes {v} minutes; is ready in {v} minutes; cooks for {v} minutes; =Time: {v} minutes; needs {v} minutes; =It is done after {v} minutes"),
        kind("ingredients contents items", strings(w.FOODS, 2, 5, 0.12), "needs {v}; contains {v}; is made with {v}; consists of {v}; =Ingredients: {v}; =You need {v}; calls for {v}; =Take {v}", "", "with {v}"),
        kind("difficulty level skill_level", enum(["easy", "medium", "hard", "simple", "difficult"], 3, 5), "is {v}; =Difficulty: {v}; is rated {v}; is {v} to make; =Level: {v}"),
        kind("vegetarian is_vegetarian veggie isVegetarian", boolean, "is vegetarian|is not vegetarian; has no meat|has meat; suits vegetarians|does not suit vegetarians; is free of meat and fish|contains meat"),
        kind("vegan is_vegan", boolean, "is vegan|is not vegan; suits vegans|does not suit vegans; is fully plant-based|contains milk"),
        kind("calories kcal energy", integer(80, 1500), "has {v} calories; contains {v} kcal; =Calories: {v}; comes to {v} kcal per portion; =Energy: {v} kcal"),
        kind("temperature oven_temperature oven_temp ovenTemperature", integer(80, 260, 10), "bakes at {v} degrees; goes into the oven at {v} degrees; =Heat the oven to {v} degrees; =Oven: {v} °C"),
        kind("cuisine origin style", string(lambda d: d.word(w.LANGUAGES)), "is {v}; is a {v} dish; comes from the {v} kitchen; =Cuisine: {v}", "", "a {v} dish"),
        kind("course meal_type meal", enum(["breakfast", "lunch", "dinner", "dessert", "snack", "starter"], 3, 6), "is a {v}; is served as {v}; =Course: {v}; is eaten for {v}"),
        kind("chef author cook by", string(w.name), "was made by {v}; is by {v}; =The cook is {v}; is a recipe of {v}; =Chef: {v}", "", "by {v}"),
        kind("rating stars score", rating, "got {v} stars; has {v} stars; =I give it {v} stars; =Rating: {v}"),
        kind("cost price_per_serving price", money(1, 40), "costs {v}; =A portion costs {v}; =Price: {v}; comes to {v}"),
    ))

CAR = Domain(
    ("Car", "Vehicle", "CarListing"), ("model", "car", "vehicle", "name"), lambda d: f"{w.proper(d, w.BRANDS, 0.2)} {w.model(d)}",
    ("The {s}", "A {s}", "My {s}", "For sale: {s}. It", "The used {s}"), ("It", "The car"),
    (
        kind("year model_year built modelYear", year(1980, 2027), "is from {v}; was built in {v}; =Year: {v}; is a {v} model; was first registered in {v}", "", "built in {v}; {v}"),
        kind("mileage km kilometers odometer mileage_km", integer(0, 300000, 100), "has {v} km on the clock; has run {v} km; =Mileage: {v} km; has done {v} kilometres; was driven {v} km", "", "{v} km"),
        kind("price asking_price cost", money(500, 90000), "costs {v}; sells for {v}; =The price is {v}; =Price: {v}; is offered at {v}; can be yours for {v}", "", "{v}"),
        kind("color colour paint", enum(w.COLORS), "is {v}; is painted {v}; =Color: {v}; comes in {v}; shines in {v}", "", "in {v}"),
        kind("fuel fuel_type engine_type fuelType", enum(["petrol", "diesel", "electric", "hybrid", "gas"], 3, 5), "runs on {v}; is {v}; =Fuel: {v}; drives with {v}; takes {v}"),
        kind("doors door_count", integer(2, 5), "has {v} doors; =Doors: {v}; comes with {v} doors; opens with {v} doors"),
        kind("owner seller driver", string(w.name), "belongs to {v}; is owned by {v}; =The owner is {v}; =Seller: {v}; is sold by {v}; is driven by {v}", "", "owned by {v}"),
        kind("license_plate plate registration licensePlate", string(lambda d: f"{d.choice('BHKMS')}{d.choice('ABEXZ')}{d.choice((' ', '-'))}{d.randint(100, 9999)}"), "has the plate {v}; =Plate: {v}; is registered as {v}; carries the number {v}"),
        kind("power horsepower hp power_hp", integer(40, 600), "has {v} hp; =Power: {v} hp; brings {v} horsepower; delivers {v} hp"),
        kind("transmission gearbox", enum(["manual", "automatic"], 2, 2), "is {v}; has a {v} gearbox; =Transmission: {v}; shifts in {v} mode"),
        kind("accident_free no_accidents accidentFree", boolean, "is accident-free|had an accident; never had an accident|was in an accident; has no damage|was damaged"),
        kind("seats seat_count", integer(2, 9), "has {v} seats; seats {v} people; =Seats: {v}; offers room for {v}"),
        kind("location city place", string(w.city), "is in {v}; stands in {v}; =Location: {v}; can be seen in {v}"),
    ))

SERVER = Domain(
    ("Server", "ServiceConfig", "Incident", "LogEntry"), ("service", "name", "host", "server", "service_name", "serviceName"),
    lambda d: d.word(w.SERVICES) + d.choice(("", "", f"-{d.randint(1, 20)}", "-service", "-prod")) if d.random() < 0.7 else w.invented(d),
    ("The service {s}", "{s}", "The server {s}", "Host {s}", "The instance {s}", "Our {s} service"), ("It",),
    (
        kind("port port_number listen_port", integer(80, 65000), "listens on port {v}; runs on port {v}; =Port: {v}; is reachable at port {v}; answers on port {v}; uses port {v}", "", "on port {v}", "TCP port"),
        kind("ip ip_address address ipAddress", string(lambda d: f"{d.randint(1, 223)}.{d.randint(0, 255)}.{d.randint(0, 255)}.{d.randint(1, 254)}"), "has the address {v}; runs at {v}; =IP: {v}; lives at {v}; is reachable at {v}; was moved to {v}", "", "at {v}"),
        kind("status state health", enum(["up", "down", "degraded", "running", "stopped", "starting", "failed"], 2, 5), "is {v}; =Status: {v}; is reported as {v}; =The state is {v}; was seen {v}"),
        kind("version release release_version", string(lambda d: f"{d.choice(('', 'v'))}{d.randint(0, 20)}.{d.randint(0, 30)}.{d.randint(0, 99)}"), "runs version {v}; is at version {v}; =Version: {v}; was upgraded to {v}; was released as {v}"),
        kind("region zone datacenter location", string(lambda d: f"{d.choice(('eu', 'us', 'ap'))}-{d.choice(('west', 'east', 'north', 'south', 'central'))}-{d.randint(1, 4)}"), "runs in {v}; is deployed in {v}; =Region: {v}; lives in {v}; was moved to {v}", "", "in {v}"),
        kind("cpu cpus cores cpu_count", integer(1, 128), "has {v} cores; gets {v} CPUs; =CPUs: {v}; uses {v} cores; was given {v} cores"),
        kind("memory memory_gb ram memoryGb ram_gb", integer(1, 512), "has {v} GB of memory; uses {v} GB of RAM; =Memory: {v} GB; needs {v} GB; takes {v} GB of memory"),
        kind("error_code code http_status statusCode", integer(400, 599), "returns error {v}; fails with {v}; =Error code {v}; answers with status {v}; =Code: {v}; responds with {v}"),
        kind("error error_message message reason", string(lambda d: d.choice(("connection refused", "disk full", "out of memory", "timeout", "permission denied", "invalid token", "file not found", w.invented(d) + " failed"))),
             "reports {v}; fails with {v}; =Error: {v}; =The message is {v}; stopped with {v}; logs {v}"),
        kind("tls ssl https tls_enabled use_tls", boolean, "uses TLS|does not use TLS; =TLS is on|=TLS is off; encrypts traffic|does not encrypt traffic; has TLS enabled|has TLS disabled"),
        kind("replicas instances replica_count", integer(1, 50), "has {v} replicas; runs {v} instances; =Replicas: {v}; was scaled to {v} replicas; =There are {v} instances"),
        kind("owner maintainer team contact on_call", string(w.first_name), "is owned by {v}; is maintained by {v}; =Owner: {v}; belongs to {v}; =On call is {v}", "", "owned by {v}"),
        kind("severity level log_level", enum(["info", "warning", "error", "critical", "debug"], 3, 5), "has severity {v}; =Level: {v}; is logged as {v}; =Severity: {v}; raised a message of level {v}"),
        kind("timeout timeout_seconds timeoutSeconds", integer(1, 300), "has a timeout of {v} seconds; times out after {v} seconds; =Timeout: {v} s; waits {v} seconds"),
        kind("url endpoint base_url baseUrl", url, "is found at {v}; has the endpoint {v}; =URL: {v}; =Endpoint: {v}; is served at {v}"),
        kind("uptime uptime_days days_up", integer(1, 900), "has been up for {v} days; =Uptime: {v} days; has run for {v} days without a stop"),
        kind("latency latency_ms response_time latencyMs", integer(1, 3000), "answers in {v} ms; has a latency of {v} ms; =Latency: {v} ms; takes {v} ms per request"),
        kind("time timestamp since occurred_at", moment, "failed on {v}; was seen on {v}; =Time: {v}; has been like this since {v}; =It happened on {v}"),
    ))

PATIENT = Domain(
    ("Patient", "Visit", "MedicalRecord"), ("patient", "name", "patient_name", "patientName"), w.full_name,
    ("{s}", "The patient {s}", "{s}", "Mr {s}", "Patient {s}", "Mrs {s}"), ("She", "He", "The patient"),
    (
        kind("symptoms complaints problems", strings(w.SYMPTOMS, 1, 4, 0.05), "has {v}; suffers from {v}; complains of {v}; reports {v}; =Symptoms: {v}; came in with {v}; describes {v}", "I have {v}; I suffer from {v}; I have had {v} for days", "with {v}"),
        kind("diagnosis condition disease illness", string(lambda d: d.choice(("influenza", "asthma", "diabetes", "migraine", "bronchitis", "a cold", "anaemia", w.invented(d) + " syndrome")).removeprefix("a ")), "was diagnosed with {v}; =Diagnosis: {v}; is treated for {v}; =The doctor found {v}; has been found to have {v}"),
        kind("medication drug prescription medicine", string(lambda d: d.word(w.DRUGS) if d.random() < 0.6 else w.invented(d) + "in"), "takes {v}; was prescribed {v}; =Medication: {v}; gets {v}; was given {v}; is on {v}", "I take {v}"),
        kind("dose dosage_mg dose_mg dosage", integer(5, 900, 5), "takes {v} mg; gets a dose of {v} mg; =Dose: {v} mg; was prescribed {v} mg; =The dosage is {v} mg"),
        kind("temperature temp body_temperature temperature_c", number(35, 41), "has a temperature of {v}; =Temperature: {v} °C; runs a fever of {v} degrees; was measured at {v} degrees"),
        kind("age years patient_age", integer(1, 99), "is {v} years old; is {v}; =Age: {v}; is aged {v}; turned {v}", "I am {v}", "{v}; aged {v}; {v} years old"),
        kind("allergies allergic_to", strings(w.FOODS + w.DRUGS, 1, 3, 0.1), "is allergic to {v}; =Allergies: {v}; cannot take {v}; reacts to {v}", "I am allergic to {v}"),
        kind("doctor physician treated_by", string(lambda d: "Dr. " + w.proper(d, w.LAST, 0.35)), "sees {v}; is treated by {v}; =Doctor: {v}; has an appointment with {v}; was examined by {v}"),
        kind("appointment next_visit visit_date appointment_date", date, "comes back on {v}; has an appointment on {v}; =Next visit: {v}; is to return on {v}; =See you on {v}"),
        kind("smoker smokes", boolean, "smokes|does not smoke; is a smoker|is a non-smoker; =Smoker: yes|=Smoker: no", "I smoke|I do not smoke"),
        kind("blood_pressure bp bloodPressure", string(lambda d: f"{d.randint(90, 180)}/{d.randint(50, 110)}"), "has a blood pressure of {v}; =Blood pressure: {v}; =BP {v}; was measured with {v}"),
        kind("insured has_insurance insurance", boolean, "is insured|is not insured; has insurance|has no insurance; =Insurance: yes|=Insurance: no"),
        kind("pulse heart_rate heartRate", integer(45, 160), "has a pulse of {v}; =Pulse: {v}; has a heart rate of {v}"),
    ),
    ("My name is {s}.", "I am {s}.", "This is {s}."))

COMPANY = Domain(
    ("Company", "Organization", "Business", "Supplier"), ("company", "name", "company_name", "organization", "companyName", "business"), w.company,
    ("{s}", "{s}", "The company {s}", "The startup {s}", "The firm {s}", "Founded by friends, {s}"), ("It", "The company"),
    (
        kind("founded year_founded founding_year established foundedYear", year(1850, 2026), "was founded in {v}; has existed since {v}; =Founded: {v}; was set up in {v}; started in {v}; goes back to {v}", "", "founded in {v}; established {v}", "year in which it began"),
        kind("employees employee_count staff headcount employeeCount", integer(1, 90000), "has {v} employees; employs {v} people; =Employees: {v}; has a staff of {v}; gives work to {v} people; =There are {v} employees", "", "with {v} employees"),
        kind("headquarters city location hq based_in", string(w.city), "is based in {v}; has its headquarters in {v}; sits in {v}; =Headquarters: {v}; operates from {v}; is run from {v}", "", "based in {v}; of {v}"),
        kind("ceo head chief_executive director", string(w.full_name), "is led by {v}; has {v} as CEO; =The CEO is {v}; is headed by {v}; =CEO: {v}; is run by {v}", "", "led by {v}"),
        kind("founder founders founded_by", string(w.full_name), "was founded by {v}; =The founder is {v}; was started by {v}; =Founder: {v}; is the work of {v}"),
        kind("industry sector field", enum(["software", "energy", "retail", "finance", "health", "logistics", "food", "media", "education"], 3, 6), "works in {v}; is in the {v} business; =Industry: {v}; is a {v} company; belongs to the {v} sector"),
        kind("revenue turnover sales annual_revenue annualRevenue", integer(100000, 90000000, 1000), "has a revenue of {v}; made {v} euros last year; =Revenue: {v}; turned over {v}; earned {v} dollars"),
        kind("website url homepage", url, "has the website {v}; =Website: {v}; is found at {v}; =See {v}"),
        kind("products offers sells", strings(w.PRODUCTS), "makes {v}; sells {v}; produces {v}; =Products: {v}; offers {v}"),
        kind("public listed is_public", boolean, "is listed on the stock exchange|is privately held; is public|is not public; went public|never went public"),
        kind("country country_of_registration", string(w.country), "is registered in {v}; comes from {v}; =Country: {v}; pays its taxes in {v}"),
        kind("offices branches office_count", integer(1, 200), "has {v} offices; runs {v} branches; =Offices: {v}; works from {v} offices"),
    ))

TICKET = Domain(
    ("Ticket", "Issue", "BugReport", "Incident"), ("title", "summary", "subject", "issue", "problem"),
    lambda d: d.choice((lambda: f"{w.word(d, w.PRODUCTS, 0.3)} does not work", lambda: f"{w.word(d, w.TOPICS, 0.2)} fails", lambda: f"cannot open the {w.word(d, w.PRODUCTS, 0.3)}",
                        lambda: f"error in {w.word(d, w.TOPICS, 0.3)}", lambda: f"broken {w.word(d, w.PRODUCTS, 0.3)}", lambda: f"missing {w.word(d, w.PRODUCTS, 0.3)}"))(),
    ("The ticket \"{s}\"", "The issue \"{s}\"", "The report \"{s}\"", "A problem called \"{s}\"", "The case \"{s}\""), ("It", "The ticket"),
    (
        kind("id ticket_id number key ticketId issue_id", string(w.code), "has the number {v}; is {v}; =Ticket {v}; is filed as {v}; =ID: {v}; got the id {v}", "", "{v}; no. {v}"),
        kind("reporter reported_by author user reportedBy", string(w.name), "was reported by {v}; comes from {v}; =Reporter: {v}; was opened by {v}; was sent in by {v}; =The reporter is {v}", "", "reported by {v}"),
        kind("assignee assigned_to owner assignedTo responsible", string(w.name), "is assigned to {v}; goes to {v}; =Assignee: {v}; was given to {v}; is handled by {v}; is on the desk of {v}", "", "assigned to {v}"),
        kind("priority severity urgency", enum(["low", "medium", "high", "critical", "normal", "urgent"], 3, 5), "has {v} priority; is of {v} priority; =Priority: {v}; was rated {v}; is {v}"),
        kind("status state", enum(["open", "closed", "in progress", "resolved", "waiting", "blocked", "new"], 3, 5), "is {v}; =Status: {v}; was set to {v}; is marked as {v}; =The state is {v}"),
        kind("component module area", string(lambda d: d.word(w.SERVICES)), "is in {v}; concerns {v}; =Component: {v}; affects {v}; belongs to {v}"),
        kind("created opened date reported_on createdAt", date, "was opened on {v}; was created on {v}; =Created: {v}; came in on {v}; dates from {v}"),
        kind("due due_date deadline", date, "is due on {v}; must be done by {v}; =Due: {v}; has to be fixed by {v}"),
        kind("labels tags keywords", strings(w.TOPICS), "has the labels {v}; is tagged {v}; =Labels: {v}; carries the tags {v}"),
        kind("version affected_version found_in", string(lambda d: f"{d.randint(0, 20)}.{d.randint(0, 30)}.{d.randint(0, 20)}"), "was found in version {v}; affects version {v}; =Version: {v}; appeared in {v}"),
        kind("browser client platform", enum(["chrome", "firefox", "safari", "edge", "opera"], 2, 5), "happens in {v}; was seen in {v}; =Browser: {v}; occurs only in {v}"),
        kind("reproducible can_reproduce reproduced", boolean, "can be reproduced|cannot be reproduced; happens every time|happened only once; is reproducible|is not reproducible"),
        kind("affected_users users_affected user_count", integer(1, 5000), "affects {v} users; hits {v} people; =Users: {v}; was noticed by {v} users"),
        kind("estimate hours estimated_hours", integer(1, 80), "needs {v} hours; takes {v} hours; =Estimate: {v} hours; is estimated at {v} hours"),
        kind("points story_points estimate_points", integer(1, 13), "has {v} points; was given {v} story points; =Points: {v}; is worth {v} points"),
    ))

MATCH = Domain(
    ("Match", "Game", "Result"), ("home_team", "team", "home", "homeTeam", "winner"), lambda d: w.proper(d, w.CITIES, 0.3) + d.choice((" United", " City", " FC", " Rovers", " Tigers", " Bears")),
    ("{s}", "{s}", "The team {s}", "The hosts {s}", "Yesterday {s}"), ("They", "The team"),
    (
        kind("away_team opponent away guest awayTeam rival", string(lambda d: w.proper(d, w.CITIES, 0.3) + d.choice((" United", " City", " FC", " Rovers", " Wolves", " Stars"))), "played against {v}; met {v}; beat {v}; faced {v}; =The opponent was {v}; took on {v}", "", "against {v}"),
        kind("score result final_score", string(lambda d: f"{d.randint(0, 9)}{d.choice(('-', ':'))}{d.randint(0, 9)}"), "won {v}; =The score was {v}; =It ended {v}; =Final score: {v}; finished {v}"),
        kind("home_goals goals_home goals homeGoals points", integer(0, 120), "scored {v} points; made {v} goals; got {v} points; =Points: {v}; ended with {v} points"),
        kind("date played_on match_date matchDate", date, "played on {v}; =The match was on {v}; =Date: {v}; met on {v}; =Kick-off was on {v}"),
        kind("stadium venue place ground", string(lambda d: w.proper(d, w.TITLE_NOUNS, 0.4) + d.choice((" Arena", " Stadium", " Park"))), "played at {v}; =The venue was {v}; =Stadium: {v}; met at {v}; won at {v}", "", "at {v}"),
        kind("attendance spectators crowd fans", integer(100, 90000, 10), "played before {v} fans; =Attendance: {v}; drew {v} spectators; =There were {v} people in the stands; was watched by {v} fans"),
        kind("scorers goal_scorers goalScorers", people, "had goals by {v}; =The scorers were {v}; =Goals: {v}; thanks {v} for the goals"),
        kind("coach manager trainer", string(w.full_name), "is coached by {v}; =The coach is {v}; =Coach: {v}; is trained by {v}"),
        kind("overtime extra_time went_to_overtime", boolean, "went to overtime|finished in regular time; needed extra time|needed no extra time"),
        kind("referee umpire", string(w.full_name), "had {v} as referee; =The referee was {v}; =Referee: {v}; was whistled by {v}"),
        kind("season league competition", string(lambda d: w.proper(d, w.TITLE_NOUNS, 0.4) + d.choice((" Cup", " League"))), "plays in the {v}; =Competition: {v}; won the {v}; is leading the {v}"),
    ))

PET = Domain(
    ("Pet", "Animal"), ("name", "pet", "pet_name", "animal"), w.first_name,
    ("{s}", "Our pet {s}", "Little {s}", "{s}", "The animal {s}"), ("It", "He", "She"),
    (
        kind("species animal kind type", string(lambda d: d.word(w.ANIMALS)), "is a {v}; =It is a {v}; =Species: {v}; was registered as a {v}; is our {v}", "", "a {v}; our {v}; the {v}"),
        kind("breed race", string(lambda d: w.word(d, w.BREEDS, 0.3)), "is a {v}; =Breed: {v}; belongs to the breed {v}; =The breed is {v}", "", "a {v}"),
        kind("age age_years years", integer(1, 20), "is {v} years old; is {v}; =Age: {v}; turned {v}; has lived for {v} years", "", "{v} years old; aged {v}"),
        kind("weight weight_kg", number(0, 60), "weighs {v} kg; =Weight: {v} kg; brings {v} kg to the scales; has {v} kg"),
        kind("owner belongs_to human", string(w.name), "belongs to {v}; lives with {v}; =Owner: {v}; is owned by {v}; is the darling of {v}", "", "owned by {v}"),
        kind("vaccinated is_vaccinated", boolean, "is vaccinated|is not vaccinated; has had all shots|still needs shots; =Vaccinated: yes|=Vaccinated: no"),
        kind("color fur_color colour", string(lambda d: d.word(w.COLORS)), "is {v}; has {v} fur; =Color: {v}; wears a {v} coat"),
        kind("favorite_food food eats", string(lambda d: w.word(d, w.FOODS, 0.2)), "eats {v}; loves {v}; =Favorite food: {v}; is fed {v}; begs for {v}"),
        kind("chip_number chip microchip", string(lambda d: str(d.randint(10**8, 10**9))), "has the chip {v}; =Chip: {v}; is chipped as {v}; carries the number {v}"),
    ))

WEATHER = Domain(
    ("Weather", "Forecast", "WeatherReport"), ("city", "location", "place", "town"), w.city,
    ("{s}", "The weather in {s}", "The forecast for {s}", "Tomorrow {s}", "The report for {s}"), ("It",),
    (
        kind("temperature temp temperature_c degrees tempC", integer(-20, 42), "has {v} degrees; reaches {v} degrees; =Temperature: {v} °C; =It is {v} degrees; shows {v} °C; will see {v} degrees"),
        kind("humidity humidity_percent", percent, "has a humidity of {v}; =Humidity: {v}; =The air has {v} humidity; shows {v} humidity"),
        kind("condition conditions sky weather", enum(["sunny", "cloudy", "rainy", "snowy", "foggy", "stormy", "windy"], 3, 6), "is {v}; =It is {v}; will be {v}; =Sky: {v}; stays {v}; turns {v}"),
        kind("wind wind_speed wind_kmh windSpeed", integer(0, 150), "has winds of {v} km/h; =Wind: {v} km/h; =The wind blows at {v} km/h; sees gusts of {v} km/h"),
        kind("rain rain_chance precipitation rainChance", percent, "has a rain chance of {v}; =Rain: {v}; =The chance of rain is {v}; gets rain with {v}"),
        kind("date day", date, "=This is for {v}; =Date: {v}; was measured on {v}; =Valid for {v}"),
        kind("warning storm_warning alert", boolean, "has a storm warning|has no storm warning; =A warning was issued|=No warning was issued"),
    ))

DOMAINS = (PERSON, ORDER, EVENT, INVOICE, PRODUCT, BOOK, JOB, HOME, TRIP, RECIPE, CAR, SERVER, PATIENT, COMPANY, TICKET, MATCH,
           PET, WEATHER)
WEIGHTS = (30, 12, 12, 9, 10, 5, 4, 4, 6, 4, 4, 6, 4, 5, 5, 3, 3, 3)
