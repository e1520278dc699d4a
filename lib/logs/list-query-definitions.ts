import {
  DescribeQueryDefinitionsCommand,
  type QueryDefinition as AwsQueryDefinition,
} from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import type { QueryDefinition } from "@/lib/model/insights-query";

const mostPages = 10;

/** The Logs Insights queries kept in the account, by name; those in SQL and PPL are left out. */
export async function listQueryDefinitions(
  connection: Connection,
): Promise<{ queries: QueryDefinition[] }> {
  return attempt(connection, "list the account's saved queries", async () => {
    const queries: QueryDefinition[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await clientsFor(connection).logs.send(
        new DescribeQueryDefinitionsCommand({ nextToken }),
      );
      queries.push(...(answer.queryDefinitions ?? []).flatMap(shapeDefinition));
      if (!answer.nextToken || answer.nextToken === nextToken) break;
      nextToken = answer.nextToken;
    }
    return { queries: queries.sort((a, b) => a.name.localeCompare(b.name)) };
  });
}

function shapeDefinition(definition: AwsQueryDefinition): QueryDefinition[] {
  const { queryDefinitionId: id, name, queryString: text, queryLanguage = "CWLI" } = definition;
  if (!id || !name || !text || queryLanguage !== "CWLI") return [];
  return [
    { id, name, text, groups: definition.logGroupNames ?? [], modifiedMs: definition.lastModified },
  ];
}
