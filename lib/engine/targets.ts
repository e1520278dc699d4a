import type { OutgoingMessage } from "./sqs/message.ts";

/** An event that one service hands to another one's function. */
export interface FunctionCall {
  region: string;
  functionName: string;
  payload: Uint8Array;
  requestId: string;
  traceHeader?: string | undefined;
}

/** What a topic is given; attributes as messages of queues have them. */
export interface TopicMessage {
  message: string;
  subject?: string | undefined;
  messageAttributes?: OutgoingMessage["messageAttributes"];
  messageGroupId?: string | undefined;
  messageDeduplicationId?: string | undefined;
  traceHeader?: string | undefined;
}

/** An event for a bus; the bus gives it its id and time. */
export interface BusEntry {
  source: string;
  detailType: string;
  detail: object;
  resources: readonly string[];
}

/**
 * Where services bring what they have for others: rules, schedules, buckets, mappings and asynchronous events all
 * use it. Every method throws when the target does not take it; what has returned is on disk.
 */
export interface Targets {
  /** Puts an event into a function's asynchronous queue. */
  invokeFunction(call: FunctionCall): void;
  sendMessage(queueArn: string, message: OutgoingMessage): void;
  publish(topicArn: string, message: TopicMessage): void;
  putEvent(busArn: string, entry: BusEntry): void;
  putRecord(streamArn: string, record: { data: string; partitionKey: string }): void;
  /** Begins an execution of a state machine. */
  startExecution(stateMachineArn: string, input: string): void;
  putObject(bucketArn: string, key: string, text: string): Promise<void>;
  /** Whether there is a queue, a topic, a bus, a stream or a bucket of this ARN. */
  exists(arn: string): boolean;
  /** The policy of a queue or topic; undefined where there is none of this ARN. */
  policyOf(arn: string): string | undefined;
}
