import { fittingObject } from "./fitting-event";
import type { ApiRoute, FunctionUrl, TopicSubscription } from "./push-triggers";
import type { Trigger } from "./trigger";

/** What is put into a trigger's source from the page. */
export interface SentEvents {
  /** How many, each with its own `${uuid}`. */
  count: number;
  /** The body, the data, the object, the item or the detail. */
  text: string;
  /** Of a message; all are texts. */
  attributes?: { name: string; value: string }[];
  /** Of a FIFO queue. */
  groupId?: string;
  delaySeconds?: number;
  partitionKey?: string;
  objectKey?: string;
  subject?: string;
  eventSource?: string;
  detailType?: string;
  method?: string;
  /** Of a function URL or a route: what comes after its address. */
  path?: string;
  headers?: { name: string; value: string }[];
}

/** What became of it. */
export interface SentResult {
  sent: number;
  /** Ids that the service gave, the first few. */
  ids: string[];
  failed: { count: number; reason: string } | null;
  /** Of a request. */
  response?: { status: number; body: string };
  /** Of a WebSocket: what came back, the first few of it, and how the other end hung up where it did. */
  conversation?: { answers: string[]; count: number; closed?: { code: number; reason: string } };
}

const mostSent = 1_000;
/** Source: "Amazon API Gateway quotas". */
const mostMessageBytes = 128 * 1024;

/** What a trigger's source takes, in a word; undefined where nothing is put in from here, and why. */
export function sendingOf(trigger: Trigger): { noun: string } | { cannot: string } {
  switch (trigger.kind) {
    case "mapping": {
      const [, , service = ""] = trigger.eventSourceArn.split(":");
      const noun = { sqs: "message", kinesis: "record", dynamodb: "item" }[service];
      return noun
        ? { noun }
        : { cannot: "Brokers and clusters are written to by their own clients." };
    }
    case "bucket":
      return trigger.events.some((event) => /ObjectCreated/.test(event))
        ? { noun: "object" }
        : { cannot: "It is told of objects that go or change; nothing is put in for that." };
    case "topic":
      return { noun: "message" };
    case "rule":
      return trigger.eventPattern
        ? { noun: "event" }
        : {
            cannot: "It calls at its times only. The Test page calls the function with its event.",
          };
    case "schedule":
      return {
        cannot: "It calls at its times only. The Test page calls the function with its event.",
      };
    case "url":
      return { noun: "request" };
    case "api":
      if (trigger.protocol !== "WEBSOCKET") return { noun: "request" };
      return { noun: takesMessages(trigger) ? "message" : "connection" };
    default:
      return { cannot: "" };
  }
}

/** Whether a caller must sign: it is done with the connection's own credentials. */
export function isSigned(trigger: FunctionUrl | ApiRoute): boolean {
  return (trigger.kind === "url" ? trigger.authType : trigger.authorization) === "AWS_IAM";
}

/** Of a WebSocket API: two of its routes are called by the connection itself. */
export function takesMessages({ route }: ApiRoute): boolean {
  return route !== "$connect" && route !== "$disconnect";
}

const order = '{ "type": "order.created", "id": "${uuid}" }';

/** What the page offers to send first: something that the trigger lets through. */
export function firstSent(trigger: Trigger): SentEvents {
  switch (trigger.kind) {
    case "mapping":
      if (trigger.eventSourceArn.split(":")[2] === "dynamodb")
        return { count: 1, text: '{ "id": "${uuid}", "status": "paid", "total": 12.5 }' };
      if (trigger.eventSourceArn.split(":")[2] === "kinesis")
        return { count: 1, text: orderFor(trigger.filters[0], "data"), partitionKey: "${uuid}" };
      return {
        count: 1,
        text: orderFor(trigger.filters[0], "body"),
        attributes: [],
        ...(trigger.eventSourceArn.endsWith(".fifo") ? { groupId: "orders" } : { delaySeconds: 0 }),
      };
    case "bucket":
      return {
        count: 1,
        text: "An object put in from Lambdeck",
        objectKey: `${trigger.prefix ?? ""}sample-\${uuid}${trigger.suffix ?? ""}`,
      };
    case "topic":
      return { count: 1, subject: "", ...firstPublished(trigger) };
    case "rule": {
      const { source, "detail-type": detailType, detail } = fittingObject(trigger.eventPattern);
      return {
        count: 1,
        text: withFields(detail, '{ "id": "${uuid}" }'),
        eventSource: typeof source === "string" ? source : "my.shop",
        detailType: typeof detailType === "string" ? detailType : "order.created",
      };
    }
    case "api": {
      if (trigger.protocol === "WEBSOCKET") return firstMessage(trigger);
      const [method = "ANY", path = "/"] = trigger.route.split(" ");
      const isDefault = trigger.route === "$default";
      return {
        count: 1,
        text: "",
        method: isDefault || method === "ANY" ? "GET" : method,
        path: isDefault ? "/" : path.replaceAll(/\{[^}]*\}/g, "1"),
        headers: [],
      };
    }
    default:
      return { count: 1, text: "", method: "GET", path: "/", headers: [] };
  }
}

/** An order that a mapping's filter lets through, which judges a part of each record. */
function orderFor(filter: string | undefined, part: "body" | "data"): string {
  const { [part]: wanted } = fittingObject(filter);
  return withFields(wanted);
}

function withFields(fields: unknown, plain = order): string {
  const has = typeof fields === "object" && fields !== null && Object.keys(fields).length > 0;
  return has ? JSON.stringify({ ...fields, id: "${uuid}" }) : plain;
}

/** A filter policy judges the message or its attributes. */
function firstPublished({ filterPolicy, filterPolicyScope }: TopicSubscription) {
  const fields = fittingObject(filterPolicy);
  if (filterPolicyScope === "MessageBody") return { text: withFields(fields), attributes: [] };
  const attributes = Object.entries(fields)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => ({ name, value: String(value) }));
  return { text: order, attributes };
}

/** One that takes the route, where the API chooses by `action` as new ones do. */
function firstMessage(route: ApiRoute): SentEvents {
  const action = route.route === "$default" ? "" : `"action": ${JSON.stringify(route.route)}, `;
  const text = takesMessages(route) ? `{ ${action}"id": "\${uuid}" }` : "";
  return { count: 1, text, path: "", headers: [] };
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** What is wrong with what shall be sent, by field. */
export function sentProblems(trigger: Trigger, sent: SentEvents): Record<string, string> {
  const problems: Record<string, string> = {};
  if (!Number.isInteger(sent.count) || sent.count < 1 || sent.count > mostSent)
    problems.count = `Send 1 to ${mostSent.toLocaleString("en-US")} at once.`;
  const isHttp = trigger.kind === "url" || trigger.kind === "api";
  if (isHttp && sent.count > 100) problems.count = "Send 1 to 100 requests at once.";
  if (sent.text === "" && !isHttp && trigger.kind !== "bucket")
    problems.text = "Write what is sent.";
  if (sent.delaySeconds !== undefined && !(sent.delaySeconds >= 0 && sent.delaySeconds <= 900))
    problems.delaySeconds = "A message is held back for 0 to 900 s.";
  if (sent.groupId !== undefined && sent.groupId === "")
    problems.groupId = "A message of a FIFO queue belongs to a group.";
  if (sent.objectKey !== undefined && sent.objectKey === "")
    problems.objectKey = "An object needs a key.";
  const needsJson = trigger.kind === "rule" || isTable(trigger);
  if (needsJson && Object.keys(objectOf(sent.text)).length === 0 && sent.text.trim() !== "{}")
    problems.text = "It must be a JSON object.";
  const isSocket = trigger.kind === "api" && trigger.protocol === "WEBSOCKET";
  if (isSocket) {
    if (!/^(\?.*)?$/.test(sent.path ?? "")) problems.path = "A query begins with ?.";
    if (takesMessages(trigger)) {
      if (sent.text === "") problems.text = "Write what is sent.";
      if (new TextEncoder().encode(sent.text).length > mostMessageBytes)
        problems.text = "A message of a WebSocket has at most 128 KB.";
    } else if (sent.count !== 1) problems.count = "One connection is opened at a time.";
  } else if (isHttp && !(sent.path ?? "/").startsWith("/")) problems.path = "A path begins with /.";
  const bad = sent.headers?.find(({ name }) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name));
  if (bad) problems.headers = `${bad.name || "An empty name"} is no name of a header.`;
  return problems;
}

function isTable(trigger: Trigger): boolean {
  return trigger.kind === "mapping" && trigger.eventSourceArn.split(":")[2] === "dynamodb";
}
