import type { InvokeWithResponseStreamResponseEvent } from "@aws-sdk/client-lambda";
import { describe, expect, it } from "vitest";
import type { StreamPart } from "@/lib/model/invoke";
import { readStream } from "./read-stream";

const webType = "application/vnd.awslambda.http-integration-response";

async function* events(
  chunks: Uint8Array[],
  end: InvokeWithResponseStreamResponseEvent.InvokeCompleteMember["InvokeComplete"] = {},
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  for (const Payload of chunks) yield { PayloadChunk: { Payload } };
  yield { InvokeComplete: end };
}

async function read(chunks: (string | Uint8Array)[], contentType?: string, end = {}) {
  const parts: StreamPart[] = [];
  const result = await readStream(
    events(
      chunks.map((chunk) => (typeof chunk === "string" ? Buffer.from(chunk) : chunk)),
      end,
    ),
    { contentType, onPart: (part) => parts.push(part), passedMs: () => 7 },
  );
  return { parts, result };
}

describe("readStream", () => {
  it("hands on text as it arrives, also when a sign is cut in two", async () => {
    const bytes = Buffer.from("aé");
    const { parts, result } = await read([bytes.subarray(0, 2), bytes.subarray(2)]);
    expect(parts).toEqual([
      { kind: "text", text: "a" },
      { kind: "text", text: "é" },
    ]);
    expect(result).toMatchObject({ payload: "aé", firstByteMs: 7 });
    expect(result.isBase64).toBeUndefined();
  });

  it("keeps bytes that are no text", async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
    const { parts, result } = await read([png]);
    expect(parts).toEqual([{ kind: "bytes", base64: png.toString("base64") }]);
    expect(result).toMatchObject({ payload: png.toString("base64"), isBase64: true });
  });

  it("takes status and headers off a response for the web, however it is cut", async () => {
    const prelude = JSON.stringify({
      statusCode: 201,
      headers: { "content-type": "text/plain" },
      cookies: ["a=1"],
    });
    const whole = `${prelude}${"\0".repeat(8)}hello`;
    for (const at of [3, prelude.length + 4, prelude.length + 8, whole.length - 1]) {
      const { parts, result } = await read([whole.slice(0, at), whole.slice(at)], webType);
      expect(result).toMatchObject({
        payload: "hello",
        prelude: { statusCode: 201, headers: { "content-type": "text/plain" }, cookies: ["a=1"] },
      });
      expect(parts[0]?.kind).toBe("prelude");
      expect(parts.map((part) => (part.kind === "text" ? part.text : "")).join("")).toBe("hello");
    }
  });

  it("shows everything where there is no prelude after all", async () => {
    expect((await read(["just ", "text"], webType)).result).toMatchObject({ payload: "just text" });
    expect((await read([`no json${"\0".repeat(8)}x`], webType)).result.payload).toContain(
      "no json",
    );
  });

  it("says what a failure at the end said, with what came before it", async () => {
    const { result } = await read(["half"], undefined, {
      ErrorCode: "Unhandled",
      ErrorDetails: '{"errorMessage":"boom"}',
    });
    expect(result).toMatchObject({
      payload: "half",
      functionError: "Unhandled",
      errorDetails: '{"errorMessage":"boom"}',
    });
  });

  it("keeps the first 16 MB of a longer one", async () => {
    const chunk = Buffer.alloc(6 * 1024 * 1024, "é");
    const { result } = await read([chunk, chunk, chunk]);
    expect(result.cutFromBytes).toBe(18 * 1024 * 1024);
    expect(Buffer.byteLength(result.payload)).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(result.isBase64).toBeUndefined();
  });
});
