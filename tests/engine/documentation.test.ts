import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  renderOperationTable,
  replaceOperationTable,
} from "../../lib/engine/testing/operation-table.ts";

test("docs/engine.md lists the operations as they are (else run node bin/write-engine-table.mjs)", async () => {
  const page = readFileSync(
    fileURLToPath(new URL("../../docs/engine.md", import.meta.url)),
    "utf8",
  );
  expect(page).toBe(replaceOperationTable(page, await renderOperationTable()));
});
