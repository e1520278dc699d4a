import type { FunctionDetail } from "./function-detail";

export interface FramePlace {
  /** Inside of the zip. */
  file: string;
  line: number;
}

/** Where in the function's own code a frame of a stack is; undefined for the runtime's and libraries' code. */
export function placeOfFrame(frame: string): FramePlace | undefined {
  // Node: "at handler (/var/task/index.js:3:11)", "file:///var/task/...". Python: 'File "/var/task/app.py", line 7, in handler'.
  const [, path, line] =
    /(?:file:\/\/)?\/var\/task\/([^\s"'()]+?)(?::|", line )(\d+)/.exec(frame) ??
    // Ruby leaves the folder out where the error is in the handler's own file.
    /^\/?([\w./-]+\.rb):(\d+):in /.exec(frame) ??
    [];
  if (!path || !line || /(^|\/)(node_modules|site-packages|vendor)\//.test(path)) return undefined;
  return { file: path, line: Number(line) };
}

const endings: [RegExp, string][] = [
  [/^nodejs/, ".js"],
  [/^python/, ".py"],
  [/^ruby/, ".rb"],
];

/** The file that the handler's name means, as far as the runtime tells; it may have another ending. */
export function handlerFile({
  handler,
  runtime = "",
}: Pick<FunctionDetail, "handler" | "runtime">): string | undefined {
  const ending = endings.find(([family]) => family.test(runtime))?.[1];
  const path = handler?.replace(/\.[^./]+$/, "");
  return ending && path ? `${path}${ending}` : undefined;
}
