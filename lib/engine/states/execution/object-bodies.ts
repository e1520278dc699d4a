import { Readable } from "node:stream";
import type { Shape } from "../../http/shape.ts";
import { StateError } from "../language/state-error.ts";

/** The largest object that is read into an execution, in bytes. */
const largestBody = 64 * 1_048_576;

/** The member whose value goes over the wire as a stream: an object of S3. */
function streamedMember(shape: Shape): string | undefined {
  if (shape.kind !== "structure") return undefined;
  return shape.members.find(({ name, shape: inner }) => name === "Body" && inner.kind === "blob")
    ?.name;
}

/** Parameters whose body is text, or an object that is sent as JSON, as S3's operations read them: from a request. */
export function textAsBody(
  shape: Shape,
  parameters: unknown,
): { given: object; body: Record<string, unknown> } {
  const { ...given } = (parameters ?? {}) as Record<string, unknown>;
  const name = streamedMember(shape);
  const value = name === undefined ? undefined : given[name];
  if (name === undefined || value === undefined) return { given, body: {} };
  delete given[name];
  const bytes = Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
  const headers = { "content-length": String(bytes.length) };
  return { given, body: { [name]: Object.assign(Readable.from([bytes]), { headers }) } };
}

/** An answer whose body is text, as a task's result has it. */
export async function bodyAsText(
  shape: Shape,
  answer: unknown,
): Promise<{ told: unknown; text: Record<string, string> }> {
  const name = streamedMember(shape);
  if (name === undefined || typeof answer !== "object" || answer === null)
    return { told: answer, text: {} };
  const { [name]: body, ...told } = answer as Record<string, unknown>;
  if (body === undefined) return { told, text: {} };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > largestBody)
      throw new StateError(
        "States.DataLimitExceeded",
        `The object is larger than ${largestBody} bytes, which is the most that the local engine reads into an execution.`,
      );
    parts.push(part);
  }
  return { told, text: { [name]: Buffer.concat(parts).toString("utf8") } };
}
