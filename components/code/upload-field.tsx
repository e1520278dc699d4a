"use client";

import { FileArchive, FolderOpen } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView } from "@/components/ui/problem-view";
import { formatBytes, formatFullCount, plain } from "@/lib/model/format";
import { findHandlerFile } from "@/lib/model/function-code";
import { type ListedFile, wrappingFolder } from "@/lib/model/pack-code";
import type { CodePackage } from "./package-code";
import { useCodePicker } from "./use-code-picker";

/** Chooses a zip, or a folder that is zipped here, and says whether the function will find its handler in it. */
export function UploadField({
  code,
  onCode,
  runtime,
  handler,
}: {
  code: CodePackage | undefined;
  onCode(code: CodePackage): void;
  runtime: string | undefined;
  handler: string | undefined;
}) {
  const picker = useCodePicker(onCode);
  return (
    <div className="flex flex-col gap-2">
      <div
        role="group"
        aria-label="Zip or folder"
        className="flex flex-wrap items-center gap-2 rounded-2 border border-dashed border-border-strong p-3"
        {...picker.dropTarget}
      >
        {picker.inputs}
        <Button icon={FileArchive} busy={picker.isBusy} onClick={picker.chooseZip}>
          Zip file…
        </Button>
        <Button icon={FolderOpen} busy={picker.isBusy} onClick={picker.chooseFolder}>
          Folder…
        </Button>
        <span className="min-w-0 flex-1 text-12 max-md:basis-full" aria-live="polite">
          {picker.isBusy ? (
            "Packing"
          ) : code ? (
            <>
              <b className="block truncate font-medium" title={code.label}>
                {code.label}
              </b>
              <span className="text-text-3">{sizesOf(code)}</span>
            </>
          ) : (
            <span className="text-text-3 max-md:hidden">or drop one here</span>
          )}
        </span>
      </div>
      {picker.problem && <ProblemView problem={picker.problem} />}
      {code && <HandlerNote files={code.files} runtime={runtime} handler={handler} />}
    </div>
  );
}

function sizesOf({ zip, files, unzippedSizeBytes, leftOutFiles }: CodePackage): string {
  return [
    `${plain(formatBytes(zip.length))} zip`,
    `${formatFullCount(files.length)} ${files.length === 1 ? "file" : "files"}`,
    `${plain(formatBytes(unzippedSizeBytes))} unpacked`,
    leftOutFiles > 0 && `${formatFullCount(leftOutFiles)} left out (.git, caches, .lambdaignore)`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** Says when the file that the handler names is not there; nothing about runtimes that name a class. */
export function HandlerNote({
  files,
  runtime,
  handler,
}: {
  files: readonly ListedFile[];
  runtime: string | undefined;
  handler: string | undefined;
}) {
  if (!/^(nodejs|python|ruby|provided)/.test(runtime ?? "")) return null;
  // A layer may bring the file.
  if (handler?.startsWith("/opt/")) return null;
  const paths = files.map(({ path }) => path);
  if (findHandlerFile(runtime, handler, paths)) return null;
  const folder = wrappingFolder(files);
  return (
    <Note tone="warn" title="The handler's file is not in the zip">
      {runtime?.startsWith("provided")
        ? `${runtime} starts a file named bootstrap at the top of the zip.`
        : `The handler is ${handler}; the zip has no file for it.`}{" "}
      {folder &&
        `Everything lies in the folder ${folder}: zip what is in it, or choose that folder.`}
    </Note>
  );
}
