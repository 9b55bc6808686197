// A rival of the benchmark "timing": the official client, used as its documentation shows. Keeps streams going
// until its input is closed, then prints for each whole stream: number, start, first chunk, first token, last token.
// Usage: node openai-client.mjs <base URL> <streams> <spread of the starts in ms>
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.cwd() + '/target/bench/'));
const { OpenAI } = require('openai');

const [baseURL, streams, spreadMs] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'none', maxRetries: 0 });
const content = 'Tell a story of about sixty words, and nothing else. '.repeat(16);
const lines = [];
let failures = 0;
let stopped = false;

async function read() {
  const start = process.hrtime.bigint();
  let firstChunk, firstToken, lastToken, sequence;
  const stream = await client.chat.completions.create({
    model: 'm',
    messages: [{ role: 'user', content }],
    max_tokens: 64,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) {
    const at = process.hrtime.bigint();
    firstChunk ??= at;
    sequence = chunk.system_fingerprint;
    if (chunk.choices[0]?.delta?.content) {
      firstToken ??= at;
      lastToken = at;
    }
  }
  lines.push([Number(sequence.slice('truth-'.length)), start, firstChunk, firstToken, lastToken].join(','));
}

async function loop(slot) {
  await new Promise((resolve) => setTimeout(resolve, (slot * spreadMs) / streams));
  while (!stopped) {
    try {
      await read();
    } catch (error) {
      if (failures++ === 0) console.error(error);
    }
  }
}

process.stdin.resume();
process.stdin.on('end', () => {
  stopped = true;
  process.stdout.write(`failures,${failures}\n` + lines.map((line) => line + '\n').join(''), () => process.exit(0));
});
for (let slot = 0; slot < streams; slot++) loop(slot);
