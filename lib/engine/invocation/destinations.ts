import { randomUUID } from "node:crypto";
import { storageFailure } from "../store/storage-failure.ts";
import type { InvokeRequest, InvokeResult } from "./invoke-request.ts";
import type { InvocationMetrics, MetricSubject } from "./invocation-metrics.ts";

export interface DestinationQueues {
  send(
    queueArn: string,
    message: {
      body: string;
      messageAttributes?: Record<string, { DataType: string; StringValue: string }>;
      attributes?: Record<string, string>;
    },
  ): unknown;
}

/** An event that has come to its end, well or not. */
export interface SettledEvent {
  subject: MetricSubject;
  requestId: string;
  /** With its qualifier: the version or alias that was invoked. */
  functionArn: string;
  payload: Uint8Array;
  condition: "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";
  invokeCount: number;
  /** The last answer; absent when the function never ran. */
  result?: InvokeResult | undefined;
  /** Of the chain of calls that it belongs to, by which loops are found. */
  traceHeader?: string | undefined;
  nowMs: number;
}

const requestedErrorBytes = 1024;

/** Sends what came of asynchronous events to queues and functions; other targets are refused by name. */
export class Destinations {
  constructor(
    private readonly options: { queues: DestinationQueues; warn: (message: string) => void },
    private readonly metrics: InvocationMetrics,
    private readonly enqueue: (request: Omit<InvokeRequest, "source">) => void,
  ) {}

  /** Delivers the record of a settled event to an on-success or on-failure destination. */
  deliver(targetArn: string, event: SettledEvent): void {
    const record = JSON.stringify(recordOf(event));
    this.#try("DestinationDeliveryFailures", targetArn, event, () => {
      if (serviceOf(targetArn) === "sqs")
        this.options.queues.send(targetArn, { body: record, ...traceOf(event) });
      else if (serviceOf(targetArn) === "lambda")
        this.enqueue({
          region: targetArn.split(":")[3] ?? "",
          functionName: targetArn,
          payload: Buffer.from(record),
          requestId: randomUUID(),
          traceHeader: event.traceHeader,
        });
      else throw unsupported(targetArn);
    });
  }

  /** Sends the event itself to the function's dead-letter queue, with the error as attributes. */
  deadLetter(targetArn: string, event: SettledEvent): void {
    this.#try("DeadLetterErrors", targetArn, event, () => {
      if (serviceOf(targetArn) !== "sqs") throw unsupported(targetArn);
      const message = errorMessageOf(event);
      this.options.queues.send(targetArn, {
        body: Buffer.from(event.payload).toString("utf8"),
        ...traceOf(event),
        messageAttributes: {
          RequestID: { DataType: "String", StringValue: event.requestId },
          ErrorCode: { DataType: "Number", StringValue: event.result ? "200" : "429" },
          ...(message !== "" && { ErrorMessage: { DataType: "String", StringValue: message } }),
        },
      });
    });
  }

  #try(
    metric: "DestinationDeliveryFailures" | "DeadLetterErrors",
    targetArn: string,
    { subject, requestId, nowMs }: SettledEvent,
    send: () => void,
  ): void {
    try {
      send();
    } catch (error) {
      // The sender waits for the disk and tries again.
      if (storageFailure(error) !== undefined) throw error;
      this.metrics.asynchronous(subject, metric, 1, nowMs);
      const why = error instanceof Error ? error.message : String(error);
      this.options.warn(
        `The result of event ${requestId} of ${subject.functionName} could not be sent to ${targetArn}: ${why}`,
      );
    }
  }
}

/** The system attribute of a message that carries the trace on. */
function traceOf({ traceHeader }: SettledEvent): { attributes?: Record<string, string> } {
  return traceHeader === undefined ? {} : { attributes: { AWSTraceHeader: traceHeader } };
}

function serviceOf(arn: string): string | undefined {
  return arn.split(":")[2];
}

function unsupported(arn: string): Error {
  return new Error(`the local engine delivers to SQS and Lambda only, not to ${serviceOf(arn)}`);
}

function errorMessageOf({ result }: SettledEvent): string {
  const body = result && parsed(result.payload);
  const message =
    typeof body === "object" && body !== null && "errorMessage" in body ? body.errorMessage : "";
  return Buffer.from(String(message ?? ""))
    .subarray(0, requestedErrorBytes)
    .toString("utf8");
}

/** The record AWS delivers, version 1.0. */
function recordOf(event: SettledEvent) {
  const { result } = event;
  return {
    version: "1.0",
    timestamp: new Date(event.nowMs).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: event.functionArn,
      condition: event.condition,
      approximateInvokeCount: event.invokeCount,
    },
    requestPayload: parsed(event.payload),
    ...(result && {
      responseContext: {
        statusCode: result.statusCode,
        executedVersion: result.executedVersion,
        ...(result.functionError && { functionError: result.functionError }),
      },
      responsePayload: parsed(result.payload),
    }),
  };
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return Buffer.from(payload).toString("utf8");
  }
}
