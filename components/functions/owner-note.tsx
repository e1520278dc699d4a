import { Note } from "@/components/ui/note";
import type { Owner } from "@/lib/model/owner";

/** Says that another tool made the function and will write over a change made here. */
export function OwnerNote({ owner }: { owner: Owner | undefined }) {
  if (!owner) return null;
  return (
    <Note
      tone="warn"
      title={`${owner.tool}${owner.name ? ` (${owner.name})` : ""} owns this function`}
    >
      Its next deployment may take the change back. Make the change there as well.
    </Note>
  );
}
