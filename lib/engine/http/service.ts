import type { WireRequest } from "./codec.ts";
import type { ConstraintTable } from "./validate-input.ts";

/** What one call knows about its caller, beside its input. */
export interface CallContext {
  requestId: string;
  region: string;
  accountId: string;
  accessKeyId: string;
  /** `http://127.0.0.1:PORT` as the caller reached the engine. */
  endpoint: string;
  /** The caller's `X-Amzn-Trace-Id`. */
  traceHeader?: string;
  /** Aborted when the caller hangs up. */
  signal: AbortSignal;
}

/**
 * One AWS operation. The input is the decoded request with the SDK's member names (times as Date,
 * blobs as Uint8Array); the output has the same shape as the SDK's output. An event-stream member is
 * an async iterable of `{memberName: value}`.
 */
export type Operation<Input = never, Output = unknown> = (
  input: Input,
  context: CallContext,
) => Output | Promise<Output>;

export interface RefusedOperation {
  /** Why the engine does not do this; a sentence a user can read. */
  refused: string;
}

export type Protocol =
  | "restJson1"
  | "awsJson1.0"
  | "awsJson1.1"
  | "awsQuery"
  | "rpcv2Cbor"
  | "awsCbor1.1"
  | "restXml";

export interface Service {
  /** The short name in the SDK package: lambda, cloudwatch, cloudwatch-logs, sqs, sts, iam. */
  id: string;
  /** The name in the SigV4 credential scope: lambda, monitoring, logs, sqs, sts, iam. */
  signingName: string;
  /**
   * Loads the SDK client package's exports, whose `Name$` schemas drive the codecs. Of all services together they would
   * be half of what the engine loads to start, so each comes with the first call.
   */
  schemas(): Promise<Record<string, unknown>>;
  /** First is the one today's JavaScript SDK speaks; the others are spoken by older or other clients. */
  protocols: readonly Protocol[];
  /** `GraniteServiceVersion20100801` and the like, for the JSON target header. */
  targetPrefix?: string;
  /** The API version of the Query protocol's form and of its XML namespace. */
  queryVersion?: string;
  xmlNamespace?: string;
  /** Checked before an operation is called; the facts are AWS's own. */
  constraints?: ConstraintTable;
  /** The error code of a failed constraint: ValidationException unless the service says otherwise. */
  validationErrorCode?: string;
  /** Throws for a request that must not reach its operation; called before it is decoded. */
  admit?(request: WireRequest): void;
  operations: Readonly<Record<string, Operation | RefusedOperation>>;
  /** Why the operations of the SDK that `operations` does not name are refused, where there are any. */
  others?: string;
  /** What the operations do otherwise than AWS's, and why: sentences for the documentation. */
  differences?: readonly string[];
}

/** An error as AWS would answer it. `code` is AWS's name for it, `message` AWS's words. */
export class ServiceError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status; the schema's own status is used when this is left out. */
    readonly status?: number,
    /** Further members of the error's shape: Reason, Type, retryAfterSeconds... */
    readonly fields: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}
