"""Synthetic conversations that teach a tiny model to answer in JSON, and the prompt that the gateway makes of each.

A `Sample` holds what a caller sends (messages, and a schema or tools) and the text that the model is to write. `prompt`
is what `PromptEncoder` and `ChatTemplate` render of the same request; `measure.py` compares their tokens.
"""

import json
from dataclasses import dataclass
from typing import Any

import calls
import chat
import classify
import contracts
import extract
import several
import sql
from draw import HELD, KNOWN, Draw
from prose import PREAMBLES

HEADER = "Answer with JSON for this schema:\n"
DEFAULT_SYSTEM = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."
TASKS = {"extract": 0.48, "classify": 0.12, "call": 0.17, "sql": 0.1, "contract": 0.11, "chat": 0.02}
SQL_SYSTEM = "Answer with SQL."
# The held-out sets: other combinations of what training draws from; names and words that it never sees; and sentences
# and layouts as well.
SETS = {"combinations": (KNOWN, KNOWN), "new words": (HELD, KNOWN), "new patterns": (HELD, HELD)}


@dataclass(frozen=True)
class Sample:
    task: str
    messages: tuple[dict, ...]
    answer: str
    schema: Any = None
    tools: tuple[dict, ...] = ()
    # How the request differs from messages, schema and tools: the contract that it names.
    contract: contracts.Asked | None = None


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def spaced(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tool_text(tools: tuple[dict, ...]) -> str:
    return ("\n\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n"
            "You are provided with function signatures within <tools></tools> XML tags:\n<tools>"
            + "".join("\n" + spaced(t) for t in tools)
            + "\n</tools>\n\nFor each function call, return a json object with function name and arguments within "
              "<tool_call></tool_call> XML tags:\n<tool_call>\n"
              '{"name": <function-name>, "arguments": <args-json-object>}\n</tool_call>')


def prompt(sample: Sample) -> str:
    """ChatML as Qwen2.5 writes it, the assistant's turn opened."""
    messages = list(sample.messages)
    if sample.schema is not None:
        text = HEADER + compact(sample.schema)
        if messages[0]["role"] == "system":
            own = messages[0]["content"]
            messages[0] = {"role": "system", "content": own + "\n\n" + text if own else text}
        else:
            messages.insert(0, {"role": "system", "content": text})
    system = messages.pop(0)["content"] if messages[0]["role"] == "system" else DEFAULT_SYSTEM
    if sample.tools:
        system += _tool_text(sample.tools)
    text = f"<|im_start|>system\n{system}<|im_end|>\n"
    for i, m in enumerate(messages):
        if m.get("tool_calls"):
            made = "".join(f'\n<tool_call>\n{{"name": "{c["function"]["name"]}", "arguments": '
                           f'{spaced(json.loads(c["function"]["arguments"]))}}}\n</tool_call>' for c in m["tool_calls"])
            text += "<|im_start|>assistant" + ("\n" + m["content"] if m["content"] else "") + made + "<|im_end|>\n"
        elif m["role"] == "tool":
            text += "" if i and messages[i - 1]["role"] == "tool" else "<|im_start|>user"
            text += f"\n<tool_response>\n{m['content']}\n</tool_response>"
            text += "" if i + 1 < len(messages) and messages[i + 1]["role"] == "tool" else "<|im_end|>\n"
        else:
            text += f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n"
    return text + "<|im_start|>assistant\n"


def render(sample: Sample) -> tuple[str, str]:
    """(prompt, answer); the answer ends with the token that stops generation."""
    return prompt(sample), sample.answer + "<|im_end|>"


def document(d: Draw, task: str, schema: Any, user: str, answer: Any) -> Sample:
    messages = [{"role": "user", "content": user}]
    if d.random() < (0.2 if task == "extract" else 0.1):
        messages.insert(0, {"role": "system", "content": d.pattern(PREAMBLES)})
    return Sample(task, tuple(messages), compact(answer), schema)


def sample(d: Draw, task: str | None = None, copying: float = 0.0) -> Sample:
    """One conversation of the task, or of any; `copying` is the share of plain copying among the latter."""
    if task is None and copying > 0 and d.random() < copying:
        return document(d, "copy", *several.copied(d))
    task = task or d.choices(list(TASKS), list(TASKS.values()))[0]
    if task == "chat":
        asked, answer = chat.talk(d)
        messages = [{"role": "user", "content": asked}]
        if d.random() < 0.5:
            messages.insert(0, {"role": "system", "content": d.pattern(chat.SYSTEMS)})
        return Sample(task, tuple(messages), answer)
    if task == "contract":
        made = contracts.contract(d)
        messages = ({"role": "system", "content": made.system}, {"role": "user", "content": made.user})
        return Sample(task, messages, compact(made.answer), made.schema, contract=made)
    if task == "call":
        if d.random() < 0.1:
            return document(d, task, *calls.as_document(d))
        made = calls.as_arguments(d) if d.random() < 0.2 else calls.call(d)
        return Sample(task, tuple(made.messages), made.answer, None, tuple(made.tools))
    if task == "sql":
        if d.random() < 0.2:
            user, query = sql.sql(d)
            if d.random() < 0.5:
                tool = {"type": "function", "function": {"name": d.choice(("run_sql", "run_sql", "query", "execute_sql"))}}
                if d.random() < 0.6:
                    tool["function"]["description"] = d.pattern(("Executes a SQL query and returns the rows", "Run a query", "Queries the database", "Executes SQL"))
                tool["function"]["parameters"] = {"type": "object", "properties": {"sql": {"type": "string"}}, "required": ["sql"]}
                name = tool["function"]["name"]
                return Sample(task, ({"role": "user", "content": user},), calls.written(name, {"sql": query}), None, (tool,))
            return Sample(task, ({"role": "system", "content": SQL_SYSTEM}, {"role": "user", "content": user}), query)
        return document(d, task, *sql.as_document(d))
    if task == "classify":
        return document(d, task, *classify.classify(d))
    return document(d, task, *extract.extract(d))


def held_out(task: str, kind: str, count: int) -> list[Sample]:
    d = Draw(f"held-out {task}", *SETS[kind])
    return [sample(d, task) for _ in range(count)]
