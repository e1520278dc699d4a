import type { ReactNode } from "react";

/** The line above a result: its outcome first. */
export function ResultHead({ children }: { children: ReactNode }) {
  return (
    <div className="flex h-9.5 flex-none items-center gap-2 overflow-hidden border-b border-border px-2.5 text-12 whitespace-nowrap">
      {children}
    </div>
  );
}
