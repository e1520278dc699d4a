import {
  CreateRegistryCommand,
  CreateSchemaCommand,
  DeleteSchemaCommand,
  DescribeRegistryCommand,
  UpdateSchemaCommand,
} from "@aws-sdk/client-schemas";
import { attempt } from "@/lib/aws/attempt";
import { clientsFor } from "@/lib/aws/clients";
import { errorCode } from "@/lib/aws/error-kind";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import {
  longestSchema,
  type SharedEvent,
  type SharedEvents,
  sharedNamePattern,
  sharedNameWords,
  testEventRegistry,
  testEventSchema,
  withoutSharedEvent,
  withRenamedEvent,
  withSharedEvent,
} from "@/lib/model/shared-event";
import { journalled } from "@/lib/store/journal";
import { pruneVersions } from "./prune-versions";
import { readTestEventSchema, sharedEventsOf, type TestEventSchema } from "./read-shared-events";

/** Which events the user saw when they made the change: the version of their schema, null for none. */
export interface SharedEventsSeen {
  connection: Connection;
  functionName: string;
  version: string | null;
}

/** Saves a shareable event under its name. Refused when somebody else has changed the events since they were read. */
export async function saveSharedEvent(
  seen: SharedEventsSeen,
  event: SharedEvent,
): Promise<SharedEvents> {
  const { schema, events } = await readUnchanged(seen);
  const before = events.find(({ name }) => name === event.name);
  if (!before && !sharedNamePattern.test(event.name)) refuse("name", sharedNameWords);
  return write(seen, schema, withSharedEvent(schema?.content, event), {
    title: `Shareable event ${event.name} ${before ? "changed" : "added"}`,
    before: before ?? null,
    after: event,
  });
}

/** Gives a shareable event another name. */
export async function renameSharedEvent(
  seen: SharedEventsSeen,
  name: string,
  newName: string,
): Promise<SharedEvents> {
  if (!sharedNamePattern.test(newName)) refuse("newName", sharedNameWords);
  const { schema, events } = await readUnchanged(seen);
  if (!schema || !events.some((event) => event.name === name)) throw missing(name);
  if (name !== newName && events.some((event) => event.name === newName))
    throw new ProblemError({
      kind: "conflict",
      title: "The name is taken",
      detail: `This function already has a shareable event "${newName}".`,
      field: "newName",
    });
  return write(seen, schema, withRenamedEvent(schema.content, name, newName), {
    title: `Shareable event ${name} -> ${newName}`,
    before: name,
    after: newName,
  });
}

/** Deletes a shareable event; with the last one its schema goes too. */
export async function deleteSharedEvent(
  seen: SharedEventsSeen,
  name: string,
): Promise<SharedEvents> {
  const { schema, events } = await readUnchanged(seen);
  const before = events.find((event) => event.name === name);
  if (!schema || !before) throw missing(name);
  return write(seen, schema, withoutSharedEvent(schema.content, name), {
    title: `Shareable event ${name} deleted`,
    before,
    after: null,
  });
}

async function readUnchanged({ connection, functionName, version }: SharedEventsSeen) {
  const schema = await readTestEventSchema(connection, functionName);
  const { events, version: found } = sharedEventsOf(schema, functionName);
  if (found !== version)
    throw new ProblemError({
      kind: "conflict",
      title: "Somebody changed the shareable events",
      detail: `They are at ${versionText(found)} now; you saw ${versionText(version)}.`,
      action: "Look at theirs, then save yours again.",
    });
  return { schema, events };
}

const versionText = (version: string | null) =>
  version === null ? "no version" : `version ${version}`;

interface Words {
  title: string;
  before: unknown;
  after: unknown;
}

/** Creates, updates or, without content, deletes the schema, each with its way back in the journal. */
async function write(
  { connection, functionName }: SharedEventsSeen,
  schema: TestEventSchema | undefined,
  content: string | undefined,
  words: Words,
): Promise<SharedEvents> {
  if (content !== undefined && content.length > longestSchema)
    refuse(
      "body",
      `All shareable events of a function together have at most ${longestSchema.toLocaleString("en")} characters with their schema; these would have ${content.length.toLocaleString("en")}. Keep large ones in Lambdeck only.`,
    );
  const { schemas } = clientsFor(connection);
  const names = { RegistryName: testEventRegistry, SchemaName: testEventSchema(functionName) };
  const document = (text: string) => ({ ...names, Type: "OpenApi3" as const, Content: text });
  const intent = { connection, functionName, kind: "shared-event", ...words };
  await attempt(connection, "write the shareable test events", async () => {
    if (content === undefined) {
      await journalled(
        {
          ...intent,
          call: { service: "schemas", command: "DeleteSchema", input: names },
          undo: { service: "schemas", command: "CreateSchema", input: document(schema!.content) },
        },
        () => schemas.send(new DeleteSchemaCommand(names)),
      );
    } else if (schema) {
      await journalled(
        {
          ...intent,
          call: { service: "schemas", command: "UpdateSchema", input: document(content) },
          undo: { service: "schemas", command: "UpdateSchema", input: document(schema.content) },
        },
        () => schemas.send(new UpdateSchemaCommand(document(content))),
      );
    } else {
      await makeRegistry(connection, functionName);
      await journalled(
        {
          ...intent,
          call: { service: "schemas", command: "CreateSchema", input: document(content) },
          undo: { service: "schemas", command: "DeleteSchema", input: names },
        },
        () => schemas.send(new CreateSchemaCommand(document(content))),
      );
    }
  });
  if (schema && content !== undefined) await pruneVersions(connection, functionName);
  return sharedEventsOf(await readTestEventSchema(connection, functionName), functionName);
}

/** The registry is made with an account's first shareable event. */
async function makeRegistry(connection: Connection, functionName: string): Promise<void> {
  const { schemas } = clientsFor(connection);
  const input = { RegistryName: testEventRegistry };
  try {
    await schemas.send(new DescribeRegistryCommand(input));
    return;
  } catch (error) {
    if (errorCode(error) !== "NotFoundException") throw error;
  }
  try {
    await journalled(
      {
        connection,
        functionName,
        kind: "shared-event",
        title: `Registry ${testEventRegistry} created`,
        before: null,
        after: testEventRegistry,
        call: { service: "schemas", command: "CreateRegistry", input },
      },
      () => schemas.send(new CreateRegistryCommand(input)),
    );
  } catch (error) {
    // Somebody else was a moment faster.
    if (errorCode(error) !== "ConflictException") throw error;
  }
}

function missing(name: string): ProblemError {
  return new ProblemError({
    kind: "not-found",
    title: "There is no such event",
    detail: `This function has no shareable event "${name}".`,
  });
}
