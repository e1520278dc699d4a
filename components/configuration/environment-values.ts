import type { ChangedValue } from "@/components/ui/confirm-change";
import type { EnvironmentDraft } from "@/lib/model/environment-draft";

/** The edits of variables for the comparison before saving; their values stay hidden. */
export function environmentValues({ replaced, removed, added }: EnvironmentDraft): ChangedValue[] {
  return [
    ...Object.keys(replaced).map((name) => ({
      label: name,
      before: "set",
      after: "set to another value",
    })),
    ...removed.map((name) => ({ label: name, before: "set", after: "removed" })),
    ...added.map(({ name }) => ({ label: name, after: "set" })),
  ];
}
