import { setUp } from "@/bin/set-up.mjs";

/** Builds what is not built yet, so that no test waits for it. */
export default function build(): Promise<void> {
  return setUp();
}
