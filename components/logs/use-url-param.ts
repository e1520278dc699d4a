"use client";

import { useSearchParams } from "next/navigation";
import { useCallback } from "react";

/** One value of the address, and a way to change it without a step in the browser's history. */
export function useUrlParam(name: string): [string, (value: string) => void] {
  const value = useSearchParams().get(name) ?? "";
  const change = useCallback(
    (next: string) => {
      const url = new URL(location.href);
      if (next === "") url.searchParams.delete(name);
      else url.searchParams.set(name, next);
      // Next notices only a state that is not its own.
      history.replaceState(null, "", url);
    },
    [name],
  );
  return [value, change];
}
