import { Note } from "@/components/ui/note";
import type { Owner } from "@/lib/model/owner";

/** Says that another tool made the function and will write over a change made here. */
export function OwnerNote({
  owner,
  of = "this function",
}: {
  owner: Owner | undefined;
  /** The functions' names where the note is about several. */
  of?: string;
}) {
  if (!owner) return null;
  return (
    <Note tone="warn" title={`${owner.tool}${owner.name ? ` (${owner.name})` : ""} owns ${of}`}>
      Its next deployment may take the change back. Make the change there as well.
    </Note>
  );
}
