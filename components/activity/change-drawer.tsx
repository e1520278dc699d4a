"use client";

import { Undo2 } from "lucide-react";
import { useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { Button } from "@/components/ui/button";
import { OldNew } from "@/components/ui/confirm-change";
import { CopyButton } from "@/components/ui/copy-button";
import { Drawer } from "@/components/ui/drawer";
import { Link } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { ProblemView } from "@/components/ui/problem-view";
import { canUndo, titleOf, type Change } from "@/lib/model/change";
import { changedMembers } from "@/lib/model/changed-values";
import { formatDateTime } from "@/lib/model/format";
import { ChangeOutcome } from "./change-outcome";

/** Everything the journal knows about one change. */
export function ChangeDrawer({
  change,
  onClose,
  onUndo,
}: {
  change: Change;
  onClose(): void;
  onUndo(): void;
}) {
  const { zone } = useSession();
  const nowMs = useNow(60_000);
  const at = (iso: string) => formatDateTime(Date.parse(iso), zone, nowMs);
  const call = JSON.stringify(change.call, null, 2);
  return (
    <Drawer
      title={titleOf(change)}
      label={`Change ${change.id}`}
      onClose={onClose}
      footer={
        canUndo(change) && (
          <Button icon={Undo2} onClick={onUndo}>
            Undo…
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
          <Pair label="Outcome">
            <ChangeOutcome change={change} />
          </Pair>
          <Pair label="Started">{at(change.startedAt)}</Pair>
          {change.finishedAt && <Pair label="Answered">{at(change.finishedAt)}</Pair>}
          {change.awsRequestId && (
            <Pair label="AWS request">
              <span className="mono">{change.awsRequestId}</span>
            </Pair>
          )}
          <Pair label="Who">{change.who}</Pair>
          <Pair label="Connection">
            {[change.connectionLabel, change.accountId, change.region]
              .filter(Boolean)
              .join(" \u00b7 ")}
          </Pair>
          {change.functionName && (
            <Pair label="Function">
              <Link
                href={`/functions/${encodeURIComponent(change.functionName)}?connection=${encodeURIComponent(change.connectionId)}`}
                className="text-accent hover:underline"
              >
                {change.functionName}
              </Link>
            </Pair>
          )}
          {change.undoes !== undefined && <Pair label="Takes back">change {change.undoes}</Pair>}
          {change.undoneBy !== undefined && <Pair label="Undone by">change {change.undoneBy}</Pair>}
        </dl>
        {change.problem && <ProblemView problem={change.problem} />}
        <ChangedValues change={change} />
        {"impossible" in change.undo && change.outcome === "done" && (
          <Note>{change.undo.impossible}</Note>
        )}
        <section>
          <div className="mb-1 flex items-center justify-between">
            <h3 className="text-12 font-semibold">
              {change.call.service} {change.call.command}
            </h3>
            <CopyButton text={call} label="Copy the call" />
          </div>
          <pre className="code max-h-80 text-11">{JSON.stringify(change.call.input, null, 2)}</pre>
        </section>
        {change.answer !== undefined && change.answer !== null && (
          <section>
            <h3 className="mb-1 text-12 font-semibold">AWS answered</h3>
            <pre className="code max-h-80 text-11">{JSON.stringify(change.answer, null, 2)}</pre>
          </section>
        )}
      </div>
    </Drawer>
  );
}

/** Old and new values that differ. */
export function ChangedValues({
  change,
  reversed = false,
}: {
  change: Change;
  reversed?: boolean;
}) {
  const [from, to] = reversed ? [change.after, change.before] : [change.before, change.after];
  const members = changedMembers(from, to);
  if (members.length === 0) return null;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-12">
      {members.map(({ path, before, after }) => (
        <Pair key={path} label={path === "" ? "value" : path}>
          <OldNew before={before} after={after} />
        </Pair>
      ))}
    </dl>
  );
}

function Pair({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-text-3">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
