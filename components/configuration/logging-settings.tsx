"use client";

import { Input } from "@/components/ui/field";
import { ProblemView } from "@/components/ui/problem-view";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { Configuration } from "@/lib/model/configuration";
import type { ConfigurationForm } from "@/lib/model/configuration-form";
import { retentionDaysAllowed } from "@/lib/model/function-limits";
import { type FormState, Setting, SettingGroup } from "./setting";

const applicationLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const systemLevels = ["DEBUG", "INFO", "WARN"];

/** How and where the function logs, and for how long it is kept. */
export function LoggingSettings({
  state,
  configuration,
}: {
  state: FormState;
  configuration: Configuration;
}) {
  const { form, set } = state;
  const level = (field: "applicationLogLevel" | "systemLogLevel", levels: string[]) => (
    <Setting field={field} state={state}>
      {(control) => (
        <Select
          {...control}
          value={form[field]}
          onChange={(value) => set(field, value)}
          options={levels.map((value) => ({ value, label: value }))}
        />
      )}
    </Setting>
  );
  return (
    <SettingGroup title="Logging" about="Levels can be set for logs in JSON only.">
      <Setting field="logFormat" state={state}>
        {(control) => (
          <span className="flex">
            <Segmented
              aria-label="Log format"
              value={form.logFormat}
              onChange={(value) => set("logFormat", value)}
              options={["Text", "JSON"].map((value) => ({
                value,
                label: value,
                disabled: control.locked !== undefined,
              }))}
            />
          </span>
        )}
      </Setting>
      {form.logFormat === "JSON" && (
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          {level("applicationLogLevel", applicationLevels)}
          {level("systemLogLevel", systemLevels)}
        </div>
      )}
      <Setting
        field="logGroup"
        state={state}
        hint={
          configuration.retention?.exists === false
            ? "It does not exist yet: Lambda makes it at the first invocation."
            : undefined
        }
      >
        {(control) => (
          <Input
            {...control}
            mono
            value={form.logGroup}
            onChange={(value) => set("logGroup", value)}
          />
        )}
      </Setting>
      <Retention state={state} configuration={configuration} />
    </SettingGroup>
  );
}

function Retention({ state, configuration }: { state: FormState; configuration: Configuration }) {
  const problem = configuration.problems.find(({ title }) => title.includes("log retention"));
  if (!configuration.retention) return problem ? <ProblemView problem={problem} /> : null;
  // The retention shown is that of the present group; another one has its own.
  const moves = state.isChanged("logGroup");
  return (
    <Setting
      field="retentionDays"
      state={moves ? { ...state, locked: "Save the other log group first." } : state}
      hint="Older events are deleted. Kept events are charged by their size each month."
    >
      {(control) => (
        <Select
          {...control}
          className="w-44"
          value={daysText(state.form.retentionDays)}
          onChange={(value) => state.set("retentionDays", daysOf(value))}
          options={[
            { value: "ever", label: "For ever" },
            ...retentionDaysAllowed.map((days) => ({
              value: String(days),
              label: days === 1 ? "1 day" : `${days.toLocaleString("en-US")} days`,
            })),
          ]}
        />
      )}
    </Setting>
  );
}

function daysText(days: ConfigurationForm["retentionDays"]): string {
  return days === null ? "ever" : String(days);
}

function daysOf(text: string): ConfigurationForm["retentionDays"] {
  return text === "ever" ? null : Number(text);
}
