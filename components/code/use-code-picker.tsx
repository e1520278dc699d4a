"use client";

import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { problemOf } from "@/components/ui/problem-view";
import type { Problem } from "@/lib/model/problem";
import { readDropped } from "./dropped-files";
import { type CodePackage, packageFolder, packageZip } from "./package-code";

export interface CodePicker {
  /** Must be drawn somewhere: the browser's own file choosers. */
  inputs: ReactNode;
  chooseZip(): void;
  chooseFolder(): void;
  /** For the element a zip or folder may be dropped on. */
  dropTarget: {
    onDragOver(event: DragEvent): void;
    onDrop(event: DragEvent): void;
  };
  /** Reading and packing. */
  isBusy: boolean;
  /** Why the last choice cannot be deployed. */
  problem: Problem | undefined;
}

/** Lets the user choose code: a zip, or a folder that is packed here. */
export function useCodePicker(onPicked: (code: CodePackage) => void): CodePicker {
  const zipInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const take = async (reading: () => Promise<CodePackage | undefined>) => {
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const code = await reading();
      if (code) onPicked(code);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    inputs: (
      <>
        <input
          ref={zipInput}
          type="file"
          accept=".zip,.jar,application/zip"
          hidden
          aria-label="Zip file"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) void take(() => packageZip(file));
            // The same file may be chosen again after it was mended.
            target.value = "";
          }}
        />
        <input
          ref={(input) => {
            folderInput.current = input;
            input?.setAttribute("webkitdirectory", "");
          }}
          type="file"
          hidden
          aria-label="Folder"
          onChange={({ target }) => {
            const files = [...(target.files ?? [])];
            if (files.length > 0) void take(() => packageFolder(...folderOf(files)));
            target.value = "";
          }}
        />
      </>
    ),
    chooseZip: () => zipInput.current?.click(),
    chooseFolder: () => folderInput.current?.click(),
    dropTarget: {
      onDragOver: (event) => event.preventDefault(),
      onDrop: (event) => {
        event.preventDefault();
        const { dataTransfer } = event;
        void take(async () => {
          const dropped = await readDropped(dataTransfer);
          if (dropped?.kind === "file") return packageZip(dropped.file);
          return dropped && packageFolder(dropped.label, dropped.files);
        });
      },
    },
    isBusy,
    problem,
  };
}

/** The browser gives paths that start with the chosen folder's own name. */
function folderOf(files: readonly File[]): Parameters<typeof packageFolder> {
  const [label = ""] = files[0]?.webkitRelativePath.split("/") ?? [];
  return [
    label,
    files.map((file) => ({
      path: file.webkitRelativePath.slice(label.length + 1),
      sizeBytes: file.size,
      file,
    })),
  ];
}
