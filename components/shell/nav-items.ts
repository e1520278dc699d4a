import { ActivityIcon, ConcurrencyIcon, FunctionsIcon, LogsIcon, TriggersIcon } from "./nav-icons";

/** The pages of the navigation that exist. `keys` follow G. */
export const navItems = [
  { href: "/functions", label: "Functions", keys: "F", icon: FunctionsIcon },
  { href: "/concurrency", label: "Concurrency", keys: "C", icon: ConcurrencyIcon },
  { href: "/logs", label: "Logs", keys: "L", icon: LogsIcon },
  { href: "/triggers", label: "Triggers", keys: "R", icon: TriggersIcon },
  { href: "/activity", label: "Activity", keys: "A", icon: ActivityIcon },
] as const;
