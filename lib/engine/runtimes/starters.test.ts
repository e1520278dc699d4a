import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { perlStarter } from "./perl-starter.ts";
import { RuntimeProcess } from "./runtime-process.ts";
import { shellStarter } from "./shell-starter.ts";
import type { Namespaces, Starter } from "./starter.ts";

// Not in /tmp, over which a /tmp is laid.
const home = mkdtempSync(join(process.cwd(), "node_modules/.starters-"));
const folder = join(home, "environments/var");
for (const name of [".empty", ".host", "task", "runtime"])
  mkdirSync(join(folder, name), { recursive: true });
mkdirSync(join(home, "code"));
writeFileSync(join(home, "code/it's here"), "found");
writeFileSync(join(home, "engine.sqlite"), "secret");
writeFileSync(join(folder, ".nothing"), "");
afterAll(() => rmSync(home, { recursive: true }));

const mounts = [
  ["read-only", `/var/.host${home}/code`, "/var/task"],
  ["memory", "1", "/tmp"],
] as const;

/** Linux' numbers of the ways in which processes take turns. */
const [usualPolicy, batchPolicy] = ["0", "3"];

const program = [
  "cat >/dev/null",
  'cat "/var/task/it\'s here"',
  "echo",
  "touch /var/task/x 2>/dev/null || echo read-only",
  `touch /tmp/x && head -c 2000000 /dev/zero 2>/dev/null > /tmp/big || echo full`,
  `wc -c < /var/.host${home}/engine.sqlite`,
  `cat /proc/${process.pid}/environ 2>/dev/null | wc -c`,
  "test -e /proc/$$/fd/4 || echo without the lifeline",
  "echo $PERL5OPT",
  "ulimit -n",
  "cut -d ' ' -f 41 /proc/$$/stat",
  ...["pid", "user", "mnt"].map((name) => {
    const ours = readlinkSync(`/proc/self/ns/${name}`);
    return `test "$(readlink /proc/self/ns/${name})" = "${ours}" || echo own ${name}`;
  }),
  "test $$ -gt 9 || echo the second process",
  "exit 7",
].join("; ");

/** Its output and exit code, told its mounts as it starts or later. */
function run(starter: Starter, told: boolean): Promise<[string, number | null]> {
  const spec = {
    command: "/bin/sh",
    args: ["-c", program],
    environment: { PATH: process.env.PATH ?? "", PERL5OPT: "-Mabsent" },
  };
  const started = new RuntimeProcess(starter.start(spec, told ? undefined : mounts));
  started.assign({ workingDir: "/", importPaths: [] }, told ? starter.tell(mounts) : undefined);
  return new Promise((resolve) => {
    let output = "";
    started.listen({
      onOutput: (message) => void (output += message),
      onExit: ({ code }) => resolve([output, code]),
    });
  });
}

const user: Namespaces = ["--user", "--map-root-user"];
const ways: Record<string, Namespaces> = {
  "processes of its own": ["--mount", "--pid"],
  "all processes": ["--mount"],
  "a user and processes of its own": [...user, "--mount", "--pid"],
  "a user of its own and all processes": [...user, "--mount"],
};

test.runIf(process.platform === "linux").each(Object.keys(ways))(
  "a process has a view of the files to itself, with %s",
  async (way) => {
    const namespaces = ways[way] ?? [];
    const [usual] = await run(shellStarter(folder, namespaces), false);
    if (!usual.startsWith("found")) return;
    const own = [
      ...(namespaces.includes("--pid") ? ["own pid"] : []),
      ...(namespaces.includes("--user") ? ["own user"] : []),
      "own mnt",
      ...(namespaces.includes("--pid") ? ["the second process"] : []),
    ];
    const expected = (policy: string) => [
      "found",
      "read-only",
      "full",
      "0",
      "0",
      "without the lifeline",
      "-Mabsent",
      "1024",
      policy,
      ...own,
      "",
    ];
    for (const [starter, policy] of [
      [shellStarter(folder, namespaces), usualPolicy],
      [perlStarter(folder, namespaces), batchPolicy],
    ] as const)
      for (const told of starter ? [false, true] : [])
        expect(starter && (await run(starter, told))).toEqual([expected(policy).join("\n"), 7]);
  },
  30_000,
);
