import type { ReactNode } from "react";

/** What is missing, when there last was some, and one or two actions. */
export function EmptyState({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-1.5 p-6 text-center">
      <b>{title}</b>
      {children !== undefined && <div className="max-w-120 text-12 text-text-2">{children}</div>}
      {actions !== undefined && (
        <div className="mt-1 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  );
}
