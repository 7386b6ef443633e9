// Runs the client against joule and prints the outcome of each case as a line of JSON.
import { randomUUID } from "node:crypto";
import OpenAI from "openai";

const [service, lossyProxy] = process.argv.slice(2);
const hello = { model: "auto", messages: [{ role: "user", content: "Hello" }] };

function client(account, options) {
  return new OpenAI({ baseURL: `${service}/joule/v1`, apiKey: `joule-${account}`, maxRetries: 0, ...options });
}

const valid = client("valid");

function complete(members, options) {
  return valid.chat.completions.create({ ...hello, ...members }, options);
}

function raise(code, retryAfter, options) {
  return client("valid", options).get(`${service}/joule/raise/${code}?retry-after=${retryAfter}`);
}

async function collect(stream) {
  const pieces = [];
  try {
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0].delta.content ?? chunk.choices[0].finish_reason);
    }
  } catch (error) {
    return { pieces, error: facts(error) };
  }
  return { pieces };
}

async function attempts(request) {
  const begin = Date.now();
  let count = 0;
  const error = await request({
    maxRetries: 1,
    fetch: (url, init) => (count++, fetch(url, init)),
  }).catch(facts);
  return { status: error.status, attempts: count, seconds: (Date.now() - begin) / 1000 };
}

function facts(error) {
  const { name } = error.constructor;
  const { status, type, code, requestID, message } = error;
  return { name, status, type, code, requestID, message };
}

const cases = {
  "models": async () => {
    const ids = [];
    for await (const model of valid.models.list()) {
      ids.push(model.id);
    }
    return ids;
  },
  "model": () => valid.models.retrieve("auto"),
  "text": () => complete(),
  "parts": () =>
    complete({
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "What is " },
            { type: "image_url", image_url: { url: "https://example.com/cat.png" } },
            { type: "text", text: "this?" },
          ],
        },
      ],
    }),
  "stream": async () => collect(await complete({ stream: true, messages: [{ role: "user", content: "one two" }] })),

  "bad_request": () => complete({ model: "gpt" }),
  "invalid_api_key": () => client("revoked").models.list(),
  "insufficient_balance": () => client("poor").chat.completions.create(hello),
  "insufficient_scope": () => client("read-only").post("/workloads", { body: { name: "forbidden" } }),
  "not_found": () => valid.models.retrieve("gpt"),
  "conflict": async () => {
    await valid.post("/workloads", { body: { name: "twice" } });
    return valid.post("/workloads", { body: { name: "twice" } });
  },
  "payload_too_large": () => complete({ user: "u".repeat(10 * 1024 * 1024) }),
  "unprocessable_entity": () => complete({ messages: [] }),
  "energy_budget_exceeded": () => client("over-budget").chat.completions.create(hello),
  "internal_error": () => complete({ model: "broken" }),
  "upstream_error": () => complete({ model: "flaky" }),
  "service_unavailable": () => raise("service_unavailable", 1),
  "timeout": () => complete({ model: "slow" }),

  "retry of 503": () => attempts((options) => raise("service_unavailable", 1, options)),
  "retry of 429": () => attempts((options) => raise("energy_budget_exceeded", 2, options)),
  "no retry of 422": () => attempts((options) => raise("unprocessable_entity", 1, options)),

  "lost reply": async () => {
    const lossy = client("read-only", { baseURL: `${lossyProxy}/joule/v1`, maxRetries: 1 });
    const { data, response } = await lossy.chat.completions
      .create({ ...hello, max_tokens: 7 }, { headers: { "Idempotency-Key": randomUUID() } })
      .withResponse();
    return {
      id: data.id,
      replayed: response.headers.get("idempotency-replayed"),
      used: response.headers.get("x-joule-budget-used"),
    };
  },
  "failing stream": async () => {
    const readOnly = client("read-only");
    await readOnly.chat.completions.create({ ...hello, max_tokens: 10_000 - 7 - 2 });
    return collect(
      await readOnly.chat.completions.create({
        model: "auto",
        stream: true,
        messages: [{ role: "user", content: "one two three four" }],
      }),
    );
  },
};

for (const [name, run] of Object.entries(cases)) {
  const outcome = await run().catch(facts);
  console.log(JSON.stringify({ name, outcome }));
}
