// The TypeScript SDK, event by event: untyped objects, as it gives them.
//
//     typescript.mjs events|latency CLI        one turn
//     typescript.mjs turns CLI COUNT           so many, one after the other
//     typescript.mjs live CLI COUNT            so many silent turns at once: memory
//     typescript.mjs stalled CLI SECONDS       a turn whose events nobody takes for so long; then all of them
//     typescript.mjs start CLI COUNT GIB       turns in a process with so many GiB in use: median seconds until the
//                                              first event (the start is not to be seen by itself)
//     typescript.mjs burst CLI COUNT MILLISECONDS
//                                              so many turns of so long at once: wall and processor seconds of all
//     typescript.mjs cpu OPTIONS COUNT         turns with client options in JSON: wall and processor seconds of each
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { Codex } from "@openai/codex-sdk";

const [mode, cli, ...rest] = process.argv.slice(2);
const count = Number(rest[0] ?? 1);

let events = 0;
const delays = [];
function see(event) {
  if (event.type !== "item.completed") return;
  events += 1;
  if (mode === "latency") delays.push(Number(process.hrtime.bigint() - BigInt(event.item.text)) / 1000);
}

async function follow(thread, prompt = "go") {
  for await (const event of (await thread.runStreamed(prompt)).events) see(event);
}

const inKib = (name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(readFileSync("/proc/self/status", "utf8"))[1]);
const answer = (values) => console.log(JSON.stringify(values));
const client = () => new Codex({ codexPathOverride: cli, env: process.env });

async function turns(thread, times) {
  const started = performance.now();
  for (let i = 0; i < times; i += 1) await follow(thread);
  return (performance.now() - started) / 1000;
}

if (mode === "live") {
  const codex = client();
  const begin = async () => {
    const abort = new AbortController();
    const { events } = await codex.startThread().runStreamed("go", { signal: abort.signal });
    await events.next();
    return { events, abort };
  };
  const first = await begin();
  const before = inKib("VmRSS");
  const live = [];
  for (let i = 0; i < count; i += 1) live.push(await begin());
  answer({ kib_per_turn: (inKib("VmRSS") - before) / count });
  for (const { events, abort } of [first, ...live]) {
    const over = events.next().catch(() => {});
    abort.abort();
    await over;
  }
} else if (mode === "stalled") {
  const { events } = await client().startThread().runStreamed("go");
  await events.next();
  const before = inKib("VmHWM");
  await setTimeout(Number(rest[0]) * 1000);
  const stalled = inKib("VmHWM") - before;
  for await (const event of events) see(event);
  answer({ stalled_kib: stalled, peak_kib: inKib("VmHWM") - before });
} else if (mode === "start") {
  // A Buffer is 4 GiB at the most.
  const used = Array.from({ length: Number(rest[1]) }, () => Buffer.alloc(2 ** 30, 1));
  const thread = client().startThread();
  const seconds = [];
  for (let i = 0; i < count; i += 1) {
    const started = performance.now();
    const { events } = await thread.runStreamed("go");
    await events.next();
    seconds.push((performance.now() - started) / 1000);
    for await (const event of events) see(event);
  }
  seconds.sort((one, other) => one - other);
  answer({ first_event_seconds: seconds[count >> 1], gib: used.length });
} else if (mode === "burst") {
  const codex = client();
  await follow(codex.startThread(), "task wait 50");
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, () => follow(codex.startThread(), `task wait ${rest[1]}`)));
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  answer({ seconds, processor_seconds: (user + system) / 1e6 });
} else if (mode === "cpu") {
  const codex = new Codex(JSON.parse(cli));
  await follow(codex.startThread());
  const before = process.cpuUsage();
  const started = performance.now();
  for (let i = 0; i < count; i += 1) await follow(codex.startThread());
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  answer({ seconds: seconds / count, processor_seconds: (user + system) / 1e6 / count });
} else {
  const thread = client().startThread();
  if (mode === "turns") await turns(thread, 1);
  answer({ seconds: await turns(thread, count), events, delays_us: delays });
}
