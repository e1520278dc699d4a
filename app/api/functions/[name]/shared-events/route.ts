import { z } from "zod";
import { jsonProblem } from "@/lib/model/json-text";
import { handle } from "@/lib/server/handle";
import {
  deleteSharedEvent,
  renameSharedEvent,
  saveSharedEvent,
} from "@/lib/test-events/change-shared-events";
import { readSharedEvents } from "@/lib/test-events/read-shared-events";

const version = z.string().nullable();
const name = z.string().min(1);

/** The function's shareable events and the version they are at: `{events: [{name, body, type?}], version}`. */
export const GET = handle(({ connection, params }) =>
  readSharedEvents(connection, params.name ?? ""),
);

export const PUT = handle(
  z.strictObject({
    name,
    body: z.string().refine((text) => jsonProblem(text) === undefined, "The event is not JSON."),
    type: z.enum(["RequestResponse", "Event"]).default("RequestResponse"),
    version,
  }),
  ({ connection, params, body: { version: seen, ...event } }) =>
    saveSharedEvent({ connection, functionName: params.name ?? "", version: seen }, event),
);

export const PATCH = handle(
  z.strictObject({ name, newName: name, version }),
  ({ connection, params, body }) =>
    renameSharedEvent(
      { connection, functionName: params.name ?? "", version: body.version },
      body.name,
      body.newName,
    ),
);

export const DELETE = handle(z.strictObject({ name, version }), ({ connection, params, body }) =>
  deleteSharedEvent(
    { connection, functionName: params.name ?? "", version: body.version },
    body.name,
  ),
);
