"use client";

import { useNow } from "@/components/shell/use-now";
import { Input, NumberField } from "@/components/ui/field";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { Configuration } from "@/lib/model/configuration";
import { describeLimits } from "@/lib/model/engine-limits";
import { formatMoney } from "@/lib/model/format";
import { functionRanges, vcpus } from "@/lib/model/function-limits";
import { invocationCost, priceRegion } from "@/lib/model/lambda-price";
import { runtimeWarning, usableRuntimes } from "@/lib/model/runtimes";
import { type FormState, Setting, SettingGroup } from "./setting";
import { useEngineLimits } from "./use-engine-limits";

/** Size and time, and what a millisecond of it costs. */
export function SizeSettings({
  state,
  configuration,
  region,
}: {
  state: FormState;
  configuration: Configuration;
  region: string;
}) {
  const { form, set } = state;
  return (
    <SettingGroup
      title="Size and time"
      about="Memory also sets the share of a processor, and the price of each millisecond."
    >
      <Setting
        field="description"
        state={state}
        hint={`${form.description.length} of 256 characters`}
      >
        {(control) => (
          <Input
            {...control}
            value={form.description}
            onChange={(value) => set("description", value)}
          />
        )}
      </Setting>
      <Setting
        field="memoryMb"
        state={state}
        hint={<MemoryHint state={state} configuration={configuration} region={region} />}
      >
        {(control) => (
          <div className="flex items-center gap-3">
            <NumberField
              {...control}
              className="w-28 flex-none"
              unit="MB"
              min={functionRanges.memoryMb.min}
              max={functionRanges.memoryMb.max}
              step={64}
              value={form.memoryMb}
              onChange={(value) => set("memoryMb", value ?? Number.NaN)}
            />
            <input
              type="range"
              aria-label="Memory, slider in steps of 64 MB"
              className="min-w-0 flex-1"
              min={functionRanges.memoryMb.min}
              max={functionRanges.memoryMb.max}
              step={64}
              value={Number.isNaN(form.memoryMb) ? functionRanges.memoryMb.min : form.memoryMb}
              disabled={control.locked !== undefined}
              onChange={(event) => set("memoryMb", Number(event.target.value))}
            />
          </div>
        )}
      </Setting>
      <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
        <Setting field="timeoutSeconds" state={state} hint="1 to 900 s">
          {(control) => (
            <NumberField
              {...control}
              unit="s"
              min={1}
              max={900}
              value={form.timeoutSeconds}
              onChange={(value) => set("timeoutSeconds", value ?? Number.NaN)}
            />
          )}
        </Setting>
        <Setting
          field="ephemeralStorageMb"
          state={state}
          hint="512 to 10,240 MB at /tmp; above 512 MB it is charged"
        >
          {(control) => (
            <NumberField
              {...control}
              className="w-28"
              unit="MB"
              min={512}
              max={10_240}
              step={64}
              value={form.ephemeralStorageMb}
              onChange={(value) => set("ephemeralStorageMb", value ?? Number.NaN)}
            />
          )}
        </Setting>
      </div>
    </SettingGroup>
  );
}

function MemoryHint({
  state: { form },
  configuration,
  region,
}: {
  state: FormState;
  configuration: Configuration;
  region: string;
}) {
  const limits = useEngineLimits();
  if (Number.isNaN(form.memoryMb)) return "128 to 10,240 MB";
  const architecture = configuration.architecture === "arm64" ? "arm64" : "x86_64";
  const size = { memoryMb: form.memoryMb, architecture, region } as const;
  return (
    <>
      128 to 10,240 MB. {vcpus(form.memoryMb).toFixed(2)} vCPU,{" "}
      {formatMoney(invocationCost(size, 100e6).durationUsd)} for a million calls of 100 ms (list
      price, {priceRegion(size)}).{limits && ` ${describeLimits(limits)}`}
    </>
  );
}

/** What runs, and with which interpreter. */
export function CodeSettings({
  state,
  configuration,
}: {
  state: FormState;
  configuration: Configuration;
}) {
  const { form, set } = state;
  const nowMs = useNow(60_000);
  const isImage = configuration.packageType === "Image";
  const names = usableRuntimes("update", nowMs);
  const runtimes = names.includes(state.saved.runtime) ? names : [state.saved.runtime, ...names];
  const warning = runtimeWarning(form.runtime, nowMs);
  return (
    <SettingGroup title="Code" about="The code itself is on the Code tab.">
      {isImage ? (
        <Note>A container image brings its own runtime and entry point.</Note>
      ) : (
        <div className="grid grid-cols-2 gap-4 max-md:grid-cols-1">
          <Setting
            field="runtime"
            state={state}
            hint={`Architecture ${configuration.architecture}: it changes with the code only`}
          >
            {(control) => (
              <Select
                {...control}
                value={form.runtime}
                onChange={(value) => set("runtime", value)}
                options={runtimes.map((value) => ({ value, label: value }))}
              />
            )}
          </Setting>
          <Setting field="handler" state={state} hint="File and function, like index.handler">
            {(control) => (
              <Input
                {...control}
                mono
                value={form.handler}
                onChange={(value) => set("handler", value)}
              />
            )}
          </Setting>
        </div>
      )}
      {warning && <Note tone="warn">{warning}</Note>}
      <Setting
        field="tracingMode"
        state={state}
        hint="Active: Lambda samples calls for AWS X-Ray itself. PassThrough: it follows its caller."
      >
        {(control) => (
          <span className="flex">
            <Segmented
              aria-label="Tracing"
              value={form.tracingMode}
              onChange={(value) => set("tracingMode", value)}
              options={["PassThrough", "Active"].map((value) => ({
                value,
                label: value,
                disabled: control.locked !== undefined,
              }))}
            />
          </span>
        )}
      </Setting>
    </SettingGroup>
  );
}
