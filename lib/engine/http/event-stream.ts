import { EventStreamCodec } from "@smithy/core/event-streams";
import type { WireReply } from "./codec.ts";
import { writeJson, writeMembers } from "./json-values.ts";
import { ServiceError } from "./service.ts";
import type { Member, Shape } from "./shape.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

const longestHeaderBytes = 32_767;

/**
 * A reply whose body is `application/vnd.amazon.eventstream`: one frame an event of `source[stream.name]`.
 * The JSON protocols have nowhere else to put the other members, so they open with an
 * `initial-response` frame. An error thrown by the events becomes the last frame.
 */
export function encodeEventStream(
  output: Shape,
  stream: Member,
  source: Record<string, unknown>,
  headers: Record<string, string>,
  withInitialResponse: boolean,
): WireReply {
  const events = source[stream.name] as AsyncIterable<Record<string, unknown>>;
  return {
    status: 200,
    // Lambda tells the type of what is streamed in the head's own field.
    headers: { "content-type": "application/vnd.amazon.eventstream", ...headers },
    body: frames(),
  };

  async function* frames(): AsyncGenerator<Uint8Array> {
    if (withInitialResponse) {
      const others = output.members.filter((member) => member !== stream);
      yield frame("event", "initial-response", jsonBody(writeMembers(others, source)));
    }
    try {
      for await (const event of events) {
        const member = stream.shape.members.find(({ name }) => event[name] !== undefined);
        if (member) yield eventFrame(member, event[member.name] as Record<string, unknown>);
      }
    } catch (error) {
      yield errorFrame(stream.shape, error);
    }
  }
}

interface FrameBody {
  contentType: string;
  bytes: Uint8Array;
}

const jsonBody = (value: unknown): FrameBody => ({
  contentType: "application/json",
  bytes: Buffer.from(JSON.stringify(value)),
});

function eventFrame(event: Member, value: Record<string, unknown>): Uint8Array {
  const payload = event.shape.members.find((member) => member.traits.eventPayload);
  if (!payload) return frame("event", event.name, jsonBody(writeJson(event.shape, value)));
  const content = value[payload.name];
  if (payload.shape.kind === "blob")
    return frame("event", event.name, {
      contentType: "application/octet-stream",
      bytes: (content as Uint8Array | undefined) ?? new Uint8Array(),
    });
  return frame("event", event.name, jsonBody(writeJson(payload.shape, content)));
}

function errorFrame(events: Shape, error: unknown): Uint8Array {
  const known = error instanceof ServiceError ? error : undefined;
  const code = known?.code ?? "InternalFailure";
  const message = known?.message ?? "The service failed while it was sending events.";
  if (events.members.some((member) => member.name === code))
    return frame("exception", code, jsonBody({ message, ...known?.fields }));
  return codec.encode({
    headers: {
      ":message-type": { type: "string", value: "error" },
      ":error-code": { type: "string", value: code },
      ":error-message": { type: "string", value: shortened(message) },
    },
    body: new Uint8Array(),
  });
}

/** What fits a header: its length is told in two bytes, of which clients read fifteen bits. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= longestHeaderBytes) return text;
  // A character that is cut in two is left out.
  return new TextDecoder().decode(bytes.subarray(0, longestHeaderBytes), { stream: true });
}

function frame(messageType: "event" | "exception", name: string, body: FrameBody): Uint8Array {
  return codec.encode({
    headers: {
      [`:${messageType}-type`]: { type: "string", value: name },
      ":message-type": { type: "string", value: messageType },
      ":content-type": { type: "string", value: body.contentType },
    },
    body: body.bytes,
  });
}
