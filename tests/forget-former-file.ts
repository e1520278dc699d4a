import { vi } from "vitest";

// Test files share one process, so that the packages they import are loaded once. What a file before this one has left
// in the process (`lib/store/process-wide.ts`), in its environment or in our own modules is not for this one.
const left = globalThis as unknown as Record<symbol, unknown>;
for (const key of Object.getOwnPropertySymbols(globalThis))
  if (key.description?.startsWith("lambdeck.")) delete left[key];
vi.unstubAllEnvs();
vi.resetModules();
