"use client";

import { useVersions } from "@/components/functions/qualifier-picker";
import { useFunctionAddress } from "@/components/functions/use-function";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { TriggerDraft } from "@/lib/model/trigger-drafts/trigger-draft";

/** What a new trigger calls: the function as it was deployed last, a version, or an alias. */
export function TargetField({
  draft,
  onChange,
}: {
  draft: TriggerDraft;
  onChange(draft: TriggerDraft): void;
}) {
  const { name } = useFunctionAddress();
  const { data: versions } = useVersions(name);
  const aliases = versions?.aliases ?? [];
  const numbers = (versions?.versions ?? []).filter(({ version }) => version !== "$LATEST");
  const isUrl = draft.kind === "url";
  return (
    <Field
      label={isUrl ? "On" : "Calls"}
      hint="An alias follows its version; $LATEST is what was deployed last."
    >
      {(ids) => (
        <Select
          {...ids}
          value={draft.qualifier ?? "$LATEST"}
          onChange={(value) =>
            onChange({ ...draft, qualifier: value === "$LATEST" ? undefined : value })
          }
          options={[
            { value: "$LATEST", label: "$LATEST" },
            ...aliases.map((alias) => ({ value: alias.name, label: alias.name })),
            // A URL belongs to the function or to an alias.
            ...(isUrl
              ? []
              : numbers.map(({ version }) => ({ value: version, label: `v${version}` }))),
          ]}
        />
      )}
    </Field>
  );
}
