import {
  GetFunctionConfigurationCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse } from "@/lib/model/refuse";
import { tagsProblem } from "@/lib/model/tags";
import { journalled } from "@/lib/store/journal";

/**
 * Makes a function's tags exactly these; AWS's own (`aws:`) stay as they are. AWS sets and removes tags in
 * two calls: each is a change of its own in the journal, with its own undo.
 */
export async function setTags(
  connection: Connection,
  functionName: string,
  tags: Record<string, string>,
): Promise<{ changes: Change[] }> {
  const own = Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
  const problem = tagsProblem(Object.entries(own).map(([key, value]) => ({ key, value })));
  if (problem) refuse("tags", problem);
  const { lambda } = clientsFor(connection);
  const { FunctionArn = "" } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  );
  const resource = FunctionArn.split(":").slice(0, 7).join(":");
  const { Tags: before = {} } = await lambda.send(new ListTagsCommand({ Resource: resource }));
  const changed = pickFrom(own, (key) => key in before && before[key] !== own[key]);
  const added = pickFrom(own, (key) => !(key in before));
  const removed = pickFrom(before, (key) => !(key in own) && !key.startsWith("aws:"));

  // Each has one exact way back, so each is a change of its own.
  const steps: Step[] = [];
  if (size(added) > 0)
    steps.push({
      title: `Tags added: ${names(added)}`,
      before: null,
      after: added,
      call: tagCall(resource, added),
      act: () => lambda.send(new TagResourceCommand({ Resource: resource, Tags: added })),
      undo: untagCall(resource, added),
    });
  if (size(changed) > 0)
    steps.push({
      title: `Tags changed: ${names(changed)}`,
      before: pickFrom(before, (key) => key in changed),
      after: changed,
      call: tagCall(resource, changed),
      act: () => lambda.send(new TagResourceCommand({ Resource: resource, Tags: changed })),
      undo: tagCall(
        resource,
        pickFrom(before, (key) => key in changed),
      ),
    });
  if (size(removed) > 0)
    steps.push({
      title: `Tags removed: ${names(removed)}`,
      before: removed,
      after: null,
      call: untagCall(resource, removed),
      act: () =>
        lambda.send(
          new UntagResourceCommand({ Resource: resource, TagKeys: Object.keys(removed) }),
        ),
      undo: tagCall(resource, removed),
    });
  if (steps.length === 0) refuse("tags", "There is no change to save.");

  const changes: Change[] = [];
  for (const { act, ...step } of steps) {
    const { change } = await journalled<unknown>(
      { connection, functionName, kind: "tags", ...step },
      act,
    );
    changes.push(change);
  }
  return { changes };
}

type Tags = Record<string, string>;

interface Step {
  title: string;
  before: Tags | null;
  after: Tags | null;
  call: CloudCall;
  undo: CloudCall;
  act: () => Promise<unknown>;
}

function pickFrom(tags: Tags, wanted: (key: string) => boolean): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => wanted(key)));
}

function size(tags: Tags): number {
  return Object.keys(tags).length;
}

function names(tags: Tags): string {
  return Object.keys(tags).join(", ");
}

function tagCall(Resource: string, Tags: Tags): CloudCall {
  return { service: "lambda", command: "TagResource", input: { Resource, Tags } };
}

function untagCall(Resource: string, tags: Tags): CloudCall {
  return {
    service: "lambda",
    command: "UntagResource",
    input: { Resource, TagKeys: Object.keys(tags) },
  };
}
