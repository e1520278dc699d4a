"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Link, useHref } from "@/components/ui/link";
import { useKeys } from "@/components/ui/use-keys";

const tabs = [
  ["", "Overview"],
  ["/test", "Test"],
  ["/concurrency", "Concurrency"],
  ["/triggers", "Triggers"],
  ["/configuration", "Configuration"],
  ["/code", "Code"],
  ["/logs", "Logs"],
  ["/versions", "Versions"],
] as const;

/** The pages of one function; `[` and `]` go to the one before and after. */
export function FunctionTabs({ name, qualifier }: { name: string; qualifier: string | undefined }) {
  const router = useRouter();
  const hrefTo = useHref();
  const base = `/functions/${encodeURIComponent(name)}`;
  const open = usePathname().slice(base.length).replace(/\/$/, "");
  const hrefOf = (path: string) =>
    `${base}${path}${qualifier ? `?qualifier=${encodeURIComponent(qualifier)}` : ""}`;
  const at = tabs.findIndex(([path]) => path === open);
  const goTo = (index: number) => {
    const [path] = tabs[(index + tabs.length) % tabs.length] ?? tabs[0];
    router.push(hrefTo(hrefOf(path)));
  };
  useKeys({ "[": () => goTo(at - 1), "]": () => goTo(at + 1) });
  const current = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [open]);
  return (
    <nav className="tabs" aria-label={`Pages of ${name}`}>
      {tabs.map(([path, label]) => (
        <Link
          key={path}
          ref={path === open ? current : undefined}
          href={hrefOf(path)}
          aria-current={path === open ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
