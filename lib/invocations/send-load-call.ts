import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { errorCode, isThrottle } from "@/lib/aws/error-kind";
import { functionErrorOf } from "@/lib/model/invoke";
import type { CallAnswer } from "@/lib/model/load-result";
import { ProblemError } from "@/lib/model/problem";
import { gbSecondsOf, readTail } from "./read-tail";

export interface LoadCall {
  functionName: string;
  qualifier?: string;
  payload: string;
}

/** Invokes once, without repeating, and says what came of it. Rejects only when the signal is aborted. */
export async function sendLoadCall(
  lambda: LambdaClient,
  { functionName, qualifier, payload }: LoadCall,
  signal: AbortSignal,
): Promise<CallAnswer> {
  try {
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: functionName,
        Qualifier: qualifier,
        Payload: new TextEncoder().encode(payload),
        LogType: "Tail",
      }),
      { abortSignal: signal },
    );
    const { report } = readTail(answer.LogResult);
    const cold = report && report.initDurationMs !== undefined;
    const ran = {
      cold,
      ranMs: report && (report.initDurationMs ?? 0) + (report.durationMs ?? 0),
      billedMs: report?.billedDurationMs,
      billedGbSeconds: report && gbSecondsOf(report),
    };
    if (!answer.FunctionError) return { outcome: cold ? "cold" : "warm", ...ran };
    const body = new TextDecoder().decode(answer.Payload ?? new Uint8Array());
    const error = functionErrorOf({ functionError: answer.FunctionError, payload: body });
    return { outcome: "error", reason: error?.type ?? answer.FunctionError, ...ran };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof ProblemError) return { outcome: "error", reason: error.problem.title };
    const code = systemCode(error) ?? errorCode(error) ?? "unknown";
    if (!isThrottle(error)) return { outcome: "error", reason: code };
    const reason: unknown = Reflect.get(error as object, "Reason");
    return { outcome: "throttled", reason: typeof reason === "string" ? reason : code };
  }
}

/** Of errors of the network: `ECONNREFUSED`, which says more than their name. */
function systemCode(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
