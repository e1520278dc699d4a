"use client";

import { type ReactNode, useState } from "react";
import { isProduction } from "@/components/connections/is-production";
import { useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { useStatus } from "@/components/shell/status";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import { useKeys } from "@/components/ui/use-keys";
import { eventProblem } from "@/lib/model/event-problem";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest, PastInvocationDetail } from "@/lib/model/invoke";
import { readyToSend } from "@/lib/model/placeholders";
import { EventEditor } from "./event-editor";
import { HistoryList } from "./history-list";
import { ResultView } from "./result-view";
import { TemplateList } from "./template-list";
import { contextProblem, firstOptions, TestToolbar } from "./test-toolbar";
import type { Draft } from "./use-draft";
import { readPast, useHistory, useInvocation } from "./use-invocation";
import { useKeptEvents } from "./use-kept-events";
import { eventTextFor, useOwnSamples } from "./use-sources";
import { type OpenDialog, WorkbenchDialog } from "./workbench-dialog";

export interface WorkbenchProps {
  detail: FunctionDetail;
  draft: Draft;
  setDraft(draft: Draft): void;
  /** Why nothing can be sent now. */
  locked: string | undefined;
  modeSwitch: ReactNode;
}

/** Templates, event, answer and history. */
export function Workbench({ detail, draft, setDraft, locked, modeSwitch }: WorkbenchProps) {
  const { connection } = useSession();
  const { name, qualifier } = useFunctionAddress();
  const [options, setOptions] = useState(firstOptions);
  const { type, streaming, logTail, clientContext } = options;
  const [dialog, setDialog] = useState<OpenDialog>();
  const { shown, invoke, show, clear } = useInvocation(name);
  const history = useHistory(name);
  const kept = useKeptEvents(name);
  const own = useOwnSamples(name);

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
      payload: readyToSend(draft.text, { nowMs: Date.now(), uuid: () => crypto.randomUUID() }),
      clientContext: clientContext.trim() || undefined,
      logTail,
      streaming: streaming && type === "RequestResponse",
      eventName: (draft.edited ? `${draft.name}, edited` : draft.name).slice(0, 64),
    });
  };
  const withPast = (id: number, use: (past: PastInvocationDetail) => void) =>
    void readPast(name, id).then(use, (error: unknown) => toast.problem(problemOf(error)));
  const replay = (id: number) => withPast(id, (past) => send(past.request));
  const edit = (id: number) =>
    withPast(id, ({ request }) => {
      const { payload: text, eventName } = request;
      setDraft({ text, name: eventName ?? "From the history", edited: false });
      setOptions({
        type: request.type,
        streaming: request.streaming,
        logTail: request.logTail,
        clientContext: request.clientContext ?? "",
      });
    });

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
      own={own}
      saved={kept.saved}
      shared={kept.shared}
      chosen={draft.origin}
      locked={locked}
      onChoose={(sample, ownSample) =>
        setDraft({
          text: eventTextFor(sample, detail, ownSample?.sourceArns ?? arnsFor(sample.service, own)),
          name: sample.label,
          origin: sample.id,
          edited: false,
        })
      }
      onOpen={({ kind, event }) => {
        setDraft({
          text: event.body,
          name: event.name,
          origin: `${kind}:${event.name}`,
          edited: false,
        });
        if (kind === "shared" && event.type) setOptions({ ...options, type: event.type });
      }}
      onRename={(event) => setDialog({ kind: "rename", kept: event })}
      onDelete={kept.remove}
    />
  );
  const historyList = (
    <HistoryList
      functionName={name}
      entries={history.data ?? []}
      problem={history.error ? problemOf(history.error) : undefined}
      chosen={chosenId}
      locked={locked}
      onChoose={(id) => withPast(id, show)}
      onReplay={replay}
      onEdit={edit}
      onDiff={(id) => setDialog({ kind: "diff", id })}
      onExport={(id) => setDialog({ kind: "export", id })}
      onClear={() => void clear()}
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
        <Column title="Templates">{templates}</Column>
        <EventEditor
          draft={draft}
          onChange={(text) => setDraft({ ...draft, text, edited: true })}
          onFile={(event) => setDraft({ ...event, edited: false })}
          type={type}
          batchSize={own.find(({ sample }) => sample.id === draft.origin)?.batchSize}
          onSubmit={submit}
          onSave={() => setDialog({ kind: "save" })}
        />
        <section
          aria-label="Result"
          className="flex min-h-0 min-w-0 flex-col border-r border-border max-md:min-h-80"
        >
          <ResultView shown={shown} detail={detail} locked={locked} onSend={send} />
        </section>
        <Column title="History" detail={history.data && String(history.data.length)}>
          {historyList}
        </Column>
      </div>
      {dialog && (
        <WorkbenchDialog
          dialog={dialog}
          detail={detail}
          draft={draft}
          kept={kept}
          entries={history.data ?? []}
          sharedLocked={kept.shared.problem?.title ?? locked}
          onSave={async (newName, keeper) => {
            await kept.save(keeper, { name: newName, body: draft.text, type });
            setDraft({ ...draft, name: newName, origin: `${keeper}:${newName}`, edited: false });
          }}
          onInvoke={(request) => void invoke(request)}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

/** The first own source of a service, for a template that is chosen from all of them. */
function arnsFor(
  service: string | undefined,
  own: readonly { sample: { service?: string }; sourceArns: string[] }[],
): string[] {
  return own.find(({ sample }) => sample.service === service)?.sourceArns ?? [];
}

/** A column at the side, which is a popover of the toolbar on narrow screens. */
function Column({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="flex min-h-0 flex-col overflow-hidden border-r border-border last:border-r-0 max-lg:hidden"
    >
      <h2 className="flex h-9.5 flex-none items-center gap-1.5 border-b border-border px-2.5 text-12 font-semibold">
        {title}
        <span className="flex-1 font-normal text-text-3">{detail}</span>
      </h2>
      {children}
    </section>
  );
}
