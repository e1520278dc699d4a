"use client";

import { ChevronDown, ChevronRight, File, Folder, Zap } from "lucide-react";
import { useMemo, useState } from "react";
import { formatBytes, formatFullCount, plain } from "@/lib/model/format";
import { fileTree, type TreeFolder, type TreeNode } from "@/lib/model/file-tree";

interface CodeTreeProps {
  files: readonly { path: string; sizeBytes: number }[];
  handlerFile: string | undefined;
  opened: string | undefined;
  onOpen(path: string): void;
}

/** The zip's folders and files; the handler's file is marked. */
export function CodeTree({ files, ...rest }: CodeTreeProps) {
  const tree = useMemo(() => fileTree(files), [files]);
  return (
    <nav aria-label="Files">
      <Level nodes={tree} {...rest} />
    </nav>
  );
}

function Level({ nodes, ...rest }: Omit<CodeTreeProps, "files"> & { nodes: readonly TreeNode[] }) {
  return (
    <ul className="text-12">
      {nodes.map((node) =>
        node.kind === "folder" ? (
          <FolderItem key={node.path} folder={node} {...rest} />
        ) : (
          <li key={node.path}>
            <button
              type="button"
              className={`pop-item code-text min-h-6! pointer-coarse:min-h-11! ${node.path === rest.opened ? "bg-surface-3" : ""}`}
              aria-current={node.path === rest.opened || undefined}
              onClick={() => rest.onOpen(node.path)}
            >
              {node.path === rest.handlerFile ? (
                <Zap size={13} aria-label="Handler" className="text-accent" />
              ) : (
                <File size={13} aria-hidden className="text-text-3" />
              )}
              <span
                className={`min-w-0 flex-1 truncate ${node.path === rest.handlerFile ? "font-semibold" : ""}`}
              >
                {node.name}
              </span>
              <span className="font-sans text-10 text-text-3">
                {plain(formatBytes(node.sizeBytes))}
              </span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function FolderItem({ folder, ...rest }: Omit<CodeTreeProps, "files"> & { folder: TreeFolder }) {
  // Dependencies are rarely what one looks for, and there are thousands of them.
  const [isOpen, setOpen] = useState(folder.name !== "node_modules" && folder.fileCount <= 50);
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <li>
      <button
        type="button"
        className="pop-item code-text min-h-6! pointer-coarse:min-h-11!"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Arrow size={13} aria-hidden className="text-text-3" />
        <Folder size={13} aria-hidden className="text-text-3" />
        <span className="min-w-0 flex-1 truncate">{folder.name}</span>
        <span className="font-sans text-10 text-text-3">{formatFullCount(folder.fileCount)}</span>
      </button>
      {isOpen && (
        <div className="ml-3.5 border-l border-grid pl-1">
          <Level nodes={folder.children} {...rest} />
        </div>
      )}
    </li>
  );
}
