import type { ReactNode } from "react";
import { useSession } from "@/components/shell/session";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";

/** The list's shape before anything has come. */
export function ListSkeleton() {
  return (
    <div
      role="status"
      aria-label="Reading the functions"
      className="flex min-h-0 flex-1 flex-col overflow-hidden"
    >
      <div className="flex h-14 flex-none items-center gap-16 border-y border-border px-4">
        {[0, 1, 2, 3, 4].map((stat) => (
          <Skeleton key={stat} className="h-4 w-28" />
        ))}
      </div>
      <div className="flex h-10 flex-none items-center gap-2 border-b border-border px-4">
        <Skeleton className="h-6 w-47.5" />
      </div>
      {Array.from({ length: 16 }, (_, row) => (
        <div
          key={row}
          className="flex h-7.5 flex-none items-center gap-10 border-b border-grid px-4"
        >
          <Skeleton className={`h-2 ${["w-32", "w-24", "w-40"][row % 3]}`} />
          <Skeleton className="h-2 w-14" />
          <Skeleton className="h-2 w-20" />
          <Skeleton className="h-2 w-48" />
          <Skeleton className="h-2 w-16" />
        </div>
      ))}
    </div>
  );
}

/** No function at all, or none that passes the filters. */
export function EmptyList({ filtered, action }: { filtered?: number; action: ReactNode }) {
  const { connection } = useSession();
  if (filtered !== undefined)
    return (
      <EmptyState title="No function matches the filters" actions={action}>
        {filtered} functions are hidden.
      </EmptyState>
    );
  return (
    <EmptyState
      title={`No functions in ${connection?.region ?? "this region"} of ${connection?.label ?? "this connection"}`}
      actions={action}
    >
      Create one here, or run <code className="code-text">npx lambdeck deploy DIR</code> in a folder
      with a handler.
    </EmptyState>
  );
}
