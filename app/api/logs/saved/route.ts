import { z } from "zod";
import { ProblemError } from "@/lib/model/problem";
import { longestViewName, longestViewParams, savedViewModes } from "@/lib/model/saved-view";
import { handleWithoutConnection } from "@/lib/server/handle";
import { requiredFrom } from "@/lib/server/query-values";
import { deleteView, readSavedViews, saveView } from "@/lib/store/saved-views";

const view = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, `A name has 1 to ${longestViewName} characters.`)
    .max(longestViewName, `A name has 1 to ${longestViewName} characters.`),
  group: z.string().min(1).max(512).optional(),
  mode: z.enum(savedViewModes),
  params: z.string().min(1, "There is nothing to keep yet.").max(longestViewParams),
});

/** `{saved}`: the views kept in Lambdeck for the log group `group=`, and those for all groups. */
export const GET = handleWithoutConnection(({ query }) => ({
  saved: readSavedViews(requiredFrom(query, "group")),
}));

export const PUT = handleWithoutConnection(view, ({ body }) =>
  saveView({ ...body, savedMs: Date.now() }),
);

export const DELETE = handleWithoutConnection(
  z.strictObject({ id: z.number().int() }),
  ({ body }) => {
    if (deleteView(body.id)) return;
    throw new ProblemError({
      kind: "not-found",
      title: "There is no such view",
      detail: "It has been deleted already.",
    });
  },
);
