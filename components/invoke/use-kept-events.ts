"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { functionPath } from "@/components/functions/use-function";
import { getJson, sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { InvocationType } from "@/lib/model/invoke";
import type { SavedEvent } from "@/lib/model/saved-event";
import type { Keeper } from "./save-event-dialog";
import type { KeptEvent } from "./template-list";
import { useSharedEvents } from "./use-shared-events";

type SavedChange =
  | { method: "PUT"; name: string; body: string }
  | { method: "PATCH"; name: string; newName: string }
  | { method: "DELETE"; name: string };

/** The events kept for a function: those in Lambdeck's own store, and the shareable ones in AWS. */
export function useKeptEvents(functionName: string) {
  const queries = useQueryClient();
  const path = functionPath(functionName, "/events");
  const queryKey = ["saved-events", functionName];
  const saved = useQuery({
    queryKey,
    queryFn: async ({ signal }) =>
      (await getJson<{ events: SavedEvent[] }>(path, {}, signal)).events,
  });
  const shared = useSharedEvents(functionName);
  const changeSaved = async ({ method, ...change }: SavedChange) => {
    const { events } = await sendJson<{ events: SavedEvent[] }>(method, path, change);
    queries.setQueryData(queryKey, events);
  };
  const save = (keeper: Keeper, event: { name: string; body: string; type: InvocationType }) =>
    keeper === "saved"
      ? changeSaved({ method: "PUT", name: event.name, body: event.body })
      : shared.change({
          method: "PUT",
          name: event.name,
          body: event.body,
          type: event.type === "Event" ? "Event" : "RequestResponse",
        });
  const rename = ({ kind, event }: KeptEvent, newName: string) =>
    (kind === "saved" ? changeSaved : shared.change)({
      method: "PATCH",
      name: event.name,
      newName,
    });
  /** Deletes at once; the message offers to take it back. */
  const remove = ({ kind, event }: KeptEvent) => {
    const type = kind === "shared" ? (event.type ?? "RequestResponse") : "RequestResponse";
    const bringBack = () =>
      save(kind, { name: event.name, body: event.body, type }).catch((error: unknown) =>
        toast.problem(problemOf(error)),
      );
    (kind === "saved" ? changeSaved : shared.change)({ method: "DELETE", name: event.name }).then(
      () =>
        toast.done(`Deleted ${event.name}`, {
          action: { label: "Undo", onClick: () => void bringBack() },
        }),
      (error: unknown) => toast.problem(problemOf(error)),
    );
  };
  return { saved: saved.data ?? [], shared, save, rename, remove };
}
