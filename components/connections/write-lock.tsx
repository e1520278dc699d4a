"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { rememberConnection, useSession } from "@/components/shell/session";
import { useNow } from "@/components/shell/use-now";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input } from "@/components/ui/field";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { toast } from "@/components/ui/toast";
import type { Connection } from "@/lib/model/connection";

/** Read-only, or changes allowed and for how long. Nothing for connections that are never locked. */
export function WriteLock({ isOpen, setOpen }: { isOpen: boolean; setOpen(open: boolean): void }) {
  const { connection } = useSession();
  const setLock = useSetLock(connection);
  const nowMs = useNow(1000);
  if (!connection || (connection.writable && !connection.unlockedUntil)) return null;
  const leftMs = connection.unlockedUntil
    ? Math.max(0, Date.parse(connection.unlockedUntil) - nowMs)
    : 0;
  const isUnlocked = connection.writable && leftMs > 0;
  return (
    <>
      {isUnlocked ? (
        <Button
          className="lock-open text-12"
          icon={LockOpen}
          title="Lock again now"
          aria-label={`Changes on for ${countdown(leftMs)}. Lock again now`}
          onClick={() =>
            setLock.mutate(false, { onError: (error) => toast.problem(problemOf(error)) })
          }
        >
          <span className="max-md:hidden">Changes on · </span>
          {countdown(leftMs)}
        </Button>
      ) : (
        <Button
          className="text-12"
          icon={Lock}
          title="Changes are locked on this connection"
          onClick={() => setOpen(true)}
        >
          <span className="max-md:hidden">Read-only</span>
        </Button>
      )}
      <UnlockDialog
        key={String(isOpen)}
        connection={connection}
        open={isOpen}
        onClose={() => setOpen(false)}
        setLock={setLock}
      />
    </>
  );
}

function UnlockDialog({
  connection,
  open,
  onClose,
  setLock,
}: {
  connection: Connection;
  open: boolean;
  onClose(): void;
  setLock: ReturnType<typeof useSetLock>;
}) {
  const [typed, setTyped] = useState("");
  const matches = typed === connection.label;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      title={`Allow changes on ${connection.label} for 15 min?`}
      description="Type the connection name. It locks again by itself."
      onSubmit={() => matches && setLock.mutate(true, { onSuccess: onClose })}
      footer={
        <>
          <Button onClick={onClose} shortcut="Esc">
            Cancel
          </Button>
          <Button type="submit" kind="primary" busy={setLock.isPending} disabled={!matches}>
            Allow changes
          </Button>
        </>
      }
    >
      <Field label={`Connection name: ${connection.label}`}>
        {(ids) => <Input {...ids} mono value={typed} onChange={setTyped} autoFocus />}
      </Field>
      {setLock.error && <ProblemView problem={problemOf(setLock.error)} />}
    </Dialog>
  );
}

function useSetLock(connection: Connection | undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (unlock: boolean) =>
      sendJson<{ connection: Connection }>(
        "PUT",
        `/api/connections/${encodeURIComponent(connection?.id ?? "")}/lock`,
        { locked: !unlock },
      ),
    onSuccess: ({ connection: changed }) => rememberConnection(queries, changed),
  });
}

/** `14:59` */
function countdown(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
