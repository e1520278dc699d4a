import { z } from "zod";
import { ProblemError } from "@/lib/model/problem";
import { eventNamePattern, eventNameWords } from "@/lib/model/saved-event";
import { handle } from "@/lib/server/handle";
import {
  deleteSavedEvent,
  readSavedEvents,
  renameSavedEvent,
  saveEvent,
} from "@/lib/store/saved-events";

const eventName = z.string().regex(eventNamePattern, eventNameWords);

export const GET = handle(({ params }) => ({ events: readSavedEvents(params.name ?? "") }));

export const PUT = handle(
  z.strictObject({ name: eventName, body: z.string() }),
  ({ params, body }) => {
    saveEvent(params.name ?? "", { ...body, savedMs: Date.now() });
    return { events: readSavedEvents(params.name ?? "") };
  },
);

export const PATCH = handle(
  z.strictObject({ name: z.string(), newName: eventName }),
  ({ params, body }) => {
    const outcome = renameSavedEvent(params.name ?? "", body.name, body.newName);
    if (outcome === "missing") throw missing(body.name);
    if (outcome === "taken")
      throw new ProblemError({
        kind: "conflict",
        title: "The name is taken",
        detail: `This function already has a saved event "${body.newName}".`,
        field: "newName",
      });
    return { events: readSavedEvents(params.name ?? "") };
  },
);

export const DELETE = handle(z.strictObject({ name: z.string() }), ({ params, body }) => {
  if (!deleteSavedEvent(params.name ?? "", body.name)) throw missing(body.name);
  return { events: readSavedEvents(params.name ?? "") };
});

function missing(name: string): ProblemError {
  return new ProblemError({
    kind: "not-found",
    title: "There is no such event",
    detail: `This function has no saved event "${name}".`,
  });
}
