import { bodyAsText, textAsBody } from "./object-bodies.ts";
import { readJson, type ScalarForm, writeJson } from "../../http/json-values.ts";
import { type OperationPlan, planOf } from "../../http/plan.ts";
import { runOperation } from "../../http/run-operation.ts";
import { type CallContext, type Service, ServiceError } from "../../http/service.ts";
import type { Shape } from "../../http/shape.ts";
import { runtimeError, StateError } from "../language/state-error.ts";

/** Calls an operation of a service in the engine with JSON, and answers JSON. Throws StateError. */
export type CallService = (call: {
  /** As in the resource: `sqs`, `dynamodb`, `aws-sdk:ssm`. */
  service: string;
  /** `sendMessage` */
  action: string;
  parameters: unknown;
  context: CallContext;
}) => Promise<Record<string, unknown>>;

/** The engine's name of a service by that in a resource, and the name its errors begin with. */
const services: Readonly<Record<string, { id: string; errors: string }>> = {
  sqs: { id: "sqs", errors: "SQS" },
  sns: { id: "sns", errors: "SNS" },
  events: { id: "eventbridge", errors: "EventBridge" },
  dynamodb: { id: "dynamodb", errors: "DynamoDB" },
  "aws-sdk:sqs": { id: "sqs", errors: "Sqs" },
  "aws-sdk:sns": { id: "sns", errors: "Sns" },
  "aws-sdk:eventbridge": { id: "eventbridge", errors: "EventBridge" },
  "aws-sdk:dynamodb": { id: "dynamodb", errors: "DynamoDb" },
  "aws-sdk:lambda": { id: "lambda", errors: "Lambda" },
  "aws-sdk:kinesis": { id: "kinesis", errors: "Kinesis" },
  "aws-sdk:ssm": { id: "ssm", errors: "Ssm" },
  "aws-sdk:secretsmanager": { id: "secrets-manager", errors: "SecretsManager" },
  "aws-sdk:cloudwatch": { id: "cloudwatch", errors: "CloudWatch" },
  "aws-sdk:cloudwatchlogs": { id: "cloudwatch-logs", errors: "CloudWatchLogs" },
  "aws-sdk:scheduler": { id: "scheduler", errors: "Scheduler" },
  "aws-sdk:s3": { id: "s3", errors: "S3" },
  "aws-sdk:sfn": { id: "sfn", errors: "Sfn" },
  "aws-sdk:sts": { id: "sts", errors: "Sts" },
};

/** The rooms of the engine as tasks reach them. */
export function callServices(all: () => readonly Service[]): CallService {
  const find = async (service: string, action: string): Promise<OperationPlan> => {
    const { id = "" } = services[service] ?? {};
    const room = all().find((one) => one.id === id);
    const plan = room && (await planOf(room));
    const operation = plan?.operations.get(action.charAt(0).toUpperCase() + action.slice(1));
    if (!operation)
      throw runtimeError(
        `The local engine does not support the resource arn:aws:states:::${service}:${action}.`,
      );
    return operation;
  };

  return async ({ service, action, parameters, context }) => {
    const operation = await find(service, action);
    const { input: shape, output } = operation;
    try {
      const { given, body } = textAsBody(shape, parameters);
      const input = readJson(shape, fit(shape, given)) as Record<string, unknown>;
      const answer = (await runOperation(operation, { ...input, ...body }, context)) ?? {};
      const { told, text } = await bodyAsText(output, answer);
      return { ...(writeJson(output, told, form) as Record<string, unknown>), ...text };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.code === "NotImplementedException") throw runtimeError(error.message);
      const name = services[service]?.errors ?? service;
      throw new StateError(
        `${name}.${error.code.endsWith("Exception") ? error.code : `${error.code}Exception`}`,
        `${error.message} (Service: ${name}, Status Code: ${error.status ?? 400}, Request ID: ${context.requestId})`,
      );
    }
  };
}

/** Objects where a service wants text are sent as JSON: a message's body, an event's detail. */
function fit(shape: Shape, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (shape.kind === "string") return typeof value === "string" ? value : JSON.stringify(value);
  if (shape.kind === "list" && Array.isArray(value))
    return value.map((item) => fit(shape.element, item));
  if (typeof value !== "object" || Array.isArray(value)) return value;
  if (shape.kind === "map")
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fit(shape.element, item)]),
    );
  if (shape.kind !== "structure") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => {
      const member = shape.members.find(({ name }) => name === key);
      return [key, member ? fit(member.shape, item) : item];
    }),
  );
}

const form: ScalarForm = {
  timestamp: (date) => date.toISOString(),
  blob: (bytes) => Buffer.from(bytes).toString("base64"),
  number: (value) => value,
};
