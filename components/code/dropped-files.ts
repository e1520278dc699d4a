import type { LocalFile } from "./package-code";

/** What was dropped on the page: one file, or a folder with everything in it. */
export type Dropped =
  | { kind: "file"; file: File }
  | { kind: "folder"; label: string; files: LocalFile[] };

/** Reads a drop; only its first thing counts. Undefined when it holds no file. */
export async function readDropped(transfer: DataTransfer): Promise<Dropped | undefined> {
  const item = [...transfer.items].find(({ kind }) => kind === "file");
  const entry = item?.webkitGetAsEntry();
  if (isFolder(entry)) {
    const files: LocalFile[] = [];
    await addFiles(entry, "", files);
    return { kind: "folder", label: entry.name, files };
  }
  const file = item?.getAsFile();
  return file ? { kind: "file", file } : undefined;
}

async function addFiles(
  folder: FileSystemDirectoryEntry,
  prefix: string,
  files: LocalFile[],
): Promise<void> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) =>
      reader.readEntries(done, failed),
    );
    // A reader gives at most a hundred at a time, and nothing at the end.
    if (some.length === 0) return;
    for (const entry of some) {
      const path = prefix + entry.name;
      // Never part of a function, and often larger than all the rest.
      if (isFolder(entry) && entry.name !== ".git") await addFiles(entry, `${path}/`, files);
      if (isFile(entry)) {
        const file = await new Promise<File>((done, failed) => entry.file(done, failed));
        files.push({ path, sizeBytes: file.size, file });
      }
    }
  }
}

function isFolder(entry: FileSystemEntry | null | undefined): entry is FileSystemDirectoryEntry {
  return entry?.isDirectory === true;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
