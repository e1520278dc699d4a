import {
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { DeleteQueueCommand, ListQueuesCommand, ListQueueTagsCommand } from "@aws-sdk/client-sqs";
import { findSample } from "./find-sample";
import { destroySampleClients, makeSampleClients, type SampleClients } from "./sample-clients";
import { sampleNames } from "./sample-names";
import { saveSampleState } from "./sample-state";
import { removeBuckets } from "./sources/bucket";
import { removeHttpApis } from "./sources/http-api";
import { removeSchedules } from "./sources/schedule";
import { removeStateMachines } from "./sources/state-machine";
import { removeStreams } from "./sources/stream";
import { removeTables } from "./sources/table";

/**
 * Removes every sample with what triggers it and what it writes to, and remembers that they are to stay away; returns the
 * names of the functions removed. What carries no sample tag is not touched.
 */
export async function removeSamples(options: {
  endpoint: string;
  homeDir: string;
}): Promise<string[]> {
  const clients = makeSampleClients(options.endpoint);
  const removed: string[] = [];
  try {
    for (const name of sampleNames) {
      if ((await findSample(clients.lambda, name)) !== "sample") continue;
      await deleteMappings(clients, name);
      await clients.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
      removed.push(name);
    }
    for (const remove of [
      deleteQueues,
      removeSchedules,
      removeBuckets,
      removeStreams,
      removeTables,
      removeHttpApis,
      removeStateMachines,
    ])
      await remove(clients);
    saveSampleState(options.homeDir, { installed: [...sampleNames] });
    return removed;
  } finally {
    destroySampleClients(clients);
  }
}

async function deleteMappings({ lambda }: SampleClients, FunctionName: string): Promise<void> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  for (const { UUID } of EventSourceMappings)
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
}

async function deleteQueues({ sqs }: SampleClients): Promise<void> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  for (const QueueUrl of QueueUrls) {
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
    if (Tags?.["lambdeck:sample"] === "true") await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  }
}
