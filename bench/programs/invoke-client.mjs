// One client process of the JavaScript SDK: calls a function as it is told, again and again.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

const clients = new Map();

/** `{endpoint, functionName, callers, forMs | calls}`; answers `{calls, tookMs, latenciesMs}`. */
process.on("message", async ({ endpoint, functionName, callers, forMs, calls }) => {
  const client = clientOf(endpoint);
  const latenciesMs = [];
  const startedMs = performance.now();
  const goesOn = () =>
    calls === undefined ? performance.now() < startedMs + forMs : latenciesMs.length < calls;
  try {
    const caller = async () => {
      while (goesOn()) {
        const sentMs = performance.now();
        await invoke(client, functionName);
        latenciesMs.push(performance.now() - sentMs);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    process.send({ tookMs: performance.now() - startedMs, latenciesMs });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send({ ready: true });

async function invoke(client, FunctionName) {
  const answer = await client.send(new InvokeCommand({ FunctionName, Payload: '{"key":"value"}' }));
  if (answer.FunctionError)
    throw new Error(`${FunctionName}: ${answer.Payload?.transformToString()}`);
}

function clientOf(endpoint) {
  let client = clients.get(endpoint);
  if (!client) {
    client = new LambdaClient({
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
      maxAttempts: 1,
    });
    clients.set(endpoint, client);
  }
  return client;
}
