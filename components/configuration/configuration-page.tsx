"use client";

import { RotateCw } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useLocked } from "@/components/connections/use-locked";
import { useConfirm } from "@/components/functions/use-confirm";
import { useFunction, useFunctionAddress } from "@/components/functions/use-function";
import { useStatus } from "@/components/shell/status";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { Configuration } from "@/lib/model/configuration";
import {
  changedFields,
  type ConfigurationDraft,
  type ConfigurationField,
  type ConfigurationForm,
  fieldLabels,
  fieldProblem,
  formOf,
  shownValue,
} from "@/lib/model/configuration-form";
import {
  addedProblem,
  environmentChanges,
  environmentSize,
  noEnvironmentEdit,
} from "@/lib/model/environment-draft";
import { isSettling } from "@/lib/model/function-detail";
import { AsynchronousSettings } from "./asynchronous-settings";
import { EnvironmentEditor } from "./environment-editor";
import { environmentValues } from "./environment-values";
import { FunctionFacts } from "./function-facts";
import { CodeSettings, SizeSettings } from "./general-settings";
import { LayerSettings } from "./layer-settings";
import { LoggingSettings } from "./logging-settings";
import { saveConfiguration } from "./save-configuration";
import type { FormState } from "./setting";
import { TagSettings } from "./tag-settings";
import { useConfiguration } from "./use-configuration";

/** All settings of the function, saved together. */
export function ConfigurationPage() {
  const { data, error, refetch, dataUpdatedAt } = useConfiguration();
  const { name, qualifier } = useFunctionAddress();
  useStatus({
    keys: [[["[", "]"], "tabs"]],
    source: "Lambda",
    updatedAtMs: dataUpdatedAt || undefined,
  });
  if (!data)
    return error ? (
      <div className="p-4">
        <ProblemView problem={problemOf(error)} onRetry={() => void refetch()} />
      </div>
    ) : (
      <SkeletonRows rows={10} />
    );
  // What was typed for one function or version is not meant for another.
  return <SettingsForm key={`${name}:${qualifier ?? ""}`} configuration={data} stale={error} />;
}

function SettingsForm({
  configuration,
  stale,
}: {
  configuration: Configuration;
  stale: Error | null;
}) {
  const { data: detail } = useFunction();
  const { name, qualifier } = useFunctionAddress();
  const isFixed = qualifier !== undefined && qualifier !== "$LATEST";
  const notWritable = useLocked();
  const settling = isSettling(configuration);
  const locked = isFixed
    ? "A published version cannot be changed."
    : (notWritable ?? (settling ? "AWS is still applying the last change." : undefined));

  const [draft, setDraft] = useState<ConfigurationDraft>(draftFrom(useSearchParams()));
  const [environment, setEnvironment] = useState(noEnvironmentEdit);
  const [values, setValues] = useState<Readonly<Record<string, string>>>();
  const { dialog, ask } = useConfirm();

  const saved = formOf(configuration);
  const form: ConfigurationForm = { ...saved, ...draft };
  const changed = changedFields(saved, draft);
  const count = changed.length + environmentChanges(environment);
  const isBad =
    changed.some((field) => fieldProblem(field, form)) ||
    environment.added.some((_, at) =>
      addedProblem(environment, at, configuration.environmentNames),
    ) ||
    (values && environmentSize(environment, values).problem !== undefined);
  const state: FormState = {
    saved,
    form,
    locked,
    set: (field, value) => setDraft((before) => ({ ...before, [field]: value })),
    isChanged: (field: ConfigurationField) => changed.includes(field),
  };
  const reset = () => {
    setDraft({});
    setEnvironment(noEnvironmentEdit);
  };
  const save = () =>
    ask({
      title: `Change ${name}?`,
      values: [
        ...changed.map((field) => ({
          label: fieldLabels[field],
          before: shownValue(field, saved),
          after: shownValue(field, form),
        })),
        ...environmentValues(environment),
      ],
      action: count === 1 ? "Save change" : `Save ${count} changes`,
      note: <Consequences changed={changed} />,
      act: () =>
        saveConfiguration({
          functionName: name,
          revisionId: configuration.revisionId,
          form,
          changed,
          environment,
          onEnvironmentSaved: () => {
            setEnvironment(noEnvironmentEdit);
            setValues(undefined);
          },
        }),
      onDone: reset,
    });

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="min-h-0 flex-1 overflow-y-auto">
        <PageNotes configuration={configuration} stale={stale} isFixed={isFixed} />
        <SizeSettings state={state} configuration={configuration} region={detail?.region ?? ""} />
        <CodeSettings state={state} configuration={configuration} />
        <LayerSettings state={state} configuration={configuration} />
        <EnvironmentEditor
          names={configuration.environmentNames}
          draft={environment}
          onDraft={setEnvironment}
          values={values}
          onValues={setValues}
          locked={locked}
        />
        <LoggingSettings state={state} configuration={configuration} />
        <AsynchronousSettings state={state} configuration={configuration} />
        <TagSettings detail={detail} locked={notWritable} />
        <FunctionFacts configuration={configuration} detail={detail} />
      </div>
      {(count > 0 || settling) && (
        <div className="bulk" role="toolbar" aria-label="Unsaved changes">
          {settling ? (
            <span className="flex items-center gap-2 text-pend" role="status">
              <RotateCw size={13} aria-hidden className="spin" />
              AWS is applying the change
            </span>
          ) : (
            <b aria-live="polite">{count === 1 ? "1 change" : `${count} changes`}</b>
          )}
          <span className="flex-1" />
          {count > 0 && (
            <>
              <Button onClick={reset}>Reset</Button>
              <Button kind="primary" locked={locked} disabled={isBad} onClick={save}>
                Save…
              </Button>
            </>
          )}
        </div>
      )}
      {dialog}
    </div>
  );
}

/** What a link has filled in: `?memoryMb=512&timeoutSeconds=30`. It is checked, shown and saved like what is typed. */
function draftFrom(params: { get(name: string): string | null }): ConfigurationDraft {
  const draft: ConfigurationDraft = {};
  for (const field of ["memoryMb", "timeoutSeconds"] as const) {
    const text = params.get(field);
    if (text !== null && /^\d{1,6}$/.test(text)) draft[field] = Number(text);
  }
  return draft;
}

function PageNotes({
  configuration,
  stale,
  isFixed,
}: {
  configuration: Configuration;
  stale: Error | null;
  isFixed: boolean;
}) {
  const { state, stateReason, lastUpdateStatus, lastUpdateStatusReason } = configuration;
  const notes = [
    lastUpdateStatus === "Failed" && (
      <Note key="update" tone="danger" title="The last change failed on AWS">
        {lastUpdateStatusReason ?? "AWS gives no reason."} The settings before it are still in
        force. Change them again, or undo it in the activity.
      </Note>
    ),
    state === "Failed" && (
      <Note key="state" tone="danger" title="The function cannot run">
        {stateReason ?? "AWS gives no reason."}
      </Note>
    ),
    isFixed && (
      <Note key="fixed">
        These are the settings of a published version; they cannot be changed. Choose all versions
        above to edit.
      </Note>
    ),
    stale && (
      <Note key="stale" tone="warn" title={problemOf(stale).title}>
        {problemOf(stale).detail} What is shown may be old.
      </Note>
    ),
  ].filter(Boolean);
  return notes.length > 0 && <div className="flex flex-col gap-2 p-4 pb-0">{notes}</div>;
}

function Consequences({ changed }: { changed: readonly ConfigurationField[] }) {
  const restarts = changed.some(
    (field) => !/^(description|retentionDays|maximum|on(Success|Failure)Arn)/.test(field),
  );
  if (!restarts) return null;
  return (
    <Note>Environments that run now end after their call; the next calls start new ones.</Note>
  );
}
