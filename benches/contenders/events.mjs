// Reads a turn's events, untyped, with the TypeScript SDK; prints seconds and the number of events.
import { Codex } from "@openai/codex-sdk";

const thread = new Codex({ codexPathOverride: process.argv[2], env: process.env }).startThread();
const started = performance.now();
let count = 0;
for await (const event of (await thread.runStreamed("go")).events) {
  if (event.type === "item.completed") count += 1;
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, events: count }));
