import { StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { expect, test } from "vitest";
import { serveOperations } from "../testing/serve-operations.ts";

test("a stream of large events waits for its reader and leaves no listeners behind", async () => {
  const message = "x".repeat(200_000);
  async function* events() {
    for (let count = 0; count < 30; count++)
      yield { sessionUpdate: { sessionResults: [{ message }] } };
  }
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.name);
  process.on("warning", note);
  const server = await serveOperations({
    logs: { StartLiveTail: () => ({ responseStream: events() }) },
  });
  try {
    const { responseStream } = await server.clients.logs.send(
      new StartLiveTailCommand({ logGroupIdentifiers: ["g"] }),
    );
    let bytes = 0;
    for await (const { sessionUpdate } of responseStream ?? [])
      bytes += sessionUpdate?.sessionResults?.[0]?.message?.length ?? 0;
    expect(bytes).toBe(30 * message.length);
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", note);
    await server.stop();
  }
});
