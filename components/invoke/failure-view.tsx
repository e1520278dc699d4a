"use client";

import { Link } from "@/components/ui/link";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { functionErrorOf, type InvokeResult } from "@/lib/model/invoke";
import { type Advice, failureAdvice } from "@/lib/model/invoke-advice";
import { placeOfFrame } from "@/lib/model/stack-frame";
import { NextSteps } from "./next-steps";

/** What the function's error says, what it means, and what to do about it. */
export function FailureView({
  result,
  detail,
  ...actions
}: {
  result: InvokeResult;
  detail: FunctionDetail;
  onSendAgain(): void;
  onSendBuffered(): void;
  locked: string | undefined;
}) {
  const error = functionErrorOf(result);
  const advice: Advice | undefined = failureAdvice(result, detail);
  if (!error || !advice) return null;
  return (
    <section
      aria-label="Error"
      className="flex flex-col gap-2 border-b border-border px-3 py-2.5 text-12"
    >
      <h2 className="font-semibold text-danger">{advice.title}</h2>
      {advice.because && <p>{advice.because}</p>}
      <p className={`break-words whitespace-pre-wrap ${advice.because ? "text-text-2" : ""}`}>
        {error.message}
      </p>
      {error.stack.length > 0 && (
        <ol className="code text-11">
          {error.stack.map((frame, index) => (
            <li key={index} className="whitespace-pre-wrap">
              <Frame text={frame.replace(/\n$/, "")} functionName={detail.name} />
            </li>
          ))}
        </ol>
      )}
      <NextSteps steps={advice.steps} {...actions} />
    </section>
  );
}

/** A frame in the function's own code leads to its line there. */
function Frame({ text, functionName }: { text: string; functionName: string }) {
  const place = placeOfFrame(text);
  if (!place) return text;
  return (
    <Link
      className="text-accent hover:underline"
      href={`/functions/${encodeURIComponent(functionName)}/code?file=${encodeURIComponent(place.file)}&line=${place.line}`}
    >
      {text}
    </Link>
  );
}
