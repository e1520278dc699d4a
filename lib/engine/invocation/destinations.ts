import { randomUUID } from "node:crypto";
import { storageFailure } from "../store/storage-failure.ts";
import type { Targets } from "../targets.ts";
import type { InvokeRequest, InvokeResult } from "./invoke-request.ts";
import type { InvocationMetrics, MetricSubject } from "./invocation-metrics.ts";

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

/** Sends what came of asynchronous events to functions, queues, topics, buses and buckets. */
export class Destinations {
  constructor(
    private readonly options: {
      targets: Omit<Targets, "invokeFunction">;
      warn: (message: string) => void;
    },
    private readonly metrics: InvocationMetrics,
    private readonly enqueue: (request: Omit<InvokeRequest, "source">) => void,
  ) {}

  /** Delivers the record of a settled event to an on-success or on-failure destination. */
  deliver(targetArn: string, event: SettledEvent): Promise<void> {
    return this.#try("DestinationDeliveryFailures", targetArn, event, () =>
      this.#bring(targetArn, event),
    );
  }

  /** Sends the event itself to the function's dead-letter queue or topic, with the error as attributes. */
  deadLetter(targetArn: string, event: SettledEvent): Promise<void> {
    return this.#try("DeadLetterErrors", targetArn, event, () => {
      const { targets } = this.options;
      const { traceHeader } = event;
      const text = Buffer.from(event.payload).toString("utf8");
      const message = errorMessageOf(event);
      const messageAttributes = {
        RequestID: { DataType: "String", StringValue: event.requestId },
        ErrorCode: { DataType: "Number", StringValue: event.result ? "200" : "429" },
        ...(message !== "" && { ErrorMessage: { DataType: "String", StringValue: message } }),
      };
      if (serviceOf(targetArn) === "sns")
        return targets.publish(targetArn, { message: text, messageAttributes, traceHeader });
      return targets.sendMessage(targetArn, { body: text, messageAttributes, ...carried(event) });
    });
  }

  #bring(targetArn: string, event: SettledEvent): void | Promise<void> {
    const { targets } = this.options;
    const { traceHeader } = event;
    const record = recordOf(event);
    const text = JSON.stringify(record);
    switch (serviceOf(targetArn)) {
      case "sqs":
        return targets.sendMessage(targetArn, { body: text, ...carried(event) });
      case "sns":
        return targets.publish(targetArn, { message: text, traceHeader });
      case "lambda":
        return this.enqueue({
          region: targetArn.split(":")[3] ?? "",
          functionName: targetArn,
          payload: Buffer.from(text),
          requestId: randomUUID(),
          traceHeader,
        });
      case "events":
        return targets.putEvent(targetArn, {
          source: "lambda",
          detailType: `Lambda Function Invocation Result - ${event.condition === "Success" ? "Success" : "Failure"}`,
          detail: record,
          resources: [targetArn, event.functionArn],
        });
      case "s3":
        return targets.putObject(targetArn, objectKey(event), text);
      default:
        throw new Error(`results are not delivered to ${targetArn}`);
    }
  }

  async #try(
    metric: "DestinationDeliveryFailures" | "DeadLetterErrors",
    targetArn: string,
    { subject, requestId, nowMs }: SettledEvent,
    send: () => void | Promise<void>,
  ): Promise<void> {
    try {
      await send();
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
function carried({ traceHeader }: SettledEvent): { attributes?: Record<string, string> } {
  return traceHeader === undefined ? {} : { attributes: { AWSTraceHeader: traceHeader } };
}

function serviceOf(arn: string): string | undefined {
  return arn.split(":")[2];
}

/** Where AWS puts a record in a bucket (Lambda developer guide, "Adding a destination"). */
function objectKey({ subject, nowMs }: SettledEvent): string {
  return `aws/lambda/async/${subject.functionName}/${timedKey(nowMs)}`;
}

/** `2024/09/22/2024-09-22T21.10.01-UUID` */
export function timedKey(nowMs: number): string {
  const time = new Date(nowMs).toISOString().slice(0, 19);
  return `${time.slice(0, 10).replaceAll("-", "/")}/${time.replaceAll(":", ".")}-${randomUUID()}`;
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
