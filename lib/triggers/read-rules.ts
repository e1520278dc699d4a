import {
  DescribeRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { RuleTarget } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";
import { eachOf, type SourceReading, Troubles } from "./source-reading";

/** An account has 100 buses a region unless AWS has raised it. */
const mostBuses = 100;
/** Rules whose targets are read for the page of the account. */
const mostRules = 1_000;

/** The rules that have one of these ARNs among their targets: one call a bus and ARN, and two a rule found. */
export async function readRulesOf(
  connection: Connection,
  targetArns: readonly string[],
): Promise<SourceReading> {
  const { events } = clientsFor(connection);
  const troubles = new Troubles(connection);
  const buses = await listBuses(connection, troubles);
  const asked = buses.flatMap((busName) => targetArns.map((TargetArn) => ({ busName, TargetArn })));
  const named = await eachOf(asked, async ({ busName, TargetArn }) => {
    const names = await allOf(async (NextToken) => {
      const page = await events.send(
        new ListRuleNamesByTargetCommand({ TargetArn, EventBusName: busName, NextToken }),
      );
      return { items: page.RuleNames, next: page.NextToken };
    });
    return names.map((name) => ({ busName, name }));
  });
  // One rule may call the function and an alias of it.
  const rules = new Map(named.flat().map((rule) => [`${rule.busName} ${rule.name}`, rule]));
  const triggers = await eachOf([...rules.values()], async ({ busName, name }) => {
    const rule: Rule = await troubles.ifThere(
      events.send(new DescribeRuleCommand({ Name: name, EventBusName: busName })),
      { Name: name },
      "read the rules",
    );
    return targetsOf(connection, busName, rule, troubles);
  });
  return { triggers: triggers.flat(), complete: true, problems: troubles.problems };
}

/** All rules of the account that call functions: one call a bus and one a rule. */
export async function readRules(connection: Connection): Promise<SourceReading> {
  const troubles = new Troubles(connection);
  const buses = await listBuses(connection, troubles);
  const rules = await eachOf(buses, (busName) =>
    allOf(async (NextToken) => {
      const page = await clientsFor(connection).events.send(
        new ListRulesCommand({ EventBusName: busName, NextToken }),
      );
      return {
        items: page.Rules?.map((rule) => ({ busName, rule })),
        next: page.NextToken,
      };
    }),
  );
  const all = rules.flat();
  const triggers = await eachOf(all.slice(0, mostRules), ({ busName, rule }) =>
    targetsOf(connection, busName, rule, troubles),
  );
  return {
    triggers: triggers.flat(),
    complete: all.length <= mostRules,
    problems: troubles.problems,
  };
}

/** Where the buses may not be listed there is the default one still. */
async function listBuses(connection: Connection, troubles: Troubles): Promise<string[]> {
  const buses = await troubles.tolerate(
    allOf(async (NextToken) => {
      const page = await clientsFor(connection).events.send(
        new ListEventBusesCommand({ NextToken }),
      );
      return { items: page.EventBuses, next: page.NextToken };
    }),
    [],
    "list the event buses",
  );
  const names = buses.flatMap(({ Name }) => Name ?? []);
  return [...new Set(["default", ...names])].slice(0, mostBuses);
}

async function targetsOf(
  connection: Connection,
  busName: string,
  rule: Rule,
  troubles: Troubles,
): Promise<RuleTarget[]> {
  const targets = await troubles.ifThere(
    allOf(async (NextToken) => {
      const page = await clientsFor(connection).events.send(
        new ListTargetsByRuleCommand({ Rule: rule.Name, EventBusName: busName, NextToken }),
      );
      return { items: page.Targets, next: page.NextToken };
    }),
    [],
    "read the rules' targets",
  );
  return targets.flatMap((target) => ruleTarget(busName, rule, target) ?? []);
}

function ruleTarget(busName: string, rule: Rule, target: Target): RuleTarget | undefined {
  const called = calledFunction(target.Arn);
  if (!called || !rule.Name) return undefined;
  const { InputTransformer: transformer, RetryPolicy: retry } = target;
  return {
    kind: "rule",
    ...called,
    ruleArn: rule.Arn ?? "",
    name: rule.Name,
    busName,
    state: rule.State ?? "",
    description: rule.Description || undefined,
    eventPattern: rule.EventPattern || undefined,
    scheduleExpression: rule.ScheduleExpression || undefined,
    managedBy: rule.ManagedBy || undefined,
    targetId: target.Id ?? "",
    input: target.Input,
    inputPath: target.InputPath,
    inputTransformer: transformer && {
      template: transformer.InputTemplate ?? "",
      paths: transformer.InputPathsMap ?? {},
    },
    deadLetterQueueArn: target.DeadLetterConfig?.Arn,
    maximumRetryAttempts: retry?.MaximumRetryAttempts,
    maximumEventAgeSeconds: retry?.MaximumEventAgeInSeconds,
  };
}
