import type {
  CreateEventBusRequest,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  ListEventBusesRequest,
  PutPermissionRequest,
  RemovePermissionRequest,
  UpdateEventBusRequest,
} from "@aws-sdk/client-eventbridge";
import type { Clock } from "../clock.ts";
import { refuseFields } from "../http/refuse-fields.ts";
import { type CallContext, ServiceError } from "../http/service.ts";
import { invalid, limitExceeded, notFound } from "./errors.ts";
import { busArn, busNameOf, type BusStatement, defaultBus, type EventBus } from "./event-bus.ts";
import type { EventStore } from "./event-store.ts";
import { pageOf } from "./page.ts";
import { toTags } from "./tags.ts";

const mostBuses = 100;
const largestPolicyBytes = 10_240;

const notImitated = {
  EventSourceName: "there are no partners' event sources.",
  KmsKeyIdentifier: "events are not encrypted.",
};

/** Buses and who may put events into them. */
export function busOperations(store: EventStore, clock: Clock) {
  const save = (bus: EventBus) => store.putBus({ ...bus, modifiedMs: clock.now() });
  return {
    CreateEventBus(input: CreateEventBusRequest, { region, accountId }: CallContext) {
      const { Name: name = "", Description: description } = input;
      checkSettings(input);
      if (name === defaultBus || store.findBus(region, name))
        throw new ServiceError(
          "ResourceAlreadyExistsException",
          `Event bus ${name} already exists.`,
          400,
        );
      if (name.includes("/")) throw invalid("Event bus name must not contain '/'.");
      if (store.buses(region).length >= mostBuses) throw limitExceeded();
      const nowMs = clock.now();
      const deadLetterArn = input.DeadLetterConfig?.Arn;
      const bus: EventBus = {
        region,
        accountId,
        name,
        statements: [],
        tags: toTags(input.Tags),
        createdMs: nowMs,
        modifiedMs: nowMs,
        ...(description !== undefined && { description }),
        ...(deadLetterArn !== undefined && { deadLetterArn }),
      };
      store.putBus(bus);
      return {
        EventBusArn: busArn(bus),
        ...(description !== undefined && { Description: description }),
        ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
      };
    },

    UpdateEventBus(input: UpdateEventBusRequest, { region }: CallContext) {
      checkSettings(input);
      const bus = store.bus(region, busNameOf(input.Name));
      const { Description: description = bus.description } = input;
      const deadLetterArn = input.DeadLetterConfig ? input.DeadLetterConfig.Arn : bus.deadLetterArn;
      const { description: _old, deadLetterArn: _older, ...rest } = bus;
      save({
        ...rest,
        ...(description !== undefined && { description }),
        ...(deadLetterArn !== undefined && { deadLetterArn }),
      });
      return {
        Arn: busArn(bus),
        Name: bus.name,
        ...(description !== undefined && { Description: description }),
        ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
      };
    },

    /** A bus that is not there is no error. */
    DeleteEventBus({ Name: name = "" }: DeleteEventBusRequest, { region }: CallContext) {
      if (name === defaultBus) throw invalid(`Cannot delete event bus ${name}.`);
      const bus = store.findBus(region, name);
      if (!bus) return;
      if (store.rules(bus).length > 0)
        throw invalid(`Event bus can't be deleted since it has rules.`);
      store.deleteBus(bus);
    },

    DescribeEventBus: ({ Name }: DescribeEventBusRequest, { region }: CallContext) =>
      describe(store.bus(region, busNameOf(Name))),

    ListEventBuses(input: ListEventBusesRequest, { region }: CallContext) {
      const all = store.buses(region).filter(({ name }) => name.startsWith(input.NamePrefix ?? ""));
      const { items, ...token } = pageOf(all, ({ name }) => name, input);
      return { EventBuses: items.map(listed), ...token };
    },

    PutPermission(input: PutPermissionRequest, { region }: CallContext) {
      const bus = store.bus(region, busNameOf(input.EventBusName));
      const statements =
        input.Policy === undefined ? [...withStatement(bus, input)] : readPolicy(input.Policy);
      if (Buffer.byteLength(policyOf({ ...bus, statements }) ?? "") > largestPolicyBytes)
        throw new ServiceError(
          "PolicyLengthExceededException",
          `The event bus policy is larger than ${largestPolicyBytes} bytes.`,
          400,
        );
      save({ ...bus, statements });
    },

    RemovePermission(input: RemovePermissionRequest, { region }: CallContext) {
      const bus = store.bus(region, busNameOf(input.EventBusName));
      const left = bus.statements.filter(({ Sid }) => Sid !== input.StatementId);
      if (input.RemoveAllPermissions === true) return save({ ...bus, statements: [] });
      if (left.length === bus.statements.length)
        throw notFound("Statement with the provided id does not exist.");
      return save({ ...bus, statements: left });
    },
  };
}

function checkSettings(input: CreateEventBusRequest | UpdateEventBusRequest): void {
  refuseFields("ValidationException", input, notImitated);
  const { Level: level = "OFF" } = input.LogConfig ?? {};
  if (level !== "OFF")
    throw invalid("The local engine does not support LogConfig: buses write no logs.");
  const arn = input.DeadLetterConfig?.Arn;
  if (arn !== undefined && !/^arn:aws[a-z-]*:sqs:/.test(arn))
    throw invalid(`Parameter DeadLetterConfig.Arn is not valid. Reason: ${arn} is no queue.`);
}

function listed(bus: EventBus) {
  const policy = policyOf(bus);
  return {
    Name: bus.name,
    Arn: busArn(bus),
    CreationTime: new Date(bus.createdMs),
    LastModifiedTime: new Date(bus.modifiedMs),
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(policy !== undefined && { Policy: policy }),
  };
}

function describe(bus: EventBus) {
  const { deadLetterArn } = bus;
  return {
    ...listed(bus),
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
  };
}

function policyOf({ statements }: EventBus): string | undefined {
  return statements.length === 0
    ? undefined
    : JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** The bus's statements with the one that a request spells out member by member. */
function withStatement(bus: EventBus, input: PutPermissionRequest): readonly BusStatement[] {
  const { StatementId: sid, Principal: principal, Action: action, Condition: condition } = input;
  if (sid === undefined || principal === undefined || action === undefined)
    throw invalid("Parameters StatementId, Principal and Action must be specified.");
  if (action !== "events:PutEvents")
    throw invalid("Provided value in parameter 'action' is not supported.");
  const statement: BusStatement = {
    Sid: sid,
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { AWS: `arn:aws:iam::${principal}:root` },
    Action: action,
    Resource: busArn(bus),
    ...(condition && {
      Condition: { [condition.Type ?? ""]: { [condition.Key ?? ""]: condition.Value } },
    }),
  };
  return [...bus.statements.filter(({ Sid }) => Sid !== sid), statement];
}

function readPolicy(text: string): readonly BusStatement[] {
  try {
    const { Statement: statement } = JSON.parse(text) as {
      Statement?: BusStatement | BusStatement[];
    };
    const statements = Array.isArray(statement) ? statement : [statement];
    if (statements.length > 0 && statements.every((each) => each?.Effect && each.Action))
      return statements as BusStatement[];
  } catch {
    // Told below, as for what is JSON but no policy.
  }
  throw invalid("Parameter Policy is not valid. Reason: it is not a policy document.");
}
