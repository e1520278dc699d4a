"use client";

import dynamic from "next/dynamic";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useLoad } from "@/components/load/use-load";
import { useSession } from "@/components/shell/session";
import { useAddressState } from "@/components/shell/use-address-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { eventProblem } from "@/lib/model/event-problem";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { ModeSwitch, readMode, writeMode } from "./mode-switch";
import { useDraft } from "./use-draft";
import { useHistory } from "./use-invocation";
import { Workbench } from "./workbench";

/** The Test page of one function: one event and its answer, or many calls. */
export function TestView() {
  const { data: detail } = useFunction();
  return detail ? <Modes key={detail.arn} detail={detail} /> : <SkeletonRows />;
}

const LoadPanel = dynamic(() => import("@/components/load/load-panel"), {
  ssr: false,
  loading: () => <SkeletonRows />,
});

function Modes({ detail }: { detail: FunctionDetail }) {
  const { connection } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const [draft, setDraft] = useDraft(name);
  const [mode, setMode] = useAddressState(readMode, writeMode);
  const load = useLoad(name);
  const history = useHistory(name);
  const locked =
    connection?.writable === false
      ? "This connection is read-only. Unlock it in the top bar to invoke."
      : undefined;
  const modeSwitch = <ModeSwitch mode={mode} onChange={setMode} />;
  if (mode === "single")
    return (
      <Workbench
        detail={detail}
        draft={draft}
        setDraft={setDraft}
        locked={locked}
        modeSwitch={modeSwitch}
      />
    );
  return (
    <>
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-border px-4 py-1.5">
        {modeSwitch}
        <span className="text-12 text-text-3">
          Request and response, with log tail. Each call is sent once.
        </span>
      </div>
      <LoadPanel
        detail={detail}
        qualifier={qualifier}
        load={load}
        event={{
          name: draft.edited ? `${draft.name}, edited` : draft.name,
          text: draft.text,
          problem: eventProblem(draft.text, "RequestResponse"),
          onEdit: () => setMode("single"),
        }}
        history={history.data ?? []}
        locked={locked}
      />
    </>
  );
}
