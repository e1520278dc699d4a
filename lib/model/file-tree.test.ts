import { expect, it } from "vitest";
import { fileTree, type TreeNode } from "./file-tree";

const names = (nodes: readonly TreeNode[]): unknown[] =>
  nodes.map((node) => (node.kind === "file" ? node.name : { [node.name]: names(node.children) }));

it("puts folders before files, by name", () => {
  const files = ["index.mjs", "lib/z.js", "lib/a/b.js", "a.json"].map((path) => ({
    path,
    sizeBytes: 1,
  }));
  const tree = fileTree(files);
  expect(names(tree)).toEqual([{ lib: [{ a: ["b.js"] }, "z.js"] }, "a.json", "index.mjs"]);
  expect(tree[0]).toMatchObject({ path: "lib", fileCount: 2 });
});

it("takes paths that climb as they are", () => {
  expect(names(fileTree([{ path: "../evil", sizeBytes: 1 }]))).toEqual([{ "..": ["evil"] }]);
});
