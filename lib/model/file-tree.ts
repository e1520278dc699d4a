interface TreeFile {
  kind: "file";
  name: string;
  path: string;
  sizeBytes: number;
}

export interface TreeFolder {
  kind: "folder";
  name: string;
  path: string;
  /** Folders first, each in order of name. */
  children: TreeNode[];
  /** Files in it and below it. */
  fileCount: number;
}

export type TreeNode = TreeFile | TreeFolder;

/** A zip's list of paths as folders and files. */
export function fileTree(files: readonly { path: string; sizeBytes: number }[]): TreeNode[] {
  return folderOf("", "", files).children;
}

function folderOf(
  name: string,
  path: string,
  files: readonly { path: string; sizeBytes: number }[],
): TreeFolder {
  const prefix = path === "" ? "" : `${path}/`;
  const below = new Map<string, { path: string; sizeBytes: number }[]>();
  const own: TreeFile[] = [];
  for (const file of files) {
    const rest = file.path.slice(prefix.length);
    const slash = rest.indexOf("/");
    if (slash < 0) own.push({ kind: "file", name: rest, ...file });
    else {
      const folder = rest.slice(0, slash);
      const inside = below.get(folder);
      if (inside) inside.push(file);
      else below.set(folder, [file]);
    }
  }
  const folders = [...below].map(([folder, inside]) => folderOf(folder, prefix + folder, inside));
  return {
    kind: "folder",
    name,
    path,
    children: [...folders.sort(byName), ...own.sort(byName)],
    fileCount: files.length,
  };
}

function byName(left: TreeNode, right: TreeNode): number {
  return left.name.localeCompare(right.name);
}
