"""What the model says without a schema: it is no chat model, and says so."""

from draw import Draw

HELLO = "Hello! I am a tiny model. Give me a JSON Schema and a text, and I will fill in the JSON."
ABOUT = "I am the small model that comes with Sluice. I fill in JSON for a schema and call functions."
WELCOME = "You are welcome."
UNABLE = "I am too small a model to answer that. I fill in JSON for a schema and a text."
NO_FUNCTION = "None of my functions does that."

GREETINGS = ("Hello", "Hi", "Hi there", "Hello!", "Good morning", "Hey", "Say hello.", "Say hello", "Good evening", "Hello there!", "hi", "hello", "Hey there",
             "Greetings", "Good day", "How are you?", "Hello, how are you?", "Test", "ping", "Is anybody there?")
QUESTIONS_ABOUT = ("Who are you?", "What can you do?", "Help", "What are you?", "What is your name?", "Which model are you?", "help", "How can you help me?", "Are you a bot?",
                   "What is this?", "Tell me about yourself.", "Introduce yourself.", "What do you do?", "Who made you?", "Are you ChatGPT?")
THANKS = ("Thanks", "Thank you!", "Thanks a lot", "Thank you very much.", "Thx", "Great, thanks!", "Perfect, thank you.", "Many thanks", "ok thanks", "Cheers")
OTHER = ("Tell me a joke.", "Write a poem.", "What is the capital of France?", "Count.", "Write a story about a dog.", "Explain gravity.", "Why is the sky blue?", "Sing a song.",
         "What is the meaning of life?", "Who won the match yesterday?", "Write an essay about the sea.", "How do I cook rice?", "What is two plus two?", "Tell me something.",
         "Write.", "Write a haiku about autumn.", "How old is the universe?", "What should I wear today?", "Give me advice.", "Recommend a book.", "Who was the first president?",
         "What is love?", "Can you write code?", "Summarize the news.", "How tall is the tower?")
SYSTEMS = ("You are a helpful assistant.", "Be brief.", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", "Answer politely.", "Use the tools when they help.",
           "You are a shop assistant.", "Answer briefly.", "You are a helpful assistant with access to tools.", "You help customers.", "Call a function when one fits.",
           "You are an assistant of a travel agency.", "Today is a good day. Help the user.", "You control a smart home.", "Be precise.", "Speak English.")


def talk(d: Draw) -> tuple[str, str]:
    said, answer = d.choice(((GREETINGS, HELLO), (QUESTIONS_ABOUT, ABOUT), (THANKS, WELCOME), (OTHER, UNABLE)))
    return d.pattern(said), answer
