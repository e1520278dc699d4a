"use client";

import { useState } from "react";
import { useConfirm } from "@/components/functions/use-confirm";
import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Note } from "@/components/ui/note";
import type { Change } from "@/lib/model/change";
import { formatBytes, plain } from "@/lib/model/format";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { toBase64, type Upload } from "./read-upload";
import { UploadField } from "./upload-field";

/** Deploys another zip, or a folder that is zipped here, to $LATEST. */
export function ReplaceDialog({ detail, onClose }: { detail: FunctionDetail; onClose(): void }) {
  const [upload, setUpload] = useState<Upload>();
  const { dialog, ask } = useConfirm();
  const review = () => {
    if (!upload || upload.problem) return;
    ask({
      title: `Replace the code of ${detail.name}?`,
      values: [
        {
          label: "Zip",
          before: plain(formatBytes(detail.codeSizeBytes)),
          after: `${plain(formatBytes(upload.zip.length))}, ${upload.name}`,
        },
      ],
      action: "Replace code",
      note: (
        <Note tone="warn">
          Lambdeck keeps no copy of the present code: download it or publish a version first, if you
          may want it back.
        </Note>
      ),
      act: async () =>
        sendJson<{ change: Change }>("PUT", functionPath(detail.name, "/code"), {
          zipBase64: await toBase64(upload.zip),
        }),
      onDone: onClose,
    });
  };
  return (
    <>
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Replace the code of ${detail.name}`}
        description="A zip with the files at its top, or the folder that holds them."
        onSubmit={review}
        footer={
          <>
            <Button onClick={onClose} shortcut="Esc">
              Cancel
            </Button>
            <Button type="submit" kind="primary" disabled={!upload || upload.problem !== undefined}>
              Replace…
            </Button>
          </>
        }
      >
        <UploadField
          upload={upload}
          onUpload={setUpload}
          runtime={detail.runtime}
          handler={detail.handler}
        />
      </Dialog>
      {dialog}
    </>
  );
}
