import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ControlGroups } from "./control-groups.ts";
import { findGroupTrees } from "./find-control-groups.ts";

/** A folder with the two files in which the kernel tells a process of its groups. */
function proc(cgroup: string, mountinfo: string): string {
  const folder = mkdtempSync(join(tmpdir(), "proc-"));
  writeFileSync(join(folder, "cgroup"), cgroup);
  writeFileSync(join(folder, "mountinfo"), mountinfo);
  return folder;
}

test("groups of version 1 are made below the process' own, one tree for each controller", () => {
  const folder = proc(
    "9:name=systemd:/\n8:pids:/\n4:memory:/box/abc\n2:cpu,cpuacct:/\n0::/\n",
    [
      "30 1 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct",
      "31 1 0:28 /box /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory",
      "32 1 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids",
    ].join("\n"),
  );
  expect(findGroupTrees(folder)).toEqual([
    { version: 1, controllers: ["pids"], folder: "/sys/fs/cgroup/pids" },
    { version: 1, controllers: ["memory"], folder: "/sys/fs/cgroup/memory/abc" },
    { version: 1, controllers: ["cpu", "cpuacct"], folder: "/sys/fs/cgroup/cpu,cpuacct" },
  ]);
});

test("groups of version 2 are made beside the process' own, which holds processes already", () => {
  const mount = mkdtempSync(join(tmpdir(), "cgroup2-"));
  const own = join(mount, "user.slice", "terminal.scope");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "cgroup.controllers"), "cpu io memory pids\n");
  const folder = proc(
    "0::/user.slice/terminal.scope\n",
    `30 1 0:27 / ${mount} rw shared:4 - cgroup2 cgroup2 rw,nsdelegate`,
  );
  expect(findGroupTrees(folder)).toEqual([
    { version: 2, controllers: ["cpu", "memory", "pids"], folder: dirname(own) },
  ]);
});

test("a system without groups has none", () => {
  expect(findGroupTrees("/nowhere")).toEqual([]);
});

async function openGroups(): Promise<ControlGroups | undefined> {
  const made = ControlGroups.make();
  await made.keepJoinable();
  return made.isEmpty ? undefined : made;
}

const groups = process.platform === "linux" ? await openGroups() : undefined;
await groups?.close();

test.runIf(groups?.limits("pids"))(
  "no more processes start than a group may have, and all end with it",
  async () => {
    const engine = await openGroups();
    const group = engine?.create();
    group?.limitProcesses(8);
    const join = (group?.doors ?? []).map((door) => `echo 0 > ${door}; `).join("");
    const script = `${join} i=0; while [ $i -lt 20 ]; do sleep 60 >/dev/null 2>&1 & i=$((i + 1)); done; echo all`;
    const { stdout, stderr } = spawnSync("/bin/sh", ["-c", script], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(stderr).toMatch(/fork/i);
    await engine?.close();
    expect(group?.doors.filter((door) => existsSync(door))).toEqual([]);
  },
);

test.runIf(groups)("what a killed engine left is ended and removed by the next one", async () => {
  const [tree] = findGroupTrees();
  // The id of a process that has ended.
  const { pid } = spawnSync("true");
  const left = join(tree?.folder ?? "", `lambdeck-${pid}-1-1`);
  mkdirSync(join(left, "1"), { recursive: true });
  const orphan = spawn("sleep", ["60"], { detached: true });
  const ended = new Promise((resolve) => orphan.once("exit", (_code, signal) => resolve(signal)));
  writeFileSync(join(left, "1", "cgroup.procs"), String(orphan.pid));
  const engine = await openGroups();
  expect(await ended).toBe("SIGKILL");
  // The kernel lets go of a group a moment after its last process.
  await engine?.close();
  const next = await openGroups();
  await next?.close();
  expect(readdirSync(tree?.folder ?? "/").filter((name) => left.endsWith(name))).toEqual([]);
});
