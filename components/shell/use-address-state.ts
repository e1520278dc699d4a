"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";

interface Params {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** Typing must not wait for the address, and browsers allow only so many changes of it. */
const writeAfterMs = 150;

/**
 * A page's view as state that the address mirrors. `read` and `write` must be stable and undo each other;
 * going back, or following a link to the same page, changes the state.
 */
export function useAddressState<T>(
  read: (params: Params) => T,
  write: (current: URLSearchParams, value: T) => URLSearchParams,
): [T, (value: T) => void] {
  const params = useSearchParams();
  const text = params.toString();
  const [seen, setSeen] = useState(text);
  const [{ value, isWritten }, setState] = useState(() => ({
    value: read(params),
    isWritten: true,
  }));
  if (text !== seen) {
    setSeen(text);
    // A value that is newer than the address wins and is written in a moment.
    if (isWritten) setState({ value: read(params), isWritten: true });
  }
  useEffect(() => {
    if (isWritten) return;
    const timer = setTimeout(() => {
      const query = write(new URLSearchParams(location.search), value).toString();
      history.replaceState(null, "", `${location.pathname}${query && `?${query}`}`);
      setState({ value, isWritten: true });
    }, writeAfterMs);
    return () => clearTimeout(timer);
  }, [value, isWritten, write]);
  const set = useCallback((next: T) => setState({ value: next, isWritten: false }), []);
  return [value, set];
}
