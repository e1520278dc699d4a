import { z } from "zod";
import { listQueryDefinitions } from "@/lib/logs/list-query-definitions";
import { deleteQueryDefinition, saveQueryDefinition } from "@/lib/logs/save-query-definition";
import { insightsLimits } from "@/lib/model/insights-query";
import { handle } from "@/lib/server/handle";

const { longestName, longestQuery, mostGroups } = insightsLimits;
const id = z.string().min(1).max(256);
const definition = z.strictObject({
  id: id.optional(),
  name: z.string().trim().min(1).max(longestName, `A name has 1 to ${longestName} characters.`),
  text: z.string().trim().min(1).max(longestQuery),
  groups: z.array(z.string().min(1).max(512)).max(mostGroups),
});

/** The Logs Insights queries that the account keeps. */
export const GET = handle(({ connection }) => listQueryDefinitions(connection));

export const PUT = handle(definition, ({ connection, body }) =>
  saveQueryDefinition(connection, body),
);

export const DELETE = handle(z.strictObject({ id }), ({ connection, body }) =>
  deleteQueryDefinition(connection, body.id),
);
