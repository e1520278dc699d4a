"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath, useFunctionAddress } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import {
  type AsyncDestinations,
  destinationLines,
  destinationProblems,
} from "@/lib/model/async-destinations";
import type { Change } from "@/lib/model/change";
import { DestinationField } from "./forms/destination-field";
import { NumberRow } from "./forms/form-rows";
import { useKeptDraft } from "./use-kept-draft";

/** Where results and failures of asynchronous calls go: of the function, or of the alias that is chosen above. */
export function DestinationsDrawer({ onClose }: { onClose(): void }) {
  const { name, qualifier } = useFunctionAddress();
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const queryKey = ["destinations", connectionId, name, qualifier ?? ""];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      getJson<AsyncDestinations>(functionPath(name, "/destinations"), { qualifier }, signal),
    enabled: connectionId !== undefined,
  });
  if (data)
    return (
      <Destinations
        key={qualifier ?? ""}
        saved={data}
        onSaved={(next) => queries.setQueryData(queryKey, next)}
        onClose={onClose}
      />
    );
  return (
    <Drawer title="Destinations" label="Destinations" onClose={onClose}>
      {error ? (
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Drawer>
  );
}

function Destinations({
  saved,
  onSaved,
  onClose,
}: {
  saved: AsyncDestinations;
  onSaved(next: AsyncDestinations): void;
  onClose(): void;
}) {
  const { name, qualifier } = useFunctionAddress();
  const locked = useLocked();
  const { dialog, ask } = useConfirm();
  const [edit, setEdit] = useKeptDraft<Partial<AsyncDestinations>>(
    `destinations ${qualifier ?? ""}`,
    () => ({}),
  );
  const draft = { ...saved, ...edit };
  const problems = destinationProblems(draft);
  const changed = (field: keyof AsyncDestinations) => draft[field] !== saved[field];
  const hasChanges = JSON.stringify(draft) !== JSON.stringify(saved);
  const set = (next: Partial<AsyncDestinations>) => setEdit({ ...edit, ...next });
  const save = () => {
    const was = destinationLines(saved);
    ask({
      title: `Change the destinations of ${name}?`,
      values: destinationLines(draft).flatMap(({ label, value }, index) =>
        was[index]?.value === value ? [] : [{ label, before: was[index]?.value, after: value }],
      ),
      action: "Save",
      act: () =>
        sendJson<{ steps: Change[] }>("PUT", functionPath(name, "/destinations"), draft, {
          params: { qualifier },
        }),
      onDone: () => {
        onSaved(draft);
        setEdit({});
      },
    });
  };
  const target = (
    field: "onSuccessArn" | "onFailureArn" | "deadLetterArn",
    label: string,
    hint: string,
  ) => (
    <DestinationField
      label={label}
      hint={hint}
      takesTopics
      value={draft[field] ?? ""}
      problem={problems[field]}
      changed={changed(field)}
      locked={locked}
      onChange={(arn) => set({ [field]: arn })}
    />
  );
  return (
    <Drawer
      title="Destinations"
      label="Destinations"
      onClose={onClose}
      footer={
        hasChanges ? (
          <>
            <Button
              kind="primary"
              locked={locked}
              disabled={Object.keys(problems).length > 0}
              onClick={save}
            >
              Save…
            </Button>
            <Button onClick={() => setEdit({})}>Reset</Button>
          </>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-12 text-text-2">
          Of events that nobody waits for: those of buckets, topics, rules and schedules, and of
          invocations of type Event{qualifier ? `, when they call ${qualifier}` : ""}.
        </p>
        {target("onSuccessArn", "On success", "gets each result; a queue, topic, function or bus")}
        {target(
          "onFailureArn",
          "On failure",
          "gets what failed to the end, with the reason; a bucket too",
        )}
        {saved.deadLetterArn === null ? (
          <Note>The dead-letter queue belongs to the function as a whole.</Note>
        ) : (
          target("deadLetterArn", "Dead-letter queue", "gets the bare event; a queue or topic")
        )}
        <NumberRow
          label="Retries"
          hint="0 to 2, one and two minutes after the code failed"
          max={2}
          value={draft.maximumRetryAttempts}
          problem={problems.maximumRetryAttempts}
          changed={changed("maximumRetryAttempts")}
          locked={locked}
          onChange={(value) => set({ maximumRetryAttempts: value ?? Number.NaN })}
        />
        <NumberRow
          label="Oldest event"
          hint="60 to 21,600 s; an older one is not tried again"
          unit="s"
          max={21_600}
          value={draft.maximumEventAgeSeconds}
          problem={problems.maximumEventAgeSeconds}
          changed={changed("maximumEventAgeSeconds")}
          locked={locked}
          onChange={(value) => set({ maximumEventAgeSeconds: value ?? Number.NaN })}
        />
        <Note>The function&apos;s role needs the right to send to each of them.</Note>
      </div>
      {dialog}
    </Drawer>
  );
}
