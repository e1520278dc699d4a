"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { functionPath } from "@/components/functions/use-function";
import { useSession } from "@/components/shell/session";
import { getJson, sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type {
  HttpPrelude,
  InvokeRequest,
  InvokeResult,
  PastInvocation,
  PastInvocationDetail,
  StreamPart,
} from "@/lib/model/invoke";
import type { Problem } from "@/lib/model/problem";
import { sendInvocation } from "./send-invocation";

/** What the result column shows. */
export type Shown =
  | { phase: "nothing" }
  | { phase: "running"; startedMs: number; streamed: Streamed; cancel(): void }
  | { phase: "refused"; problem: Problem; request: InvokeRequest }
  | {
      phase: "answered";
      id: number;
      request: InvokeRequest;
      result: InvokeResult;
      startedMs: number;
    };

/** What has come of a streamed response: text, or how many bytes that are none. */
export interface Streamed {
  prelude?: HttpPrelude;
  text: string;
  bytes: number;
}

function withPart(streamed: Streamed, part: StreamPart): Streamed {
  switch (part.kind) {
    case "prelude":
      return { ...streamed, prelude: part.prelude };
    case "text":
      return { ...streamed, text: streamed.text + part.text };
    case "bytes":
      return { ...streamed, bytes: streamed.bytes + Math.floor(part.base64.length * 0.75) };
  }
}

/** Sends events to one function and holds the answer that is shown: the newest, or one of the history. */
export function useInvocation(functionName: string) {
  const { connectionId } = useSession();
  const queries = useQueryClient();
  const [shown, setShown] = useState<Shown>({ phase: "nothing" });
  const running = useRef<AbortController>(undefined);

  const invoke = useCallback(
    async (request: InvokeRequest) => {
      if (running.current) return;
      const abort = new AbortController();
      running.current = abort;
      const startedMs = Date.now();
      let streamed: Streamed = { text: "", bytes: 0 };
      const show = () =>
        setShown({ phase: "running", startedMs, streamed, cancel: () => abort.abort() });
      show();
      try {
        const { entry, result } = await sendInvocation(functionName, request, {
          signal: abort.signal,
          onPart: (part) => {
            streamed = withPart(streamed, part);
            show();
          },
        });
        setShown({ phase: "answered", id: entry.id, request, result, startedMs });
      } catch (error) {
        const problem = abort.signal.aborted ? cancelled : problemOf(error);
        setShown({ phase: "refused", problem, request });
      } finally {
        running.current = undefined;
        void queries.invalidateQueries({ queryKey: ["history", connectionId, functionName] });
        // The REPORT line and the metrics come a moment later.
        setTimeout(
          () => void queries.invalidateQueries({ queryKey: ["recent-invocations"] }),
          2_000,
        );
      }
    },
    [functionName, connectionId, queries],
  );
  const show = useCallback(({ id, request, result, startedMs }: PastInvocationDetail) => {
    if (running.current) return;
    setShown(
      result.problem
        ? { phase: "refused", problem: result.problem, request }
        : { phase: "answered", id, request, result, startedMs },
    );
  }, []);
  /** Forgets the history; the answer that is shown stays. */
  const clear = () =>
    sendJson("DELETE", functionPath(functionName, "/invoke"))
      .catch((error: unknown) => toast.problem(problemOf(error)))
      .finally(() =>
        queries.invalidateQueries({ queryKey: ["history", connectionId, functionName] }),
      );
  return { shown, invoke, show, clear };
}

const cancelled: Problem = {
  kind: "unexpected",
  title: "Cancelled",
  detail: "The page no longer waits for the answer. The function may have gone on running.",
};

/** The function's calls, newest first; with `text` those whose event or answer holds it. */
export function useHistory(functionName: string, text = "") {
  const { connectionId } = useSession();
  return useQuery({
    queryKey: ["history", connectionId, functionName, text],
    queryFn: async ({ signal }) =>
      (
        await getJson<{ invocations: PastInvocation[] }>(
          functionPath(functionName, "/invoke"),
          { text: text || undefined },
          signal,
        )
      ).invocations,
    enabled: connectionId !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** One call of the history with its event and answer. */
export function readPast(functionName: string, id: number): Promise<PastInvocationDetail> {
  return getJson<PastInvocationDetail>(functionPath(functionName, `/invoke/${id}`));
}
