import type { ReactNode } from "react";

/** The row of large numbers under a page's title. */
export function StatStrip({ children }: { children: ReactNode }) {
  return <dl className="stats">{children}</dl>;
}

/** One number of a strip: label, value, and what it is compared with. */
export function Stat({
  label,
  children,
  detail,
  tone,
  minor = false,
}: {
  label: string;
  children: ReactNode;
  detail?: ReactNode;
  tone?: "limit" | "danger";
  /** Left out on a phone, where three numbers fit. */
  minor?: boolean;
}) {
  const colour = tone === "limit" ? "text-limit" : tone === "danger" ? "text-danger" : undefined;
  return (
    <div className={`stat ${minor ? "max-md:hidden" : ""}`}>
      <dt>{label}</dt>
      <dd className={colour}>
        {children}
        {detail !== undefined && <small className="max-md:hidden">{detail}</small>}
      </dd>
    </div>
  );
}

/** A page's title row: name, what it holds, actions at the right. */
export function PageHead({
  title,
  detail,
  children,
}: {
  title: ReactNode;
  detail?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex min-h-12 flex-none flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2">
      <h1 className="text-16 font-semibold tracking-[-0.012em]">{title}</h1>
      <span className="text-text-3">{detail}</span>
      <span className="flex-1" />
      {children}
    </div>
  );
}
