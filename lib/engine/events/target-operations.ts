import type {
  ListTargetsByRuleRequest,
  PutTargetsRequest,
  RemoveTargetsRequest,
  Target,
} from "@aws-sdk/client-eventbridge";
import { refuseFields } from "../http/refuse-fields.ts";
import type { CallContext } from "../http/service.ts";
import { invalid, limitExceeded } from "./errors.ts";
import { busNameOf } from "./event-bus.ts";
import { readPath } from "./event-path.ts";
import type { EventStore } from "./event-store.ts";
import { pageOf } from "./page.ts";
import { checkInput } from "./target-input.ts";

const mostTargets = 5;

/** Where the engine brings events, by the service in the ARN. */
const reached = ["lambda", "sqs", "sns", "kinesis", "states", "events", "logs"];

const forOthers = "the local engine does not bring events there.";

/** Parameters of targets that the engine does not have. */
const notImitated = {
  RunCommandParameters: forOthers,
  EcsParameters: forOthers,
  BatchParameters: forOthers,
  HttpParameters: forOthers,
  RedshiftDataParameters: forOthers,
  SageMakerPipelineParameters: forOthers,
  AppSyncParameters: forOthers,
};

/** What rules send their events to. */
export function targetOperations(store: EventStore) {
  return {
    PutTargets(input: PutTargetsRequest, { region }: CallContext) {
      const rule = store.rule(region, busNameOf(input.EventBusName), input.Rule ?? "");
      const given = input.Targets ?? [];
      for (const target of given) checkTarget(target);
      const kept = rule.targets.filter(({ Id }) => !given.some((target) => target.Id === Id));
      const taken = given.filter(isReached);
      if (kept.length + given.length > mostTargets) throw limitExceeded();
      store.putRule({ ...rule, targets: [...kept, ...taken] });
      const failed = given.filter((target) => !isReached(target));
      return {
        FailedEntryCount: failed.length,
        FailedEntries: failed.map(({ Id, Arn }) => ({
          TargetId: Id,
          ErrorCode: "NotImplemented",
          ErrorMessage: `The local engine brings events to ${reached.join(", ")}, not to ${Arn}.`,
        })),
      };
    },

    RemoveTargets(input: RemoveTargetsRequest, { region }: CallContext) {
      const rule = store.rule(region, busNameOf(input.EventBusName), input.Rule ?? "");
      const removed = input.Ids ?? [];
      store.putRule({
        ...rule,
        targets: rule.targets.filter(({ Id = "" }) => !removed.includes(Id)),
      });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    ListTargetsByRule(input: ListTargetsByRuleRequest, { region }: CallContext) {
      const { targets } = store.rule(region, busNameOf(input.EventBusName), input.Rule ?? "");
      const { items, ...token } = pageOf(targets, ({ Id = "" }) => Id, input);
      return { Targets: items, ...token };
    },
  };
}

function isReached({ Arn: arn = "" }: Target): boolean {
  return reached.includes(arn.split(":")[2] ?? "");
}

function checkTarget(target: Target): void {
  const { Id: id, Arn: arn = "" } = target;
  if (!/^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+$/.test(arn))
    throw invalid(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  refuseFields("ValidationException", target, notImitated);
  checkInput(target);
  const keyPath = target.KinesisParameters?.PartitionKeyPath;
  if (keyPath !== undefined && !readPath(keyPath))
    throw invalid(`Invalid PartitionKeyPath for target ${id}.`);
  if (/^arn:[^:]+:sqs:.*\.fifo$/.test(arn) && target.SqsParameters === undefined)
    throw invalid(`Parameter(s) SqsParameters must be specified for target: ${id}.`);
  const deadLetterArn = target.DeadLetterConfig?.Arn;
  if (deadLetterArn !== undefined && !/^arn:[^:]+:sqs:/.test(deadLetterArn))
    throw invalid(
      `Parameter DeadLetterConfig.Arn is not valid. Reason: ${deadLetterArn} is no queue.`,
    );
}
