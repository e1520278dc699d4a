import { X } from "lucide-react";

/** A filter that holds, with the way to take it off. */
export function FilterChip({
  label,
  values,
  onRemove,
}: {
  label: string;
  values: readonly string[];
  onRemove(): void;
}) {
  return (
    <span className="chip">
      <span>{label}</span>
      <span className="text-text-3">is</span>
      <b className="max-w-60 truncate" title={values.join(", ")}>
        {values.join(", ")}
      </b>
      <button
        type="button"
        className="chip-x"
        aria-label={`Remove the filter ${label}`}
        onClick={onRemove}
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}
