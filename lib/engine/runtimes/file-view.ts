import type { ProcessSpec } from "./runtime-process.ts";

/** How the files of a function and of its environment are shown to the code that runs in it. */
export interface FileView {
  /** The folder of the runtimes' programs, as the process that is started sees it. */
  runtimeDir: string;
  /** Where a folder of this machine is found inside. */
  hostPath(folder: string): string;
  /** Where a deployment package is found by its function. */
  taskRoot(codeDir: string): string;
  /** Where an environment's temporary folder is found by its function. */
  tmpDir(realTmpDir: string): string;
  /** The process as it has to be started to have this view. */
  wrap(spec: ProcessSpec): ProcessSpec;
  /** Commands that put a package and a temporary folder into place, run inside the view. */
  mounts(codeDir: string, realTmpDir: string): string[][];
  /** Takes this machine's paths out of text that leaves an environment. */
  rewrite(text: string, codeDir: string): string;
}
