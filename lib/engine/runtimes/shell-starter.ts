import type { Mount } from "./mount.ts";
import { quoted } from "./shell-quoted.ts";
import type { Namespaces, Starter } from "./starter.ts";

/**
 * `$1` is the folder that becomes /var, `$2` the mounts; what follows is the process to run. The machine's file
 * system can only be read, as on AWS; what is mounted elsewhere in it (/dev, perhaps /home) stays as it is. An
 * empty file lies over each of the engine's database, which a function has no business with either.
 */
const showFolder = `for file in "$1"/../../engine.sqlite*; do mount --bind "$1/.nothing" "$file"; done; mount -o remount,bind,ro /; mount --rbind / "$1/.host" && mount --rbind "$1" /var && mount -o remount,bind,ro /var && eval "$2" || exit 1; shift 2; exec "$@"`;

/** Does what it is told on descriptor 4, as soon as /var is there, and says so. */
const takeMounts = `IFS= read -r mounts <&4 && until [ -e /var/.nothing ]; do sleep 0.02; done && eval "$mounts" && echo >&4`;

/**
 * An empty folder lies over the engine's own entry in /proc, whose environment variables are none of a
 * function's business.
 */
const setUp = (isTold: boolean) =>
  `mount --bind "$1/.empty" /proc/${process.pid} && ${isTold ? `( ( ${takeMounts} || kill -9 0 ) 3>&- 5>&- 6>&- & ) && ` : ""}exec 4<&- && ${showFolder}`;

/**
 * A namespace of processes ends with its first one, and all that runs in it, however it was started or
 * detached. That one only waits until descriptor 4 closes: with the engine, however it ends, or because
 * the engine ends the environment. It has no interest in its children, so the kernel buries them. The
 * runtime is the second. \`nsenter\` waits for it outside and ends as it does.
 */
const setUpNamespace = (isTold: boolean) =>
  `( ${isTold ? `${takeMounts} || exit 1; ` : ""}trap "" CHLD; exec cat <&4 >/dev/null 2>&1 3>&- 4<&- 5<&- 6<&- ) & exec nsenter --pid=/proc/self/ns/pid_for_children /bin/sh -c 'mount -t proc proc /proc && ${showFolder}' sh "$@" 4<&-`;

/** With the programs that every Linux system has. */
export function shellStarter(folder: string, namespaces: Namespaces): Starter {
  const namespaced = namespaces.includes("--pid");
  return {
    start(spec, mounts = []) {
      const toldMounts = mounts.length === 0;
      const script = namespaced ? setUpNamespace(toldMounts) : setUp(toldMounts);
      const places = toldMounts ? ":" : scriptOf(mounts);
      return {
        ...spec,
        command: "unshare",
        args: [
          ...namespaces,
          "/bin/sh",
          "-c",
          script,
          "sh",
          folder,
          places,
          spec.command,
          ...spec.args,
        ],
        toldMounts,
        namespaced,
      };
    },
    tell: scriptOf,
  };
}

function scriptOf(mounts: readonly Mount[]): string {
  return mounts.map((mount) => commandOf(mount)).join(" && ");
}

function commandOf([how, what, place]: Mount): string {
  const source = quoted(what);
  switch (how) {
    case "read-only":
      // Not every system lets the two be one step.
      return `{ mount -o bind,ro ${source} ${place} 2>/dev/null || mount --bind ${source} ${place}; }`;
    case "writable":
      return `mount --bind ${source} ${place} && mount -o remount,bind,rw ${place}`;
    case "memory":
      return `mount -t tmpfs -o size=${what}m,mode=0700 tmpfs ${place}`;
    case "unpack":
      return `tar -C ${place} -xf ${source}`;
  }
}
