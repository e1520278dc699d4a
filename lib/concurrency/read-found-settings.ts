import {
  GetFunctionCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { listProvisioned } from "@/lib/aws/provisioned-concurrency";
import { problemFrom } from "@/lib/aws/problem-from";
import { reservedConcurrencyOf } from "@/lib/aws/reserved-concurrency";
import type { FoundFunction, FoundSettings } from "@/lib/model/concurrency-plan";
import type { Connection } from "@/lib/model/connection";
import { ownerOf } from "@/lib/model/owner";
import type { Problem } from "@/lib/model/problem";
import { sourceName } from "@/lib/model/trigger";
import { readAccountConcurrency } from "./read-account-concurrency";

/** Everything a plan for these functions is held against. What cannot be read is left out and told. */
export async function readFoundSettings(
  connection: Connection,
  functionNames: readonly string[],
): Promise<FoundSettings> {
  const problems: Problem[] = [];
  const tolerated = async <T>(action: string, reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      problems.push(problemFrom(error, { connection, action }));
      return undefined;
    }
  };
  const names = [...new Set(functionNames)];
  const [account, ...functions] = await Promise.all([
    tolerated("read the account's limits", readAccountConcurrency(connection)),
    ...names.map((name) =>
      tolerated(`read the settings of ${name}`, readFoundFunction(connection, name)),
    ),
  ]);
  return { account, functions: functions.filter((found) => found !== undefined), problems };
}

async function readFoundFunction(connection: Connection, name: string): Promise<FoundFunction> {
  const { lambda } = clientsFor(connection);
  const [answer, provisioned, aliases] = await Promise.all([
    lambda.send(new GetFunctionCommand({ FunctionName: name })),
    listProvisioned(connection, name),
    listAliases(lambda, name),
  ]);
  const targets = [name, ...aliases.map((alias) => `${name}:${alias.name}`)];
  const queues = await Promise.all(targets.map((target) => listQueues(lambda, target)));
  return {
    name,
    reserved: await reservedConcurrencyOf(connection, name, answer),
    provisioned: provisioned.map(({ qualifier, requested }) => ({ qualifier, requested })),
    // A listing by name may hold the mappings of aliases too.
    queues: [...new Map(queues.flat().map((queue) => [queue.mappingId, queue])).values()],
    aliases,
    owner: ownerOf(answer.Tags ?? {}),
  };
}

async function listAliases(lambda: LambdaClient, name: string): Promise<FoundFunction["aliases"]> {
  const found = await allOf(async (Marker) => {
    const page = await lambda.send(new ListAliasesCommand({ FunctionName: name, Marker }));
    return { items: page.Aliases, next: page.NextMarker };
  });
  return found.map(({ Name, FunctionVersion, RoutingConfig }) => ({
    name: Name ?? "",
    version: FunctionVersion ?? "",
    isWeighted: Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0,
  }));
}

async function listQueues(lambda: LambdaClient, target: string): Promise<FoundFunction["queues"]> {
  const found = await allOf(async (Marker) => {
    const page = await lambda.send(
      new ListEventSourceMappingsCommand({ FunctionName: target, Marker }),
    );
    return { items: page.EventSourceMappings, next: page.NextMarker };
  });
  const [name] = target.split(":");
  return found.flatMap(({ UUID = "", EventSourceArn = "", FunctionArn, ScalingConfig }) => {
    const [, , , , , , named = name, qualifier] = FunctionArn?.split(":") ?? [];
    // Some endpoints list the mappings of all functions whatever is asked.
    if (named !== name || EventSourceArn.split(":")[2] !== "sqs") return [];
    const maximum = ScalingConfig?.MaximumConcurrency ?? null;
    return [{ mappingId: UUID, queueName: sourceName(EventSourceArn), maximum, qualifier }];
  });
}
