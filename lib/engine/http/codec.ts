import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { OperationPlan } from "./plan.ts";
import type { ServiceError } from "./service.ts";

/** A request whose body has arrived. */
export interface WireRequest {
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Empty where `stream` is given. */
  body: Uint8Array;
  /** The body of an operation that takes it as it comes. */
  stream?: IncomingMessage;
}

/** Values of a path's labels by member name, percent-decoded. */
export type Labels = Readonly<Record<string, string>>;

export interface WireReply {
  status: number;
  headers: Record<string, string>;
  /** An event stream's frames when it is an async iterable. */
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

export type Input = Record<string, unknown>;

/** Translates between one protocol and the SDK's shapes. */
export interface Codec {
  /** Throws ServiceError SerializationException when the request cannot be read. */
  decode(operation: OperationPlan, request: WireRequest, labels: Labels): Input;
  encode(operation: OperationPlan, output: unknown, requestId: string): WireReply;
  /** `operation` is absent when the request named none that exists. */
  encodeError(error: WireError, requestId: string): WireReply;
}

/** An error with what the codecs need to know to word it. */
export interface WireError {
  error: ServiceError;
  status: number;
  /** `Sender` for the caller's mistakes, `Receiver` for the service's. */
  fault: "Sender" | "Receiver";
  operation?: OperationPlan;
  service?: OperationPlan["service"];
}
