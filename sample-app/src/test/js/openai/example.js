import { randomUUID } from "node:crypto";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "http://localhost:8080/joule/v1", apiKey: "joule-valid" });
const chat = { model: "auto", messages: [{ role: "user", content: "Hello" }] };

// if the response is lost, the client sends the request again, and the service returns the same response
const completion = await client.chat.completions.create(chat, { headers: { "Idempotency-Key": randomUUID() } });
console.log(completion.choices[0].message.content); // Hello

try {
  await client.chat.completions.create({ ...chat, messages: [] });
} catch (error) {
  console.log(error.type, error.message); // unprocessable_entity 422 messages must not be empty
}
