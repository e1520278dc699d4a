"use client";

import { Send } from "lucide-react";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import {
  firstSent,
  isSigned,
  sendingOf,
  type SentEvents,
  sentProblems,
  type SentResult,
} from "@/lib/model/sent-events";
import type { Trigger } from "@/lib/model/trigger";
import { triggerKey } from "@/lib/model/trigger-identity";
import { SendFields } from "./send-fields";
import { TravelView } from "./travel-view";

/** Puts something into the source, and watches it reach the function. */
export function SendPanel({ trigger }: { trigger: Trigger }) {
  const sending = sendingOf(trigger);
  return (
    <section aria-label="Send" className="flex flex-col gap-3 border-t border-border pt-3">
      <h3 className="text-12 font-semibold">
        {"noun" in sending ? headingOf(sending.noun) : "Send"}
      </h3>
      {"cannot" in sending ? (
        <p className="text-12 text-text-2">{sending.cannot}</p>
      ) : (
        // A route that is moved, or another prefix, is sent something else to begin with.
        <SendForm key={JSON.stringify(firstSent(trigger))} trigger={trigger} noun={sending.noun} />
      )}
    </section>
  );
}

interface Sent extends SentResult {
  atMs: number;
  asked: number;
}

function SendForm({ trigger, noun }: { trigger: Trigger; noun: string }) {
  const { name } = useFunctionAddress();
  const locked = useLocked();
  const [draft, setDraft] = useState<SentEvents>(() => firstSent(trigger));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [sent, setSent] = useState<Sent>();
  const problems = sentProblems(trigger, draft);
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { result, sentAtMs } = await sendJson<{ result: SentResult; sentAtMs: number }>(
        "POST",
        functionPath(name, `/triggers/${encodeURIComponent(triggerKey(trigger))}/messages`),
        draft,
      );
      setSent({ ...result, atMs: sentAtMs, asked: draft.count });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <SendFields
        trigger={trigger}
        noun={noun}
        draft={draft}
        problems={problems}
        locked={locked}
        onChange={setDraft}
      />
      {(trigger.kind === "url" || trigger.kind === "api") && isSigned(trigger) && (
        <p className="text-11 text-text-3">Signed with the credentials of this connection.</p>
      )}
      <span>
        <Button
          icon={Send}
          busy={busy}
          locked={locked}
          disabled={Object.keys(problems).length > 0}
          onClick={() => void send()}
        >
          {noun === "connection"
            ? "Connect and hang up"
            : draft.count === 1
              ? `Send the ${noun}`
              : `Send ${draft.count} ${noun}s`}
        </Button>
      </span>
      {problem && <ProblemView problem={problem} />}
      {sent?.failed && (
        <Note
          tone="danger"
          title={`${sent.failed.count} of ${sent.asked} ${sent.response ? "answered with an error" : "refused"}`}
        >
          {sent.failed.reason}
        </Note>
      )}
      {sent?.conversation && <Conversation {...sent.conversation} />}
      {sent?.response && (
        <div className="flex flex-col gap-1 text-12">
          <span>
            Answered <b>HTTP {sent.response.status}</b>
          </span>
          <pre className="code-text max-h-40 overflow-auto rounded-md bg-surface-2 p-2 whitespace-pre-wrap">
            {sent.response.body || "(an empty body)"}
          </pre>
        </div>
      )}
      {sent && (
        <TravelView
          key={sent.atMs}
          trigger={trigger}
          noun={noun}
          sent={sent.sent}
          sentAtMs={sent.atMs}
        />
      )}
    </>
  );
}

/** What came back over a WebSocket before it was closed. */
function Conversation({ answers, count, closed }: NonNullable<SentResult["conversation"]>) {
  return (
    <div className="flex flex-col gap-1 text-12">
      <span>
        Connected, <b>{count === 1 ? "1 message" : `${count} messages`}</b> came back,{" "}
        {closed
          ? `then the API hung up (${closed.code}${closed.reason ? `, ${closed.reason}` : ""})`
          : "then hung up"}
      </span>
      {answers.length > 0 && (
        <ol aria-label="Messages that came back" className="flex flex-col gap-1">
          {answers.map((text, index) => (
            <li key={index}>
              <pre className="code-text max-h-40 overflow-auto rounded-md bg-surface-2 p-2 whitespace-pre-wrap">
                {text || "(an empty message)"}
              </pre>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function headingOf(noun: string): string {
  if (noun === "connection") return "Connect";
  return /^[aeiou]/.test(noun) ? `Send an ${noun}` : `Send a ${noun}`;
}
