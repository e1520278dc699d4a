"use client";

import { useSession } from "@/components/shell/session";
import { useStored } from "@/components/shell/use-stored";

/** A query that was run from this browser. */
export interface PastQuery {
  text: string;
  groups: string[];
  atMs: number;
  /** CloudWatch's word for how it ended, or `Refused`. */
  status: string;
  bytesScanned?: number;
  rows?: number;
}

const kept = 50;
const none: PastQuery[] = [];

/** The newest 50 queries of the connection, each text once, and how to add one. */
export function useQueryHistory(): [readonly PastQuery[], (past: PastQuery) => void] {
  const { connectionId } = useSession();
  const [history, setHistory] = useStored(`insights.history.${connectionId}`, none);
  return [
    history,
    (past) =>
      setHistory([past, ...history.filter(({ text }) => text !== past.text)].slice(0, kept)),
  ];
}
