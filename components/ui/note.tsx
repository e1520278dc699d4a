import { Check, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** One or two sentences: neutral a fact, warn to look at, limit will throttle, ok checked, danger failed. */
export function Note({
  tone = "neutral",
  title,
  children,
}: {
  tone?: "neutral" | "warn" | "limit" | "ok" | "danger";
  title?: string;
  children?: ReactNode;
}) {
  const Icon = tone === "neutral" ? Info : tone === "ok" ? Check : TriangleAlert;
  return (
    <div className={`note note-${tone}`} role={tone === "danger" ? "alert" : undefined}>
      <Icon size={15} aria-hidden />
      <div className="min-w-0 flex-1 break-words">
        {title && <b className="block">{title}</b>}
        {children}
      </div>
    </div>
  );
}
