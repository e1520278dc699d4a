"use client";

import { useRouter } from "next/navigation";
import { useChangeDone } from "@/components/activity/use-change-done";
import { OwnerNote } from "@/components/functions/owner-note";
import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { useHref } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import type { FunctionDetail } from "@/lib/model/function-detail";

/** Deletes a function after its name has been typed. */
export function DeleteFunctionDialog({
  detail,
  open,
  onOpenChange,
}: {
  detail: FunctionDetail;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const router = useRouter();
  const hrefTo = useHref();
  const announce = useChangeDone();
  const { name } = detail;
  return (
    <ConfirmChange
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${name}?`}
      values={[]}
      action="Delete function"
      danger
      typeToConfirm={name}
      onConfirm={async () => {
        const { change } = await sendJson<{ change: Change }>("DELETE", functionPath(name), {
          typedName: name,
        });
        announce([change]);
        router.push(hrefTo("/functions"));
      }}
    >
      <Note tone="danger">
        The function goes with all its versions and aliases, and cannot be brought back. Its logs
        stay.
      </Note>
      <OwnerNote owner={detail.owner} />
    </ConfirmChange>
  );
}
