"use client";

import { QueryClientProvider, useQuery, useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import { connectionCookie, getJson } from "@/components/ui/api";
import type { Connection } from "@/lib/model/connection";
import type { Zone } from "@/lib/model/format";
import {
  defaultLocalRange,
  defaultRange,
  parseRange,
  type TimeRange,
} from "@/lib/model/time-range";
import { writeCookie, zoneCookie } from "./preferences";
import { makeQueryClient } from "./query-client";
import { useStored } from "./use-stored";

interface Session {
  /** undefined until the list of connections has come, or when the id in the address is not one of them. */
  connection: Connection | undefined;
  connections: readonly Connection[];
  /** What the address, the cookie or the server's default says. */
  connectionId: string | undefined;
  switchConnection(id: string): void;
  range: TimeRange;
  setRange(text: string): void;
  zone: Zone;
  setZone(zone: Zone): void;
  /** Milliseconds between refreshes; 0: only by hand. */
  refreshMs: number;
  setRefreshMs(ms: number): void;
  /** The server's time when it drew the page. */
  serverNowMs: number;
}

const SessionContext = createContext<Session | undefined>(undefined);

export interface SessionProps {
  /** From the cookies, so that server and browser draw the same. */
  rememberedConnection: string | undefined;
  zone: Zone;
  nowMs: number;
  children: ReactNode;
}

/** Connection, time range, zone and refresh of this tab: what every page shares. */
export function SessionProvider(props: SessionProps) {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <SessionState {...props} />
    </QueryClientProvider>
  );
}

/** Connection, time range, zone and refresh of this tab. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error("useSession outside of SessionProvider");
  return session;
}

/** The connections as `GET /api/connections` gives them: the default one first. */
function useConnections() {
  return useQuery({
    queryKey: ["connections"],
    queryFn: ({ signal }) => getJson<{ connections: Connection[] }>("/api/connections", {}, signal),
    staleTime: 30_000,
  });
}

/** Puts a connection as the server just told it into the list. */
export function rememberConnection(queries: QueryClient, changed: Connection): void {
  queries.setQueryData<{ connections: Connection[] }>(["connections"], (list) => {
    const others = list?.connections ?? [];
    const isListed = others.some(({ id }) => id === changed.id);
    return {
      connections: isListed
        ? others.map((one) => (one.id === changed.id ? changed : one))
        : [...others, changed],
    };
  });
}

function SessionState({
  rememberedConnection,
  zone: firstZone,
  nowMs: serverNowMs,
  children,
}: SessionProps) {
  const params = useSearchParams();
  const router = useRouter();
  const queries = useQueryClient();
  const { data } = useConnections();
  const [zone, setZoneState] = useState(firstZone);
  const [refreshMs, setRefreshMs] = useStored("refresh", 60_000);

  const connections = useMemo(() => data?.connections ?? [], [data]);
  const connectionId = params.get("connection") ?? rememberedConnection ?? connections[0]?.id;
  const connection = findConnection(connections, connectionId);

  // The address always says which connection a tab looks at, so that another tab cannot change it.
  const inAddress = params.has("connection");
  useEffect(() => {
    if (connectionId === undefined) return;
    writeCookie(connectionCookie, connectionId);
    if (inAddress) return;
    const url = new URL(location.href);
    url.searchParams.set("connection", connectionId);
    history.replaceState(history.state, "", url);
  }, [connectionId, inAddress]);

  const setParam = useCallback(
    (name: string, value: string, path = location.pathname) => {
      const next = new URLSearchParams(location.search);
      next.set(name, value);
      router.push(`${path}?${next}`);
    },
    [router],
  );
  const switchConnection = useCallback(
    (id: string) => {
      writeCookie(connectionCookie, id);
      // The function that is open may not exist there.
      setParam(
        "connection",
        id,
        location.pathname.startsWith("/functions/") ? "/functions" : undefined,
      );
      void queries.invalidateQueries({ queryKey: ["connections"] });
    },
    [queries, setParam],
  );
  const setZone = useCallback((next: Zone) => {
    writeCookie(zoneCookie, next);
    setZoneState(next);
  }, []);

  const isLocal = connectionId?.startsWith("local") ?? true;
  const rangeText = params.get("range");
  const session = useMemo(
    () => ({
      connection,
      connections,
      connectionId,
      switchConnection,
      range: parseRange(rangeText, isLocal ? defaultLocalRange : defaultRange),
      setRange: (text: string) => setParam("range", text),
      zone,
      setZone,
      refreshMs,
      setRefreshMs,
      serverNowMs,
    }),
    [
      connection,
      connections,
      connectionId,
      switchConnection,
      rangeText,
      isLocal,
      setParam,
      zone,
      setZone,
      refreshMs,
      setRefreshMs,
      serverNowMs,
    ],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The list holds each profile once, with its own region; an id may name another region of it. */
function findConnection(
  connections: readonly Connection[],
  id: string | undefined,
): Connection | undefined {
  const exact = connections.find((connection) => connection.id === id);
  if (exact || id === undefined) return exact;
  const { base, region } = splitRegion(id);
  const same = connections.find((connection) => splitRegion(connection.id).base === base);
  // Whether another region of it is unlocked is not known from the list: treated as locked.
  return same && region
    ? { ...same, id, region, writable: same.kind === "local", unlockedUntil: undefined }
    : undefined;
}

function splitRegion(id: string): { base: string; region: string | undefined } {
  const [, base = id, region] = /^(.*)@([a-z0-9-]+)$/.exec(id) ?? [];
  return { base, region };
}
