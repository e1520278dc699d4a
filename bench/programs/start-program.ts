import { spawn, type ChildProcess } from "node:child_process";

export interface Program {
  child: ChildProcess;
  pid: number;
  address: string;
}

/** Starts a program of Node.js that prints its address in its first line. */
export function startProgram(args: readonly string[]): Promise<Program> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${args[0]} ended with ${code}`)));
    child.stdout.once("data", (line: Buffer) => {
      const address = /http:\/\/\S+/.exec(line.toString())?.[0];
      if (address) resolve({ child, pid: child.pid ?? 0, address });
      else reject(new Error(`${args[0]} printed no address`));
    });
  });
}
