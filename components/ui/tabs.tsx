"use client";

import { useId, type ReactNode } from "react";
import { moveFocus } from "./segmented";

export interface TabsProps<T extends string> {
  value: T;
  onChange(value: T): void;
  tabs: readonly { value: T; label: ReactNode }[];
  "aria-label": string;
  /** The panel of the chosen tab. */
  children: ReactNode;
  className?: string;
}

/** Tabs inside a page. Tabs that are pages of their own are links with `aria-current` in a `nav.tabs`. */
export function Tabs<T extends string>({
  value,
  onChange,
  tabs,
  children,
  className = "",
  ...rest
}: TabsProps<T>) {
  const id = useId();
  return (
    <>
      <div {...rest} role="tablist" className={`tabs ${className}`} onKeyDown={moveFocus}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-controls={`${id}-panel`}
            aria-selected={tab.value === value}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onChange(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${value}`}
        className="flex min-h-0 flex-1 flex-col"
      >
        {children}
      </div>
    </>
  );
}
