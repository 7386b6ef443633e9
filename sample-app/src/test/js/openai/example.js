import { randomUUID } from "node:crypto";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:8080/joule/v1", apiKey: "joule-valid" });
const chat = { model: "auto", messages: [{ role: "user", content: "Hello" }] };

// if the response is lost, the client sends the request again, and the service returns the same response
const completion = await client.chat.completions.create(chat, { headers: { "Idempotency-Key": randomUUID() } });
console.log(completion.choices[0].message.content); // Hello

try {
  for await (const chunk of await client.chat.completions.create({ ...chat, model: "flaky", stream: true })) {
    console.log(chunk.choices[0].delta.content); // Hello
  }
} catch (error) {
  console.log(error.type, error.message); // upstream_error The provider of the model failed.
}
