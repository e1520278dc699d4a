import type {
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCommandOutput,
  InvokeWithResponseStreamResponseEvent,
} from "@aws-sdk/client-lambda";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { Operation } from "../../http/service.ts";
import { checkClientContext, checkPayload } from "../../invocation/check-request.ts";
import type { InvokeResult, Invoker } from "../../invocation/invoker.ts";
import { bytesOf } from "./invoke.ts";

/** InvokeWithResponseStream: chunks as the function writes them, then InvokeComplete with error and log tail. */
export function invokeWithResponseStream(
  invoker: Invoker,
): Operation<
  InvokeWithResponseStreamCommandInput,
  Omit<InvokeWithResponseStreamCommandOutput, "$metadata">
> {
  return async (input, { region, requestId, traceHeader }) => {
    refuseFields("InvalidParameterValueException", input, {
      TenantId: "tenant isolation is not imitated",
    });
    const functionName = input.FunctionName ?? "";
    const qualifier = input.Qualifier;
    if (input.InvocationType === "DryRun")
      return {
        StatusCode: 204,
        ExecutedVersion: invoker.dryRun({ region, functionName, qualifier }),
      };
    const chunks = new ChunkQueue();
    const done = invoker.invoke({
      region,
      functionName,
      qualifier,
      requestId,
      traceHeader,
      payload: checkPayload(bytesOf(input.Payload), "sync"),
      clientContext: checkClientContext(input.ClientContext),
      logTail: input.LogType === "Tail",
      onChunk: (chunk) => chunks.push(chunk),
      source: "sync",
    });
    // A refusal is an error of the call; anything later is told within the stream.
    const first = await Promise.race([done, chunks.arrived()]);
    const finished = done.finally(() => chunks.end());
    const version = first?.executedVersion ?? invoker.dryRun({ region, functionName, qualifier });
    return {
      StatusCode: 200,
      ExecutedVersion: version,
      ResponseStreamContentType: first?.contentType ?? "application/octet-stream",
      EventStream: events(chunks, finished),
    };
  };
}

async function* events(
  chunks: ChunkQueue,
  done: Promise<InvokeResult>,
): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  let streamed = false;
  for await (const Payload of chunks.all()) {
    streamed = true;
    yield { PayloadChunk: { Payload } };
  }
  const result = await done;
  const failed = result.functionError !== undefined;
  if (!streamed && !failed && result.payload.byteLength > 0)
    yield { PayloadChunk: { Payload: result.payload } };
  yield {
    InvokeComplete: {
      ...(failed && {
        ErrorCode: result.errorType ?? "Unhandled",
        ErrorDetails: Buffer.from(result.payload).toString("utf8"),
      }),
      ...(result.logTail !== undefined && { LogResult: result.logTail }),
    },
  };
}

/** Chunks between a function that writes and a caller that reads. */
class ChunkQueue {
  #chunks: Uint8Array[] = [];
  #ended = false;
  #wake: () => void = () => undefined;

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Resolves at the first chunk. */
  async arrived(): Promise<undefined> {
    while (this.#chunks.length === 0 && !this.#ended) await this.#something();
  }

  async *all(): AsyncGenerator<Uint8Array> {
    for (;;) {
      yield* this.#chunks.splice(0);
      if (this.#chunks.length > 0) continue;
      if (this.#ended) return;
      await this.#something();
    }
  }

  #something(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}
