import { randomUUID } from "node:crypto";
import type {
  DeleteQueryDefinitionRequest,
  DeleteQueryDefinitionResponse,
  DescribeQueryDefinitionsRequest,
  DescribeQueryDefinitionsResponse,
  PutQueryDefinitionRequest,
  PutQueryDefinitionResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Clock } from "../../clock.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import type { QueryDefinitionTable, SavedQuery } from "../insights/query-definition-table.ts";
import { pageOf } from "../page.ts";

/** Saves a query, or changes the saved one whose id is given. */
export const putQueryDefinition =
  (definitions: QueryDefinitionTable, clock: Clock) =>
  (input: PutQueryDefinitionRequest, context: CallContext): PutQueryDefinitionResponse => {
    refuseFields(
      "InvalidParameterException",
      { queryLanguage: input.queryLanguage === "CWLI" ? undefined : input.queryLanguage },
      { queryLanguage: "it reads Logs Insights' own language (CWLI) only." },
    );
    const { region } = context;
    const known = input.queryDefinitionId && find(definitions, region, input.queryDefinitionId);
    const id = known ? known.id : (input.clientToken ?? randomUUID());
    definitions.put(region, {
      id,
      name: input.name ?? "",
      queryString: input.queryString ?? "",
      logGroupNames: input.logGroupNames ?? [],
      parameters: (input.parameters ?? []) as SavedQuery["parameters"],
      modifiedMs: clock.now(),
    });
    return { queryDefinitionId: id };
  };

/** The saved queries in order of name. */
export const describeQueryDefinitions =
  (definitions: QueryDefinitionTable) =>
  (
    input: DescribeQueryDefinitionsRequest,
    context: CallContext,
  ): DescribeQueryDefinitionsResponse => {
    const { queryDefinitionNamePrefix = "", queryLanguage = "CWLI" } = input;
    const wanted = definitions
      .list(context.region)
      .filter(({ name }) => name.startsWith(queryDefinitionNamePrefix) && queryLanguage === "CWLI");
    const page = pageOf(wanted, ({ id }) => id, input.nextToken, input.maxResults ?? 1_000);
    return {
      queryDefinitions: page.items.map((saved) => ({
        queryLanguage: "CWLI",
        queryDefinitionId: saved.id,
        name: saved.name,
        queryString: saved.queryString,
        lastModified: saved.modifiedMs,
        logGroupNames: saved.logGroupNames,
        ...(saved.parameters.length > 0 && { parameters: saved.parameters }),
      })),
      nextToken: page.nextToken,
    };
  };

export const deleteQueryDefinition =
  (definitions: QueryDefinitionTable) =>
  (input: DeleteQueryDefinitionRequest, context: CallContext): DeleteQueryDefinitionResponse => {
    definitions.delete(find(definitions, context.region, input.queryDefinitionId ?? "").id);
    return { success: true };
  };

function find(definitions: QueryDefinitionTable, region: string, id: string): SavedQuery {
  const found = definitions.find(region, id);
  if (!found)
    throw new ServiceError(
      "ResourceNotFoundException",
      `There is no query definition with the id ${id}.`,
      400,
    );
  return found;
}
