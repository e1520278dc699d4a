"use client";

import { Search } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { useKeys } from "@/components/ui/use-keys";
import { asFilterPattern } from "@/lib/model/log-pattern";
import { PatternHelp } from "./pattern-help";
import { useUrlParam } from "./use-url-param";

/** The filter of Invocations and Lines, which CloudWatch itself searches with; Enter sends it. */
export function SearchBar({
  placeholder,
  children,
}: {
  placeholder: string;
  children?: ReactNode;
}) {
  const [filter, setFilter] = useUrlParam("filter");
  const [typed, setTyped] = useState(filter);
  const [seen, setSeen] = useState(filter);
  const input = useRef<HTMLInputElement>(null);
  // A saved filter, or a value that was clicked, comes through the address.
  if (filter !== seen) {
    setSeen(filter);
    setTyped(filter);
  }
  const search = (text: string) => {
    const pattern = asFilterPattern(text);
    setTyped(pattern);
    setFilter(pattern);
  };
  useKeys({ "/": () => input.current?.focus() });
  return (
    <div className="flex flex-none flex-wrap items-center gap-2 border-b border-border px-4 pb-2">
      <Input
        ref={input}
        mono
        className="h-8 min-w-48 flex-1"
        aria-label="CloudWatch filter pattern"
        placeholder={placeholder}
        maxLength={1_024}
        value={typed}
        onChange={setTyped}
        onEnter={() => search(typed)}
        before={<Search size={14} aria-hidden className="text-text-3" />}
        after={<PatternHelp onTake={search} />}
      />
      <Button disabled={asFilterPattern(typed) === filter} onClick={() => search(typed)}>
        Search
      </Button>
      {children}
    </div>
  );
}
