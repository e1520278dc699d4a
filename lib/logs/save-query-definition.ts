import {
  DeleteQueryDefinitionCommand,
  PutQueryDefinitionCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import type { QueryDefinition } from "@/lib/model/insights-query";
import { ProblemError } from "@/lib/model/problem";
import { journalled } from "@/lib/store/journal";
import { listQueryDefinitions } from "./list-query-definitions";

/** Keeps a query in the account: a new one, or with an `id` in place of that one. */
export async function saveQueryDefinition(
  connection: Connection,
  query: Omit<QueryDefinition, "id" | "modifiedMs"> & { id?: string },
): Promise<{ change: Change }> {
  const before = query.id === undefined ? undefined : await findDefinition(connection, query.id);
  const input = inputOf(query);
  const { change } = await journalled(
    {
      connection,
      kind: "saved-query",
      title: before ? `Saved query ${before.name} -> ${query.name}` : `Saved query ${query.name}`,
      before,
      after: query,
      call: call("PutQueryDefinition", input),
      undo: ({ queryDefinitionId }) =>
        before
          ? call("PutQueryDefinition", inputOf(before))
          : call("DeleteQueryDefinition", { queryDefinitionId }),
    },
    () =>
      attempt(connection, "save the query in the account", () =>
        clientsFor(connection).logs.send(new PutQueryDefinitionCommand(input)),
      ),
  );
  return { change };
}

/** Takes a query out of the account. */
export async function deleteQueryDefinition(
  connection: Connection,
  id: string,
): Promise<{ change: Change }> {
  const before = await findDefinition(connection, id);
  const { change } = await journalled<unknown>(
    {
      connection,
      kind: "saved-query",
      title: `Deleted the saved query ${before.name}`,
      before,
      after: undefined,
      call: call("DeleteQueryDefinition", { queryDefinitionId: id }),
      // What is made again gets an id of its own.
      undo: call("PutQueryDefinition", inputOf({ ...before, id: undefined })),
    },
    () =>
      attempt(connection, "delete the saved query", () =>
        clientsFor(connection).logs.send(
          new DeleteQueryDefinitionCommand({ queryDefinitionId: id }),
        ),
      ),
  );
  return { change };
}

async function findDefinition(connection: Connection, id: string): Promise<QueryDefinition> {
  const { queries } = await listQueryDefinitions(connection);
  const found = queries.find((query) => query.id === id);
  if (found) return found;
  throw new ProblemError({
    kind: "not-found",
    title: "There is no such query",
    detail: "The account has no saved query with this id; somebody may have deleted it.",
    field: "id",
  });
}

function inputOf({ id, name, text, groups }: Omit<QueryDefinition, "id"> & { id?: string }) {
  return {
    name,
    queryString: text,
    ...(groups.length > 0 && { logGroupNames: groups }),
    ...(id !== undefined && { queryDefinitionId: id }),
  };
}

function call(command: string, input: Record<string, unknown>): CloudCall {
  return { service: "logs", command, input };
}
