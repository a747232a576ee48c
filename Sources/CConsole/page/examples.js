// Requests to begin with.

const closed = (properties, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

export const examples = [
  {
    name: "A person",
    prompt: "Anna Lee is 34 years old.",
    schema: closed({
      name: { type: "string", maxLength: 20 },
      age: { type: "integer", minimum: 0, maximum: 150 },
    }),
  },
  {
    name: "A ticket's category",
    prompt: "Somebody logged into my account from abroad!",
    schema: closed({
      category: { enum: ["billing", "bug", "account", "security", "shipping", "question", "other"] },
      urgent: { type: "boolean" },
    }),
  },
  {
    name: "An order with a pattern",
    prompt: "Two of the blue ones, article AB-1234, to be delivered on 3 May 2026.",
    schema: closed({
      article: { type: "string", pattern: "^[A-Z]{2}-\\d{4}$" },
      quantity: { type: "integer", minimum: 1, maximum: 99 },
      date: { type: "string", format: "date" },
    }),
  },
  {
    name: "A tree (recursive)",
    prompt: "A folder with two files in it.",
    schema: {
      $ref: "#/$defs/node",
      $defs: {
        node: closed({
          name: { type: "string", maxLength: 12 },
          children: { type: "array", items: { $ref: "#/$defs/node" }, maxItems: 2 },
        }),
      },
    },
  },
];
