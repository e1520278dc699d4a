"use client";

import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { isProduction } from "@/components/connections/is-production";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useLoad } from "@/components/load/use-load";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { useAddressState } from "@/components/shell/use-address-state";
import { Button } from "@/components/ui/button";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { useKeys } from "@/components/ui/use-keys";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest } from "@/lib/model/invoke";
import { fillPlaceholders } from "@/lib/model/sample-events";
import type { SavedEvent } from "@/lib/model/saved-event";
import { DiffDialog } from "./diff-dialog";
import { EventEditor, eventProblem } from "./event-editor";
import { HistoryList } from "./history-list";
import { ResultView } from "./result-view";
import { SaveEventDialog } from "./save-event-dialog";
import { ModeSwitch, readMode, writeMode } from "./mode-switch";
import { contextProblem, firstOptions, TestToolbar } from "./test-toolbar";
import { TemplateList } from "./template-list";
import { type Draft, useDraft } from "./use-draft";
import { readPast, useHistory, useInvocation } from "./use-invocation";
import { changeSavedEvents, eventTextFor, useOwnSources, useSavedEvents } from "./use-sources";

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

type OpenDialog =
  | { kind: "save" }
  | { kind: "rename"; event: SavedEvent }
  | { kind: "diff"; id: number }
  | { kind: "confirm"; request: InvokeRequest };

interface WorkbenchProps {
  detail: FunctionDetail;
  draft: Draft;
  setDraft(draft: Draft): void;
  locked: string | undefined;
  modeSwitch: ReactNode;
}

/** Templates, event, answer and history. */
function Workbench({ detail, draft, setDraft, locked, modeSwitch }: WorkbenchProps) {
  const { connection } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const queries = useQueryClient();
  const [options, setOptions] = useState(firstOptions);
  const { type, streaming, logTail, clientContext } = options;
  const [dialog, setDialog] = useState<OpenDialog>();
  const { shown, invoke, show, clear } = useInvocation(name);
  const history = useHistory(name);
  const saved = useSavedEvents(name);
  const own = useOwnSources(name);

  const problem = eventProblem(draft.text, type) ?? contextProblem(clientContext);
  const isRunning = shown.phase === "running";
  const chosenId = shown.phase === "answered" ? shown.id : undefined;

  const send = (request: InvokeRequest) => {
    if (locked || isRunning) return;
    if (connection && isProduction(connection) && request.type !== "DryRun")
      setDialog({ kind: "confirm", request });
    else void invoke(request);
  };
  const submit = () => {
    if (problem) return;
    send({
      type,
      qualifier,
      payload: fillPlaceholders(draft.text, { nowMs: Date.now(), uuid: () => crypto.randomUUID() }),
      clientContext: clientContext.trim() || undefined,
      logTail,
      streaming: streaming && type === "RequestResponse",
      eventName: (draft.edited ? `${draft.name}, edited` : draft.name).slice(0, 64),
    });
  };
  const withPast = (id: number, use: (past: Awaited<ReturnType<typeof readPast>>) => void) =>
    void readPast(name, id).then(use, (error: unknown) => toast.problem(problemOf(error)));
  const replay = (id: number) => withPast(id, (past) => send(past.request));
  const edit = (id: number) =>
    withPast(id, ({ request }) => {
      setDraft({
        text: request.payload,
        name: request.eventName ?? "From the history",
        edited: false,
      });
      setOptions({ ...options, type: request.type });
    });
  const applySaved = (change: Parameters<typeof changeSavedEvents>[1]) =>
    changeSavedEvents(name, change).then(({ events }) =>
      queries.setQueryData(["saved-events", name], events),
    );
  const save = async (newName: string) => {
    await applySaved({ method: "PUT", name: newName, body: draft.text });
    setDraft({ text: draft.text, name: newName, origin: `saved:${newName}`, edited: false });
  };

  useKeys({
    "mod+enter": submit,
    "mod+s": () => setDialog({ kind: "save" }),
    r: () => (chosenId === undefined ? false : replay(chosenId)),
    d: () => (chosenId === undefined ? false : setDialog({ kind: "diff", id: chosenId })),
    i: submit,
  });
  useStatus({
    keys: [
      [["Ctrl", "\u21b5"], "invoke"],
      [["Ctrl", "S"], "save event"],
      [["R"], "replay"],
      [["D"], "diff"],
    ],
    source: connection && `${connection.label} \u00b7 ${qualifier ?? "$LATEST"}`,
  });

  const templates = (
    <TemplateList
      own={own.samples}
      saved={saved.data ?? []}
      chosen={draft.origin}
      onChoose={(sample) =>
        setDraft({
          text: eventTextFor(sample, detail, sample.service && own.arnOf(sample.service)),
          name: sample.label,
          origin: sample.id,
          edited: false,
        })
      }
      onOpen={(event) => setDraft(draftOf(event))}
      onRename={(event) => setDialog({ kind: "rename", event })}
      onDelete={(event) =>
        void applySaved({ method: "DELETE", name: event.name }).then(
          () =>
            toast.done(`Deleted ${event.name}`, {
              action: {
                label: "Undo",
                onClick: () =>
                  void applySaved({ method: "PUT", name: event.name, body: event.body }),
              },
            }),
          (error: unknown) => toast.problem(problemOf(error)),
        )
      }
    />
  );
  const historyList = (
    <HistoryList
      entries={history.data ?? []}
      chosen={chosenId}
      locked={locked}
      onChoose={(id) => withPast(id, show)}
      onReplay={replay}
      onEdit={edit}
      onDiff={(id) => setDialog({ kind: "diff", id })}
    />
  );

  return (
    <>
      <TestToolbar
        modeSwitch={modeSwitch}
        options={options}
        onChange={setOptions}
        templates={templates}
        history={historyList}
        historyCount={history.data?.length ?? 0}
        invoke={{ problem, locked, isRunning, submit }}
        onSave={() => setDialog({ kind: "save" })}
      />
      <div className="test-grid grid min-h-0 flex-1 grid-cols-[168px_minmax(0,1fr)_minmax(0,1.06fr)_222px] max-lg:grid-cols-2 max-md:flex max-md:flex-col max-md:overflow-y-auto">
        <section
          aria-label="Templates"
          className="flex min-h-0 flex-col overflow-hidden border-r border-border max-lg:hidden"
        >
          <ColumnTitle title="Templates" />
          {templates}
        </section>
        <EventEditor
          text={draft.text}
          onChange={(text) => setDraft({ ...draft, text, edited: true })}
          name={draft.name}
          edited={draft.edited}
          type={type}
          onSubmit={submit}
          onSave={() => setDialog({ kind: "save" })}
        />
        <section
          aria-label="Result"
          className="flex min-h-0 min-w-0 flex-col border-r border-border max-md:min-h-80"
        >
          <ResultView shown={shown} detail={detail} />
        </section>
        <section
          aria-label="History"
          className="flex min-h-0 flex-col overflow-hidden max-lg:hidden"
        >
          <ColumnTitle title="History" detail={history.data && String(history.data.length)}>
            {(history.data?.length ?? 0) > 0 && (
              <Button size="small" kind="ghost" onClick={() => void clear()}>
                Clear
              </Button>
            )}
          </ColumnTitle>
          {history.error ? (
            <div className="p-2">
              <ProblemView problem={problemOf(history.error)} />
            </div>
          ) : (
            historyList
          )}
        </section>
      </div>
      {dialog?.kind === "save" && (
        <SaveEventDialog
          title="Save this event"
          action="Save"
          taken="replace"
          name={draft.name}
          takenNames={(saved.data ?? []).map((event) => event.name)}
          onSave={save}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "rename" && (
        <SaveEventDialog
          title={`Rename ${dialog.event.name}`}
          action="Rename"
          taken="refuse"
          name={dialog.event.name}
          takenNames={(saved.data ?? []).map((event) => event.name)}
          onSave={(newName) => applySaved({ method: "PATCH", name: dialog.event.name, newName })}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "diff" && (
        <DiffDialog
          functionName={name}
          entries={history.data ?? []}
          id={dialog.id}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog?.kind === "confirm" && (
        <ConfirmChange
          open
          onOpenChange={() => setDialog(undefined)}
          title={`Invoke ${name} on ${connection?.label}?`}
          values={[]}
          action="Invoke"
          onConfirm={async () => void invoke(dialog.request)}
        >
          <p className="text-12 text-text-2">
            This connection counts as production. The function runs with its real role and does what
            this event asks of it; that cannot be undone.
          </p>
        </ConfirmChange>
      )}
    </>
  );
}

function ColumnTitle({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: string;
  children?: ReactNode;
}) {
  return (
    <h2 className="flex h-9.5 flex-none items-center gap-1.5 border-b border-border px-2.5 text-12 font-semibold">
      {title}
      <span className="flex-1 font-normal text-text-3">{detail}</span>
      {children}
    </h2>
  );
}

function draftOf(event: SavedEvent): Draft {
  return { text: event.body, name: event.name, origin: `saved:${event.name}`, edited: false };
}
