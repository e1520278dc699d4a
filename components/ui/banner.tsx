import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Icon } from "./button";

/** An amber strip over the page, for what concerns all of it. `urgent`: read out at once. */
export function Banner({
  icon: Shown = TriangleAlert,
  urgent = false,
  title,
  actions,
  children,
}: {
  icon?: Icon;
  urgent?: boolean;
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      role={urgent ? "alert" : "status"}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-warn-line bg-warn-bg px-4 py-1.5 text-12"
    >
      <Shown size={14} className="flex-none text-warn" aria-hidden />
      <span className="min-w-0 flex-1 max-md:basis-[calc(100%-2rem)]" title={title}>
        {children}
      </span>
      {actions}
    </div>
  );
}
