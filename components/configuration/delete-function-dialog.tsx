"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCodeDownload } from "@/components/code/use-code-download";
import { OwnerNote } from "@/components/functions/owner-note";
import { useVersions } from "@/components/functions/qualifier-picker";
import { functionPath } from "@/components/functions/use-function";
import { useKnownFunctions } from "@/components/shell/known-functions";
import { useTriggers } from "@/components/triggers/use-triggers";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { ConfirmChange } from "@/components/ui/confirm-change";
import { useHref } from "@/components/ui/link";
import { Note } from "@/components/ui/note";
import { toast } from "@/components/ui/toast";
import type { Change } from "@/lib/model/change";
import { mappingsIn } from "@/lib/model/trigger-identity";
import type { FunctionDetail } from "@/lib/model/function-detail";

/** Deletes a function after its name was typed; offers its code first, for nothing brings it back. */
export function DeleteFunctionDialog({
  detail,
  open,
  onOpenChange,
}: {
  detail: FunctionDetail;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const queries = useQueryClient();
  const router = useRouter();
  const { forget } = useKnownFunctions();
  const hrefTo = useHref();
  const { data: versions } = useVersions(detail.name);
  const { data: triggers } = useTriggers();
  const download = useCodeDownload(detail.name);
  const published = (versions?.versions.length ?? 1) - 1;
  const aliases = versions?.aliases.length ?? 0;
  const mappings = mappingsIn(triggers?.triggers ?? []).length;
  const remove = async () => {
    const { change } = await sendJson<{ change: Change }>("DELETE", functionPath(detail.name), {
      typedName: detail.name,
    });
    forget(detail.name);
    router.push(hrefTo("/functions"));
    toast.done(change.title);
    // Its own queries would only learn that it is gone.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey.includes(detail.name) });
    void queries.invalidateQueries({ queryKey: ["functions"] });
    void queries.invalidateQueries({ queryKey: ["activity"] });
  };
  return (
    <ConfirmChange
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${detail.name}?`}
      values={[
        { label: "Function", before: detail.name, after: "deleted" },
        ...(published > 0
          ? [{ label: "Versions", before: `${published} published`, after: "deleted" }]
          : []),
        ...(aliases > 0 ? [{ label: "Aliases", before: String(aliases), after: "deleted" }] : []),
      ]}
      action="Delete function"
      danger
      typeToConfirm={detail.name}
      onConfirm={remove}
    >
      <Note tone="warn" title="This cannot be undone">
        Its code, settings, policy and asynchronous settings go with it. Its log group and the
        sources that call it stay
        {mappings > 0 &&
          `; so may its ${mappings === 1 ? "event source mapping" : `${mappings} event source mappings`}, which then have nothing to call: remove them first on the Triggers tab`}
        .
      </Note>
      {detail.packageType === "Zip" && (
        <div>
          <Button icon={Download} busy={download.busy} onClick={() => void download.start()}>
            Download its zip first
          </Button>
        </div>
      )}
      <OwnerNote owner={detail.owner} />
    </ConfirmChange>
  );
}
