"use client";

import { Segmented } from "@/components/ui/segmented";

/** One event and its answer, or many calls. */
export type TestMode = "single" | "burst";

/** The mode as the address says it: `?mode=burst`. */
export function readMode(params: { get(name: string): string | null }): TestMode {
  return params.get("mode") === "burst" ? "burst" : "single";
}

export function writeMode(params: URLSearchParams, mode: TestMode): URLSearchParams {
  if (mode === "burst") params.set("mode", mode);
  else params.delete("mode");
  return params;
}

export function ModeSwitch(props: { mode: TestMode; onChange(mode: TestMode): void }) {
  return (
    <Segmented<TestMode>
      size="small"
      aria-label="How many calls"
      value={props.mode}
      onChange={props.onChange}
      options={[
        { value: "single", label: "Single" },
        { value: "burst", label: "Burst" },
      ]}
    />
  );
}
