import { DeleteSchemaVersionCommand, ListSchemaVersionsCommand } from "@aws-sdk/client-schemas";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import { testEventRegistry, testEventSchema } from "@/lib/model/shared-event";
import { journalled } from "@/lib/store/journal";

/** The registry keeps every change as a version, and takes a limited number of them. */
const mostVersions = 10;

/**
 * Removes the oldest version of a function's test events when there are more than ten. The change that made one
 * too many is done by then: who may not do this loses nothing.
 */
export async function pruneVersions(connection: Connection, functionName: string): Promise<void> {
  const { schemas } = clientsFor(connection);
  const names = { RegistryName: testEventRegistry, SchemaName: testEventSchema(functionName) };
  try {
    const found = await allOf(async (NextToken) => {
      const page = await schemas.send(new ListSchemaVersionsCommand({ ...names, NextToken }));
      return { items: page.SchemaVersions, next: page.NextToken };
    });
    const numbers = found.flatMap(({ SchemaVersion }) => Number(SchemaVersion) || []);
    if (numbers.length <= mostVersions) return;
    const oldest = String(Math.min(...numbers));
    const input = { ...names, SchemaVersion: oldest };
    await journalled(
      {
        connection,
        functionName,
        kind: "shared-event",
        title: `Oldest version of the shareable events (${oldest}) removed`,
        before: oldest,
        after: null,
        call: { service: "schemas", command: "DeleteSchemaVersion", input },
      },
      () => schemas.send(new DeleteSchemaVersionCommand(input)),
    );
  } catch {
    // The journal says what was refused; the next change tries again.
  }
}
