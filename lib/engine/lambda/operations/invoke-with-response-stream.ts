import type {
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamResponse,
  InvokeWithResponseStreamResponseEvent,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../http/service.ts";
import { checkClientContext, checkPayload } from "../../invocation/check-request.ts";
import type { InvokeResult, StreamHead } from "../../invocation/invoke-request.ts";
import type { Invoker } from "../../invocation/invoker.ts";

/** InvokeWithResponseStream: chunks as the function writes them, then InvokeComplete with error and log tail. */
export function invokeWithResponseStream(
  invoker: Invoker,
): Operation<InvokeWithResponseStreamCommandInput, InvokeWithResponseStreamResponse> {
  return async (input, { region, requestId, traceHeader }) => {
    const functionName = input.FunctionName ?? "";
    const { Qualifier: qualifier, TenantId: tenantId } = input;
    if (input.InvocationType === "DryRun") {
      invoker.dryRun({ region, functionName, qualifier, tenantId });
      return { StatusCode: 204 };
    }
    const chunks = new ChunkQueue();
    const done = invoker.invoke({
      region,
      functionName,
      qualifier,
      tenantId,
      requestId,
      traceHeader,
      payload: checkPayload(input.Payload, "sync"),
      clientContext: checkClientContext(input.ClientContext),
      logTail: input.LogType === "Tail",
      onChunk: (chunk, head) => chunks.push(chunk, head),
      source: "sync",
    });
    // A refusal is an error of the call; anything later is told within the stream.
    const head = await Promise.race([done, chunks.head]);
    const finished = done.finally(() => chunks.end());
    return {
      StatusCode: 200,
      ExecutedVersion: head.executedVersion,
      ResponseStreamContentType: head.contentType,
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
  #started: (head: StreamHead) => void = () => undefined;

  /** Resolves at the first chunk. */
  readonly head = new Promise<StreamHead>((resolve) => (this.#started = resolve));

  push(chunk: Uint8Array, head: StreamHead): void {
    this.#chunks.push(chunk);
    this.#started(head);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
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
