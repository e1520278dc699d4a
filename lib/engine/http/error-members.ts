import type { WireError } from "./codec.ts";
import { writeJson } from "./json-values.ts";

/**
 * The members of an error as its shape has them: AWS writes `Message` in some and `message` in others,
 * adds `Type` in some (an error with `Type: undefined` goes without), and sends some as headers. An error the model does not know keeps `message`.
 */
export function errorMembers(wire: WireError): {
  body: Record<string, unknown>;
  headers: Record<string, string>;
} {
  const { error, fault } = wire;
  const shape = wire.service?.error(error.code).shape;
  if (!shape) return { body: { ...error.fields, message: error.message }, headers: {} };
  const body: Record<string, unknown> = {};
  const headers: Record<string, string> = {};
  let named = false;
  for (const { name, traits, shape: member } of shape.members) {
    let value = error.fields[name];
    if (name === "message" || name === "Message") {
      value = error.message;
      named = true;
    } else if (name === "Type" && !(name in error.fields))
      value = fault === "Sender" ? "User" : "Service";
    else if (name === "Code") value ??= error.code;
    if (value === undefined || value === null) continue;
    if (traits.httpHeader) headers[traits.httpHeader] = String(value);
    else body[traits.jsonName ?? name] = writeJson(member, value);
  }
  if (!named) body.message = error.message;
  return { body, headers };
}
