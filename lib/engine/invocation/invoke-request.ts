import type {
  EventInvokeSettings,
  FunctionChange,
  FunctionVersion,
} from "../lambda/function-version.ts";
import type { ConcurrencyLimits } from "./lease.ts";

export interface InvokeRequest {
  region: string;
  /** A name, partial or full ARN. */
  functionName: string;
  qualifier?: string | undefined;
  /** Whose environments are to run it; only for functions with tenant isolation. */
  tenantId?: string | undefined;
  payload: Uint8Array;
  /** Base64 of JSON, as the caller sent it. */
  clientContext?: string | undefined;
  logTail?: boolean | undefined;
  requestId: string;
  /** The caller's `X-Amzn-Trace-Id`. */
  traceHeader?: string | undefined;
  /** Gets a streamed response piece by piece. */
  onChunk?: ((chunk: Uint8Array, stream: StreamHead) => void) | undefined;
  source: "sync" | "async" | "mapping";
}

/** What is known of a streamed response before it ends. */
export interface StreamHead {
  executedVersion: string;
  contentType: string;
}

export interface InvokeResult {
  statusCode: 200;
  executedVersion: string;
  functionError?: "Unhandled";
  /** AWS's name of the failure; streams tell it at their end. */
  errorType?: string;
  payload: Uint8Array;
  contentType: string;
  /** Base64. */
  logTail?: string;
}

/** What the invocation side asks of the functions; the function store knows it. */
export interface InvokableFunctions extends ConcurrencyLimits {
  resolve(
    region: string,
    functionNameOrArn: string,
    qualifier?: string,
    random?: () => number,
  ): { version: FunctionVersion; qualifier?: string; invokedArn: string };
  regions(): string[];
  /** Whether a chain of calls that keeps coming back to the function is stopped. */
  stopsLoops(region: string, name: string): boolean;
  eventInvokeConfig(region: string, name: string, qualifier?: string): EventInvokeSettings;
  onChange(listener: (change: FunctionChange) => void): () => void;
}
