import { existsSync } from "node:fs";
import { join } from "node:path";
import { findRuntimesDir } from "./runtimes-dir.ts";
import type { Namespaces, Starter } from "./starter.ts";

const perl = "/usr/bin/perl";

/** The numbers of Linux' calls mount, unshare, setrlimit and sched_setscheduler. */
const calls: Partial<Record<NodeJS.Architecture, string>> = {
  x64: "165,272,160,144",
  arm64: "40,97,164,119",
};

/**
 * Perl can make system calls, and most Linux systems have it: one small process instead of the dozen programs of
 * `shellStarter`. Undefined where there is none.
 */
export function perlStarter(folder: string, namespaces: Namespaces): Starter | undefined {
  const numbers = calls[process.arch];
  if (!numbers || !existsSync(perl)) return undefined;
  const program = join(findRuntimesDir(), "perl/start.pl");
  return {
    start(spec, mounts = []) {
      const words = mounts.flat();
      // Perl heeds some variables itself: a function's are not meant for this one.
      const [held, variables] = splitVariables(spec.environment);
      const [command, ...args] = [
        ...(held.length > 0 ? ["/usr/bin/env", ...held] : []),
        spec.command,
        ...spec.args,
      ];
      return {
        ...spec,
        command: command ?? "",
        args,
        environment: variables,
        starter: [
          perl,
          program,
          numbers,
          namespaces.join(),
          folder,
          String(words.length),
          ...words,
        ],
        toldMounts: mounts.length === 0,
        namespaced: namespaces.includes("--pid"),
      };
    },
    tell: (mounts) => mounts.flat().join("\0"),
  };
}

function splitVariables(
  environment: Readonly<Record<string, string>>,
): [string[], Record<string, string>] {
  const entries = Object.entries(environment);
  const isPerls = ([name]: [string, string]) => name.startsWith("PERL");
  const held = entries.filter(isPerls).map(([name, value]) => `${name}=${value}`);
  return [held, Object.fromEntries(entries.filter((entry) => !isPerls(entry)))];
}
