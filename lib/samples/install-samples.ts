import { join } from "node:path";
import { CreateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { deployFunction } from "@/lib/deploy/deploy-function";
import { readFolder } from "@/lib/deploy/read-folder";
import { readManifest, type Manifest } from "@/lib/deploy/read-manifest";
import { openStore } from "@/lib/store/database";
import { readSavedEvents, saveEvent } from "@/lib/store/saved-events";
import { findSample } from "./find-sample";
import { destroySampleClients, makeSampleClients, type SampleClients } from "./sample-clients";
import { sampleNames } from "./sample-names";
import { readSampleState, saveSampleState } from "./sample-state";
import { sampleTags } from "./sample-tags";
import { connectBucket } from "./sources/bucket";
import { connectHttpApi } from "./sources/http-api";
import { connectSchedule } from "./sources/schedule";
import { createStateMachine } from "./sources/state-machine";
import { connectStream } from "./sources/stream";
import { createTable } from "./sources/table";

export interface InstallOptions {
  endpoint: string;
  /** Lambdeck's home: samples.json there remembers what was installed before. */
  homeDir: string;
  /** The folder with one folder for each sample. */
  samplesDir: string;
  log(line: string): void;
}

/** The engine checks no roles; every function needs the name of one. */
const role = "arn:aws:iam::000000000000:role/lambdeck-samples";

/**
 * Installs the samples that are not there, through the public API like any user's functions; returns their
 * names. A sample that was removed stays removed, and a function of the user's with a sample's name is left
 * alone. Safe to repeat.
 */
export async function installSamples(options: InstallOptions): Promise<string[]> {
  const { endpoint, homeDir, samplesDir, log } = options;
  const clients = makeSampleClients(endpoint);
  const created: string[] = [];
  try {
    for (const name of sampleNames) {
      const { installed } = readSampleState(homeDir);
      if (installed.includes(name)) continue;
      const found = await findSample(clients.lambda, name);
      if (found === "not a sample") {
        log(`The sample ${name} is not installed: there is a function of that name already.`);
        continue;
      }
      const manifest = readManifest(join(samplesDir, name));
      await install(clients, join(samplesDir, name), name, manifest, log);
      keepEvents(homeDir, name, manifest.events ?? []);
      saveSampleState(homeDir, { installed: [...installed, name] });
      created.push(name);
    }
    return created;
  } finally {
    destroySampleClients(clients);
  }
}

async function install(
  clients: SampleClients,
  directory: string,
  name: string,
  manifest: Manifest,
  log: (line: string) => void,
): Promise<void> {
  const { description, runtime, handler, memoryMb, timeoutSeconds, environment } = manifest;
  const { functionArn } = await deployFunction(clients.lambda, {
    name,
    code: readFolder(directory),
    description,
    runtime,
    handler,
    memoryMb,
    timeoutSeconds,
    environment,
    role,
    tags: sampleTags,
  });
  const { queue, schedule, bucket, stream, table, httpApi, stateMachine } = manifest;
  // What calls the sample and what it writes to: each only where the endpoint has the service.
  const wanted: [what: string, make: (() => Promise<void>) | undefined][] = [
    ["queue", queue && (() => connectQueue(clients, name, queue))],
    ["table", table && (() => createTable(clients, table))],
    [
      "schedule",
      schedule ? () => connectSchedule(clients, name, functionArn, schedule) : undefined,
    ],
    ["bucket", bucket && (() => connectBucket(clients, name, functionArn, bucket.name))],
    ["stream", stream && (() => connectStream(clients, name, stream))],
    ["HTTP API", httpApi && (() => connectHttpApi(clients, name, functionArn, httpApi))],
    ["state machine", stateMachine && (() => createStateMachine(clients, role, stateMachine))],
  ];
  for (const [what, make] of wanted)
    try {
      await make?.();
    } catch (error) {
      log(`The sample ${name} goes without its ${what}: ${(error as Error).message}`);
    }
}

/** The sample's own events stand first on its Test page: as saved ones, to be changed and deleted like any. */
function keepEvents(
  homeDir: string,
  functionName: string,
  events: NonNullable<Manifest["events"]>,
): void {
  const store = openStore(homeDir);
  try {
    const kept = readSavedEvents(functionName, store).map(({ name }) => name);
    for (const { name, event } of events)
      if (!kept.includes(name))
        saveEvent(
          functionName,
          { name, body: JSON.stringify(event, null, 2), savedMs: Date.now() },
          store,
        );
  } finally {
    store.close();
  }
}

/** The queue that triggers a sample, with a dead-letter queue behind it. */
async function connectQueue(
  clients: SampleClients,
  functionName: string,
  queue: NonNullable<Manifest["queue"]>,
): Promise<void> {
  const deadLetterTargetArn = await createQueue(clients.sqs, `${queue.name}-dead-letters`, {});
  const eventSourceArn = await createQueue(clients.sqs, queue.name, {
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: queue.maxReceiveCount }),
  });
  try {
    await clients.lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: functionName,
        EventSourceArn: eventSourceArn,
        BatchSize: queue.batchSize,
        MaximumBatchingWindowInSeconds: queue.batchingWindowSeconds,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        Tags: sampleTags,
      }),
    );
  } catch (error) {
    // An installation that was interrupted just before the end had connected it already.
    if ((error as Error).name !== "ResourceConflictException") throw error;
  }
}

async function createQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string>,
): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName, Attributes, tags: sampleTags }),
  );
  const { Attributes: found } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return found?.QueueArn ?? "";
}
