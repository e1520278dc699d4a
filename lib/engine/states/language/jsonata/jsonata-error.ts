/** What the library says of an expression that failed. */
export interface JsonataError {
  /** `T0410`; a failure of V8's own has none. */
  code?: string;
  message: string;
}

const stackOverflow =
  "Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.";
const outOfMemory = "Expression evaluation memory limit exceeded: Check for excessive memory usage";

/** The library's words for limits, in AWS's. */
const bounds: readonly [RegExp, string][] = [
  [/^D1011$|Maximum call stack size/, stackOverflow],
  [/^D201[45]$|Invalid (?:string|array) length/, outOfMemory],
];

/** How AWS goes on after "threw an error during evaluation": limits have no code. */
export function errorTail({ code, message }: JsonataError): string {
  const [, bound] = bounds.find(([sign]) => sign.test(code ?? message)) ?? [];
  if (bound) return `: ${bound}`;
  return code === undefined ? `: ${message}` : `. ${code}: ${message}`;
}
