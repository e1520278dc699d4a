import type { CloudCall } from "@/lib/model/change";
import { sourceRules } from "./source-states";

/** What a change left behind: the call that reads it and the members that must still be as the change set them. */
export interface StateLeft {
  read: CloudCall;
  /** Member name -> value; undefined or an empty value: AWS has none. */
  expected: Values;
  /** Where the members are, when not at the top of the answer. Undefined: what was read is not there. */
  find?: (answer: Values) => Values | undefined;
}

export type Values = Record<string, unknown>;
/** Tells what a call of one kind left, from its input and its answer. */
export type Rule = (input: Values, answer: Values) => StateLeft | undefined;

/**
 * The state a call left, told from its own input and AWS's answer. Undefined when it cannot be told, so
 * that nobody can know whether it is still the same.
 */
export function stateLeft(call: CloudCall, answer: unknown): StateLeft | undefined {
  const name = `${call.service}:${call.command}`;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  return rule?.(call.input, isValues(answer) ? answer : {});
}

/** The first member that is not as expected; undefined when all are. */
export function firstDifference(
  { expected, find }: StateLeft,
  answer: Values | undefined,
): { member: string; expected: unknown; found: unknown } | undefined {
  const state = answer && find ? find(answer) : answer;
  for (const [member, value] of Object.entries(expected)) {
    const found = state?.[member];
    if (!holds(found, value)) return { member, expected: value, found };
  }
  return undefined;
}

const pick = (values: Values, ...names: string[]): Values =>
  Object.fromEntries(names.map((name) => [name, values[name]]));

/** The members a call has set: its input without what says where. */
const without = (values: Values, ...names: string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));

const lambda = (command: string, input: Values): CloudCall => ({
  service: "lambda",
  command,
  input,
});

const alias: Rule = (input) => ({
  read: lambda("GetAlias", pick(input, "FunctionName", "Name")),
  expected: without(input, "FunctionName", "RevisionId"),
});

const eventInvokeConfig: Rule = (input) => ({
  read: lambda("GetFunctionEventInvokeConfig", pick(input, "FunctionName", "Qualifier")),
  expected: without(input, "FunctionName", "Qualifier"),
});

const tags = (input: Values, expected: Values): StateLeft => ({
  read: lambda("ListTags", pick(input, "Resource")),
  expected,
  find: ({ Tags }) => (isValues(Tags) ? Tags : {}),
});

const retention = (input: Values, retentionInDays: unknown): StateLeft => ({
  read: {
    service: "logs",
    command: "DescribeLogGroups",
    input: { logGroupNamePrefix: input.logGroupName },
  },
  expected: { logGroupName: input.logGroupName, retentionInDays },
  find: ({ logGroups }) =>
    Array.isArray(logGroups)
      ? logGroups.filter(isValues).find((group) => group.logGroupName === input.logGroupName)
      : undefined,
});

const queryDefinition = (read: Values, id: unknown, expected: Values): StateLeft => ({
  read: { service: "logs", command: "DescribeQueryDefinitions", input: read },
  expected,
  find: ({ queryDefinitions }) =>
    Array.isArray(queryDefinitions)
      ? queryDefinitions.filter(isValues).find(({ queryDefinitionId }) => queryDefinitionId === id)
      : undefined,
});

const permission = (input: Values, expected: Values): StateLeft => ({
  read: lambda("GetPolicy", pick(input, "FunctionName", "Qualifier")),
  expected,
  find: ({ Policy }) => {
    const policy: unknown = typeof Policy === "string" ? JSON.parse(Policy) : undefined;
    const statements = isValues(policy) && Array.isArray(policy.Statement) ? policy.Statement : [];
    return statements.filter(isValues).find(({ Sid }) => Sid === input.StatementId);
  },
});

/** The alarm of a name, as it must be; `undefined` members: it is gone. */
const alarm = (name: unknown, expected: Values): StateLeft => ({
  read: {
    service: "cloudwatch",
    command: "DescribeAlarms",
    input: { AlarmNames: [name], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] },
  },
  expected,
  find: ({ MetricAlarms, CompositeAlarms }) =>
    [MetricAlarms, CompositeAlarms]
      .flatMap((some): unknown[] => (Array.isArray(some) ? some : []))
      .filter(isValues)
      .find(({ AlarmName }) => AlarmName === name),
});

const oneAlarm = ({ AlarmNames }: Values): unknown =>
  Array.isArray(AlarmNames) ? AlarmNames[0] : undefined;

const putAlarm: Rule = (input) => alarm(input.AlarmName, without(input, "Tags"));

/** Members of a mapping's input that its description shows under the same name. */
const mappingMembers = (input: Values): Values => ({
  ...without(input, "UUID", "FunctionName", "Enabled", "EventSourceArn", "Tags"),
});

const mapping = (uuid: unknown, input: Values): StateLeft => ({
  read: lambda("GetEventSourceMapping", { UUID: uuid }),
  expected: {
    ...mappingMembers(input),
    ...(typeof input.Enabled === "boolean" ? { enabled: input.Enabled } : {}),
  },
  find: (state) => ({
    ...state,
    enabled: typeof state.State === "string" && /^(Enabl|Creat|Updat)/.test(state.State),
  }),
});

/** The whole text is compared, so that nobody's newer test events are lost. */
const schema = (input: Values): StateLeft => ({
  read: {
    service: "schemas",
    command: "DescribeSchema",
    input: pick(input, "RegistryName", "SchemaName"),
  },
  expected: pick(input, "Content"),
});

const rules: Record<string, Rule> = {
  ...sourceRules,
  "lambda:UpdateFunctionConfiguration": (input) => ({
    read: lambda("GetFunctionConfiguration", pick(input, "FunctionName")),
    expected: without(input, "FunctionName", "RevisionId"),
    // Layers are set by ARN and shown as objects.
    find: (state) => ({
      ...state,
      Layers: Array.isArray(state.Layers)
        ? state.Layers.map((layer: unknown) => (isValues(layer) ? layer.Arn : layer))
        : undefined,
    }),
  }),
  "lambda:PublishVersion": (input, answer) => ({
    read: lambda("GetFunctionConfiguration", {
      ...pick(input, "FunctionName"),
      Qualifier: answer.Version,
    }),
    expected: pick(answer, "Version", "CodeSha256"),
  }),
  "lambda:PutFunctionConcurrency": (input) => ({
    read: lambda("GetFunctionConcurrency", pick(input, "FunctionName")),
    expected: pick(input, "ReservedConcurrentExecutions"),
  }),
  "lambda:DeleteFunctionConcurrency": (input) => ({
    read: lambda("GetFunctionConcurrency", pick(input, "FunctionName")),
    expected: { ReservedConcurrentExecutions: undefined },
  }),
  "lambda:PutProvisionedConcurrencyConfig": (input) => ({
    read: lambda("GetProvisionedConcurrencyConfig", pick(input, "FunctionName", "Qualifier")),
    expected: {
      RequestedProvisionedConcurrentExecutions: input.ProvisionedConcurrentExecutions,
    },
  }),
  "lambda:DeleteProvisionedConcurrencyConfig": (input) => ({
    read: lambda("GetProvisionedConcurrencyConfig", pick(input, "FunctionName", "Qualifier")),
    expected: { RequestedProvisionedConcurrentExecutions: undefined },
  }),
  "lambda:CreateAlias": alias,
  "lambda:UpdateAlias": alias,
  "lambda:DeleteAlias": (input) => ({
    read: lambda("GetAlias", pick(input, "FunctionName", "Name")),
    expected: { AliasArn: undefined },
  }),
  "lambda:CreateEventSourceMapping": (input, answer) =>
    answer.UUID === undefined ? undefined : mapping(answer.UUID, input),
  "lambda:UpdateEventSourceMapping": (input) => mapping(input.UUID, input),
  "lambda:DeleteEventSourceMapping": (input) => ({
    read: lambda("GetEventSourceMapping", pick(input, "UUID")),
    expected: { UUID: undefined },
    find: (state) => (state.State === "Deleting" ? undefined : state),
  }),
  "lambda:PutFunctionEventInvokeConfig": eventInvokeConfig,
  "lambda:UpdateFunctionEventInvokeConfig": eventInvokeConfig,
  "lambda:DeleteFunctionEventInvokeConfig": (input) => ({
    read: lambda("GetFunctionEventInvokeConfig", pick(input, "FunctionName", "Qualifier")),
    expected: { FunctionArn: undefined },
  }),
  "lambda:TagResource": (input) => tags(input, isValues(input.Tags) ? input.Tags : {}),
  "lambda:UntagResource": (input) =>
    tags(
      input,
      Object.fromEntries(
        (Array.isArray(input.TagKeys) ? input.TagKeys : []).map((key) => [String(key), undefined]),
      ),
    ),
  "lambda:AddPermission": (input) => permission(input, { Sid: input.StatementId }),
  "lambda:RemovePermission": (input) => permission(input, { Sid: undefined }),
  "logs:PutQueryDefinition": (input, answer) =>
    queryDefinition(
      { queryDefinitionNamePrefix: input.name },
      input.queryDefinitionId ?? answer.queryDefinitionId,
      pick(input, "name", "queryString"),
    ),
  "logs:DeleteQueryDefinition": (input) =>
    queryDefinition({ maxResults: 1000 }, input.queryDefinitionId, {
      queryDefinitionId: undefined,
    }),
  "cloudwatch:PutMetricAlarm": putAlarm,
  "cloudwatch:PutCompositeAlarm": putAlarm,
  "cloudwatch:DeleteAlarms": (input) => alarm(oneAlarm(input), { AlarmName: undefined }),
  "cloudwatch:EnableAlarmActions": (input) => alarm(oneAlarm(input), { ActionsEnabled: true }),
  "cloudwatch:DisableAlarmActions": (input) => alarm(oneAlarm(input), { ActionsEnabled: false }),
  "logs:PutRetentionPolicy": (input) => retention(input, input.retentionInDays),
  "logs:DeleteRetentionPolicy": (input) => retention(input, undefined),
  "schemas:CreateSchema": schema,
  "schemas:UpdateSchema": schema,
  "schemas:DeleteSchema": (input) => ({ ...schema(input), expected: { SchemaArn: undefined } }),
  "lambdeck:SaveSetting": (input) => ({
    read: { service: "lambdeck", command: "ReadSetting", input: pick(input, "name") },
    expected: pick(input, "value"),
  }),
  "sqs:SetQueueAttributes": (input) => ({
    read: {
      service: "sqs",
      command: "GetQueueAttributes",
      input: {
        QueueUrl: input.QueueUrl,
        AttributeNames: Object.keys(isValues(input.Attributes) ? input.Attributes : {}),
      },
    },
    expected: isValues(input.Attributes) ? input.Attributes : {},
    find: ({ Attributes }) => (isValues(Attributes) ? Attributes : {}),
  }),
};

/** Whether AWS's value says the same as what was set; AWS may add members of its own. */
function holds(found: unknown, expected: unknown): boolean {
  if (isEmpty(expected)) return isEmpty(found);
  if (Array.isArray(expected))
    return (
      Array.isArray(found) &&
      found.length === expected.length &&
      expected.every((value, index) => holds(found[index], value))
    );
  if (isValues(expected)) {
    if (!isValues(found)) return false;
    return Object.entries(expected).every(
      ([key, value]) =>
        holds(found[key], value) && (!wholeMaps.has(key) || hasSameKeys(found[key], value)),
    );
  }
  return Object.is(found, expected);
}

// The user's own maps, which a change sets as a whole: a key added since would be lost by an undo.
const wholeMaps = new Set(["Variables", "AdditionalVersionWeights"]);

function hasSameKeys(found: unknown, expected: unknown): boolean {
  const count = (value: unknown) => (isValues(value) ? Object.keys(value).length : 0);
  return count(found) === count(expected);
}

/** AWS leaves out what is empty, and takes an empty text or object to clear it. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
