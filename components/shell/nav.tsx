"use client";

import { Clock, Pin } from "lucide-react";
import { usePathname } from "next/navigation";
import { Link } from "@/components/ui/link";
import { AccountMeter } from "./account-meter";
import { navItems } from "./nav-items";
import { useKnownFunctions } from "./known-functions";

/** The left navigation: pages, pinned and recent functions, the account's concurrency. */
export function Nav() {
  const path = usePathname();
  const { pinned, recent } = useKnownFunctions();
  return (
    <nav className="nav" aria-label="Main">
      {navItems.map(({ href, label, keys, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          className="nav-link"
          title={`${label} (G ${keys})`}
          aria-label={label}
          aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}
        >
          <Icon />
          <span>{label}</span>
          <span className="keys" aria-hidden="true">
            G {keys}
          </span>
        </Link>
      ))}
      <FunctionLinks heading="Pinned" names={pinned} icon={Pin} path={path} />
      <FunctionLinks heading="Recent" names={recent} icon={Clock} path={path} />
      <AccountMeter />
    </nav>
  );
}

function FunctionLinks({
  heading,
  names,
  icon: Icon,
  path,
}: {
  heading: string;
  names: readonly string[];
  icon: typeof Pin;
  path: string;
}) {
  if (names.length === 0) return null;
  return (
    <div className="nav-more">
      <h2 className="nav-heading">{heading}</h2>
      {names.map((name) => {
        const href = `/functions/${encodeURIComponent(name)}`;
        const isHere = path === href || path.startsWith(`${href}/`);
        return (
          <Link
            key={name}
            href={href}
            className="nav-link nav-link-small"
            title={name}
            aria-current={isHere ? "true" : undefined}
          >
            <Icon size={13} aria-hidden />
            <span className="truncate">{name}</span>
          </Link>
        );
      })}
    </div>
  );
}

/** The navigation of a phone, at the foot. */
export function TabBar() {
  const path = usePathname();
  return (
    <nav className="tab-bar" aria-label="Pages">
      {navItems.map(({ href, label, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}
        >
          <Icon />
          {label}
        </Link>
      ))}
    </nav>
  );
}
