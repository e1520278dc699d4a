"use client";

import { useSession } from "@/components/shell/session";
import { ConfirmChange } from "@/components/ui/confirm-change";
import type { FunctionDetail } from "@/lib/model/function-detail";
import type { InvokeRequest, PastInvocation } from "@/lib/model/invoke";
import { DiffDialog } from "./diff-dialog";
import { ExportDialog } from "./export-dialog";
import { type Keeper, SaveEventDialog } from "./save-event-dialog";
import type { KeptEvent } from "./template-list";
import type { Draft } from "./use-draft";
import type { useKeptEvents } from "./use-kept-events";

export type OpenDialog =
  | { kind: "save" }
  | { kind: "rename"; kept: KeptEvent }
  | { kind: "diff"; id: number }
  | { kind: "export"; id: number }
  | { kind: "confirm"; request: InvokeRequest };

export interface WorkbenchDialogProps {
  dialog: OpenDialog;
  detail: FunctionDetail;
  draft: Draft;
  kept: ReturnType<typeof useKeptEvents>;
  entries: readonly PastInvocation[];
  sharedLocked: string | undefined;
  onSave(name: string, keeper: Keeper): Promise<void>;
  onInvoke(request: InvokeRequest): void;
  onClose(): void;
}

/** The dialog that is open over the Test page. */
export function WorkbenchDialog(props: WorkbenchDialogProps) {
  const { dialog, detail, draft, kept, entries, onSave, onInvoke, onClose, sharedLocked } = props;
  const { connection } = useSession();
  const names = {
    savedNames: kept.saved.map(({ name }) => name),
    shared: kept.shared.events,
    sharedLocked,
    onClose,
  };
  switch (dialog.kind) {
    case "save":
      return (
        <SaveEventDialog
          {...names}
          purpose="save"
          name={draft.name}
          keeper={draft.origin?.startsWith("shared:") && !sharedLocked ? "shared" : "saved"}
          onSave={onSave}
        />
      );
    case "rename":
      return (
        <SaveEventDialog
          {...names}
          purpose="rename"
          name={dialog.kept.event.name}
          keeper={dialog.kept.kind}
          onSave={(newName) => kept.rename(dialog.kept, newName)}
        />
      );
    case "diff":
      return (
        <DiffDialog functionName={detail.name} entries={entries} id={dialog.id} onClose={onClose} />
      );
    case "export":
      return <ExportDialog detail={detail} id={dialog.id} onClose={onClose} />;
    case "confirm":
      return (
        <ConfirmChange
          open
          onOpenChange={onClose}
          title={`Invoke ${detail.name} on ${connection?.label}?`}
          values={[]}
          action="Invoke"
          onConfirm={async () => onInvoke(dialog.request)}
        >
          <p className="text-12 text-text-2">
            This connection counts as production. The function runs with its real role and does what
            this event asks of it; that cannot be undone.
          </p>
        </ConfirmChange>
      );
  }
}
