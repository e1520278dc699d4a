import { DescribeSchemaCommand } from "@aws-sdk/client-schemas";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import { errorCode } from "@/lib/aws/error-kind";
import { problemFrom } from "@/lib/aws/problem-from";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import {
  eventsInSchema,
  type SharedEvents,
  testEventRegistry,
  testEventSchema,
} from "@/lib/model/shared-event";

/** The schema that holds a function's shareable events, as it stands in the registry. */
export interface TestEventSchema {
  content: string;
  version: string | null;
}

/** The function's shareable test events, where the AWS console keeps them. */
export async function readSharedEvents(
  connection: Connection,
  functionName: string,
): Promise<SharedEvents> {
  return sharedEventsOf(await readTestEventSchema(connection, functionName), functionName);
}

/** undefined: there is none, because nobody has saved an event yet. */
export async function readTestEventSchema(
  connection: Connection,
  functionName: string,
): Promise<TestEventSchema | undefined> {
  return attempt(connection, "read the shareable test events", async () => {
    try {
      const { Content, SchemaVersion } = await clientsFor(connection).schemas.send(
        new DescribeSchemaCommand({
          RegistryName: testEventRegistry,
          SchemaName: testEventSchema(functionName),
        }),
      );
      return { content: Content ?? "", version: SchemaVersion ?? null };
    } catch (error) {
      // A service that is not there answers 404 as well, but not with the registry's own code.
      if (errorCode(error) === "NotFoundException") return undefined;
      const { kind, detail, code } = problemFrom(error, { connection });
      if (kind !== "not-found" && kind !== "unsupported") throw error;
      throw new ProblemError(
        {
          kind: "unsupported",
          title: "No shareable test events here",
          detail: `They are kept in EventBridge's schema registry, which ${connection.label} does not have: ${detail}`,
          code,
        },
        { cause: error },
      );
    }
  });
}

export function sharedEventsOf(
  schema: TestEventSchema | undefined,
  functionName: string,
): SharedEvents {
  if (!schema) return { events: [], version: null };
  const events = eventsInSchema(schema.content);
  if (!events)
    throw new ProblemError({
      kind: "unsupported",
      title: "The shareable test events cannot be read",
      detail: `The schema ${testEventSchema(functionName)} in the registry ${testEventRegistry} is not one that holds test events: it has no "components".`,
      action: "Whoever made it can tell what it is for. Lambdeck leaves it as it is.",
    });
  return { events, version: schema.version };
}
