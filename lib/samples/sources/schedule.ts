import {
  DeleteRuleCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { allowSource } from "../allow-source";
import type { SampleClients } from "../sample-clients";
import { isSample, sampleTagList } from "../sample-tags";

/** A rule that calls a sample at fixed times. */
export async function connectSchedule(
  clients: SampleClients,
  functionName: string,
  functionArn: string,
  ScheduleExpression: string,
): Promise<void> {
  const { events } = clients;
  const Name = `lambdeck-${functionName}`;
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name, ScheduleExpression, State: "ENABLED", Tags: sampleTagList }),
  );
  await allowSource(clients, functionName, { service: "events", arn: RuleArn });
  await events.send(
    new PutTargetsCommand({ Rule: Name, Targets: [{ Id: functionName, Arn: functionArn }] }),
  );
}

export async function removeSchedules({ events }: SampleClients): Promise<void> {
  const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: "lambdeck-" }));
  for (const { Name, Arn } of Rules) {
    const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: Arn }));
    if (!isSample(Tags)) continue;
    await events.send(
      new RemoveTargetsCommand({ Rule: Name, Ids: [Name!.replace(/^lambdeck-/, "")] }),
    );
    await events.send(new DeleteRuleCommand({ Name }));
  }
}
