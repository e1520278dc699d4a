/** A place in code as a stack trace names it. */
export interface StackFrame {
  /** As written, without the folder of the function's code. */
  file: string;
  line?: number;
  /** Of the function or method; absent for code at the top of a file. */
  name?: string;
  /** Neither of the runtime nor of a package. */
  own: boolean;
}

/** What one line of a trace says, by runtime. Named groups: name, file, line. */
const frameForms: readonly RegExp[] = [
  // Node.js: `at authorize (/var/task/src/payment.js:88:11)`, `at async /var/task/index.js:3:1`
  /^\s*at (?:async |new )?(?:(?<name>[^()]+?) \()?(?<file>(?:file:\/\/|node:|[A-Za-z]:|\/|\.)?[^():]*):(?<line>\d+):\d+\)?$/,
  // .NET: `at Shop.Cart.Add(Item item) in /src/Cart.cs:line 12`
  /^\s*at (?<name>[\w.<>`+[\]]+)\(.*\) in (?<file>.+):line (?<line>\d+)$/,
  // Java: `at com.example.Handler.handleRequest(Handler.java:12)`
  /^\s*at (?:[\w.]+\/)?(?<name>[\w.$<>]+)\((?<file>[\w.-]+):(?<line>\d+)\)$/,
  // Python: `File "/var/task/app.py", line 12, in handler`
  /^\s*File "(?<file>[^"]+)", line (?<line>\d+)(?:, in (?<name>.+))?$/,
  // Ruby: `/var/task/app.rb:3:in 'handler'`
  /^\s*(?:from )?(?<file>\/[^:]+\.rb):(?<line>\d+):in [`'](?<name>[^'`]+)'$/,
  // Go: `/src/main.go:12 +0x1d`
  /^\s*(?<file>\S+\.go):(?<line>\d+)(?: \+0x[0-9a-f]+)?$/,
];

const foreign =
  /node_modules|site-packages|dist-packages|^node:|^internal\/|\/var\/(runtime|lang|rapid)\/|^\/opt\/|^\/usr\/|^<frozen|\/gems\/|^(UserFunction|Runtime)\.js$/;
const foreignNames =
  /^(java|javax|jdk|sun|com\.sun|com\.amazonaws|software\.amazon|lambdainternal|System|Microsoft|Amazon)\./;

/** The frame that one line of a trace names; undefined for any other line. */
export function parseFrame(text: string): StackFrame | undefined {
  // Python's traces come with spaces that do not break.
  const line = text.replaceAll("\u00a0", " ").trimEnd();
  for (const form of frameForms) {
    const groups = form.exec(line)?.groups;
    if (!groups?.file) continue;
    const file = groups.file.replace(/^file:\/\//, "");
    const name = groups.name?.trim();
    return {
      file: file.replace(/^\/var\/task\//, ""),
      line: Number(groups.line),
      ...(name && name !== "<anonymous>" && name !== "<module>" && { name }),
      own: !foreign.test(file) && !foreignNames.test(name ?? ""),
    };
  }
  return undefined;
}

/**
 * Where an error arose: the innermost frame of the function's own code, else the innermost of all. Python writes the
 * innermost one last, everybody else first.
 */
export function originOf(lines: readonly string[]): StackFrame | undefined {
  const frames = lines.flatMap((line) => parseFrame(line) ?? []);
  const isPython = lines.some((line) => /^[\s\u00a0]*File "/.test(line));
  if (isPython) frames.reverse();
  return frames.find(({ own }) => own) ?? frames[0];
}
