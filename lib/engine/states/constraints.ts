import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

type Rules = Record<string, Constraint>;

const arn: Constraint = { required: true, min: 1, max: 256 };
const definition: Constraint = { min: 1, max: 1_048_576 };
const roleArn: Constraint = { min: 1, max: 256 };
const name: Constraint = { min: 1, max: 80 };
const type: Constraint = { enum: ["STANDARD", "EXPRESS"] };
const page: Rules = { maxResults: { min: 0, max: 1000 }, nextToken: { min: 1, max: 3096 } };
const description: Constraint = { min: 0, max: 256 };
const routing: Rules = {
  routingConfiguration: { min: 1, max: 2 },
  "routingConfiguration[].stateMachineVersionArn": arn,
  "routingConfiguration[].weight": { required: true, min: 0, max: 100 },
};
const includedData: Constraint = { enum: ["ALL_DATA", "METADATA_ONLY"] };
const token: Constraint = { required: true, min: 1, max: 2048 };
const told: Rules = { error: { min: 0, max: 256 }, cause: { min: 0, max: 32_768 } };
const data: Constraint = { max: 262_144 };
const tags: Rules = {
  "tags[].key": { required: true, min: 1, max: 128 },
  "tags[].value": { min: 0, max: 256 },
};
const start: Rules = {
  stateMachineArn: arn,
  name,
  input: data,
  traceHeader: { min: 0, max: 256 },
};

/** API model 2016-11-23. */
export const statesConstraints: ConstraintTable = {
  CreateActivity: { name: { ...name, required: true }, ...tags },
  CreateStateMachine: {
    name: { ...name, required: true },
    definition: { ...definition, required: true },
    roleArn: { ...roleArn, required: true },
    type,
    versionDescription: description,
    ...tags,
  },
  CreateStateMachineAlias: {
    name: { ...name, required: true },
    description,
    ...routing,
    routingConfiguration: { required: true, min: 1, max: 2 },
  },
  DeleteActivity: { activityArn: arn },
  DeleteStateMachine: { stateMachineArn: arn },
  DeleteStateMachineAlias: { stateMachineAliasArn: arn },
  DeleteStateMachineVersion: { stateMachineVersionArn: { required: true, min: 1, max: 2000 } },
  DescribeActivity: { activityArn: arn },
  DescribeExecution: { executionArn: arn, includedData },
  DescribeMapRun: { mapRunArn: { required: true, min: 1, max: 2000 } },
  DescribeStateMachine: { stateMachineArn: arn, includedData },
  DescribeStateMachineAlias: { stateMachineAliasArn: arn },
  DescribeStateMachineForExecution: { executionArn: arn, includedData },
  GetActivityTask: { activityArn: arn, workerName: name },
  GetExecutionHistory: { executionArn: arn, ...page },
  ListActivities: page,
  ListExecutions: {
    mapRunArn: { min: 1, max: 2000 },
    stateMachineArn: { min: 1, max: 256 },
    statusFilter: {
      enum: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"],
    },
    redriveFilter: { enum: ["REDRIVEN", "NOT_REDRIVEN"] },
    ...page,
  },
  ListMapRuns: { executionArn: arn, ...page },
  ListStateMachineAliases: { stateMachineArn: arn, ...page },
  ListStateMachineVersions: { stateMachineArn: arn, ...page },
  ListStateMachines: page,
  ListTagsForResource: { resourceArn: arn },
  PublishStateMachineVersion: { stateMachineArn: arn, description },
  RedriveExecution: { executionArn: arn, clientToken: { min: 1, max: 64 } },
  SendTaskFailure: { taskToken: token, ...told },
  SendTaskHeartbeat: { taskToken: token },
  SendTaskSuccess: { taskToken: token, output: { ...data, required: true } },
  StartExecution: start,
  StartSyncExecution: { ...start, includedData },
  StopExecution: { executionArn: arn, ...told },
  TagResource: { resourceArn: arn, tags: { required: true }, ...tags },
  TestState: {
    definition: { ...definition, required: true },
    roleArn,
    input: data,
    inspectionLevel: { enum: ["INFO", "DEBUG", "TRACE"] },
    variables: data,
    stateName: name,
    context: data,
  },
  UntagResource: {
    resourceArn: arn,
    tagKeys: { required: true },
    "tagKeys[]": { min: 1, max: 128 },
  },
  UpdateStateMachine: {
    stateMachineArn: arn,
    definition,
    roleArn,
    versionDescription: description,
  },
  UpdateStateMachineAlias: { stateMachineAliasArn: arn, description, ...routing },
  ValidateStateMachineDefinition: {
    definition: { ...definition, required: true },
    type,
    severity: { enum: ["ERROR", "WARNING"] },
    maxResults: { min: 0, max: 100 },
  },
};
