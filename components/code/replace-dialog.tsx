"use client";

import { useState } from "react";
import { useChangeDone, useSettingsRefresh } from "@/components/activity/use-change-done";
import { OwnerNote } from "@/components/functions/owner-note";
import { useVersions } from "@/components/functions/qualifier-picker";
import { useSession } from "@/components/shell/session";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmChange, type ChangedValue } from "@/components/ui/confirm-change";
import { Note } from "@/components/ui/note";
import { formatBytes, formatFullCount, plain } from "@/lib/model/format";
import type { FunctionCode } from "@/lib/model/function-code";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { compareFiles } from "@/lib/model/pack-code";
import type { CodePackage } from "./package-code";
import { replaceCode } from "./replace-code";
import { UploadField } from "./upload-field";

/** Deploys another zip, or a folder that is zipped here, to $LATEST; keeps the present code as a version first. */
export function ReplaceDialog({
  detail,
  code,
  open,
  onOpenChange,
}: {
  detail: FunctionDetail;
  /** What is deployed, where it could be read. */
  code: FunctionCode | undefined;
  open: boolean;
  onOpenChange(open: boolean): void;
}) {
  const { connection } = useSession();
  const { data: versions } = useVersions(detail.name);
  const announce = useChangeDone();
  const refresh = useSettingsRefresh();
  const [next, setNext] = useState<CodePackage>();
  // On the local engine code changes often and is at hand; elsewhere it may be all there is.
  const [keeps, setKeeps] = useState(connection?.kind !== "local");
  const same = versions?.versions.find(
    ({ version, codeSha256 }) =>
      version !== "$LATEST" && codeSha256 && codeSha256 === detail.codeSha256,
  );
  const isDeployed = next?.codeSha256 !== undefined && next.codeSha256 === detail.codeSha256;
  const publishes = keeps && !same && !isDeployed;
  const replace = async () => {
    if (!next) return;
    try {
      announce(await replaceCode(detail, next, publishes));
      setNext(undefined);
    } catch (error) {
      // What AWS has now may be the reason.
      refresh();
      throw error;
    }
  };
  return (
    <ConfirmChange
      open={open}
      onOpenChange={onOpenChange}
      title={`Replace the code of ${detail.name}`}
      values={next ? changedValues(detail, code, next) : []}
      action={publishes ? "Publish, then replace" : "Replace code"}
      disabled={!next || isDeployed}
      onConfirm={replace}
    >
      <UploadField code={next} onCode={setNext} runtime={detail.runtime} handler={detail.handler} />
      {isDeployed ? (
        <Note>This is the code that is deployed now, byte for byte.</Note>
      ) : (
        <>
          {!same && (
            <div className="text-12">
              <Checkbox
                checked={keeps}
                onChange={setKeeps}
                label="Publish the present code as a version first"
              />
            </div>
          )}
          <Note tone={publishes || same ? "neutral" : "warn"}>
            {publishes
              ? "An alias that points at the version, or its zip, brings the present code back."
              : same
                ? `Version ${same.version} has the present code: an alias that points at it, or its zip, brings it back.`
                : "This cannot be undone: Lambdeck keeps no copy of the present code."}
          </Note>
        </>
      )}
      <OwnerNote owner={detail.owner} />
    </ConfirmChange>
  );
}

function changedValues(
  detail: FunctionDetail,
  code: FunctionCode | undefined,
  next: CodePackage,
): ChangedValue[] {
  const zip = {
    label: "Zip",
    before: plain(formatBytes(code?.zipSizeBytes ?? detail.codeSizeBytes)),
    after: `${plain(formatBytes(next.zip.length))}, ${next.label}`,
  };
  const hash = {
    label: "SHA-256",
    before: shortHash(detail.codeSha256),
    after: next.codeSha256 ? shortHash(next.codeSha256) : "AWS says it afterwards",
  };
  if (!code) return [zip, hash];
  return [
    zip,
    {
      label: "Unpacked",
      before: plain(formatBytes(code.unzippedSizeBytes)),
      after: plain(formatBytes(next.unzippedSizeBytes)),
    },
    {
      label: "Files",
      before: formatFullCount(code.files.length),
      after: `${formatFullCount(next.files.length)}${differences(code, next)}`,
    },
    hash,
  ];
}

function differences(code: FunctionCode, next: CodePackage): string {
  const { added, removed, resized } = compareFiles(code.files, next.files);
  const parts = [
    [added, "added"],
    [removed, "removed"],
    [resized, "of another size"],
  ] as const;
  const text = parts
    .filter(([paths]) => paths.length > 0)
    .map(([paths, verb]) => `${paths.length === 1 ? paths[0] : paths.length} ${verb}`)
    .join(", ");
  return text && ` (${text})`;
}

function shortHash(hash: string | undefined): string | undefined {
  return hash && `${hash.slice(0, 12)}\u2026`;
}
