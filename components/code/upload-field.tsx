"use client";

import { FileArchive, FolderOpen } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { ProblemView, problemOf } from "@/components/ui/problem-view";
import { formatBytes, formatFullCount, plain } from "@/lib/model/format";
import { findHandlerFile } from "@/lib/model/function-code";
import type { Problem } from "@/lib/model/problem";
import { readZipFile, type Upload, zipFolder } from "./read-upload";

/** Chooses a zip, or a folder that is zipped here, and says whether the function will find its handler in it. */
export function UploadField({
  upload,
  onUpload,
  runtime,
  handler,
}: {
  upload: Upload | undefined;
  onUpload(upload: Upload | undefined): void;
  runtime: string | undefined;
  handler: string | undefined;
}) {
  const zipInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const take = async (reading: () => Promise<Upload>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      onUpload(await reading());
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={FileArchive} busy={busy} onClick={() => zipInput.current?.click()}>
          Zip file…
        </Button>
        <Button icon={FolderOpen} busy={busy} onClick={() => folderInput.current?.click()}>
          Folder…
        </Button>
        <input
          ref={zipInput}
          type="file"
          accept=".zip,application/zip"
          aria-label="Zip file"
          hidden
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(() => readZipFile(file));
            currentTarget.value = "";
          }}
        />
        <input
          ref={folderInput}
          type="file"
          aria-label="Folder"
          hidden
          multiple
          {...{ webkitdirectory: "" }}
          onChange={({ currentTarget }) => {
            const files = [...(currentTarget.files ?? [])];
            if (files.length > 0) void take(() => zipFolder(files));
            currentTarget.value = "";
          }}
        />
        {upload && (
          <span className="text-12">
            <b className="font-medium">{upload.name}</b>{" "}
            <span className="text-text-3">
              {plain(formatBytes(upload.zip.length))}, {formatFullCount(upload.files.length)} files,{" "}
              {plain(formatBytes(upload.unzippedSizeBytes))} unpacked
            </span>
          </span>
        )}
      </div>
      {problem && <ProblemView problem={problem} />}
      {upload?.problem && <Note tone="danger">{upload.problem}</Note>}
      {upload && !upload.problem && (
        <HandlerNote
          paths={upload.files.map(({ path }) => path)}
          runtime={runtime}
          handler={handler}
        />
      )}
    </div>
  );
}

/** Says when the file that the handler names is not there; nothing about runtimes that name a class. */
export function HandlerNote({
  paths,
  runtime,
  handler,
}: {
  paths: readonly string[];
  runtime: string | undefined;
  handler: string | undefined;
}) {
  if (!/^(nodejs|python|ruby|provided)/.test(runtime ?? "")) return null;
  if (findHandlerFile(runtime, handler, paths)) return null;
  return (
    <Note tone="warn" title="The handler's file is not in the zip">
      {runtime?.startsWith("provided")
        ? `${runtime} starts a file named bootstrap at the top of the zip.`
        : `The handler is ${handler}; the zip has no such file at this place. If the code lies in a folder inside the zip, choose that folder, or change the handler.`}
    </Note>
  );
}
