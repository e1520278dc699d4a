import { describe, expect, it } from "vitest";
import { MisuseError, readArguments } from "./read-arguments.ts";

describe("readArguments", () => {
  it("prefers options to variables, and variables to what is usual", () => {
    const env = { LAMBDECK_ENGINE_PORT: "4000", LAMBDECK_HOME: "/var/deck" };
    expect(readArguments(["--port", "0", "--home", "/tmp/deck", "--empty"], env)).toEqual({
      port: 0,
      homeDir: "/tmp/deck/engine",
      settings: { cpuQuota: "auto" },
      stopWithStdin: false,
    });
    expect(readArguments([], env)).toMatchObject({ port: 4000, homeDir: "/var/deck/engine" });
    expect(readArguments([], {})).toMatchObject({ port: 3211 });
  });

  it("takes settings; an account with a small limit keeps all of it unreserved", () => {
    const argv = ["--account-limit", "50", "--settle-ms", "0", "--idle-seconds", "5"];
    expect(readArguments(argv, {})).toMatchObject({
      settings: {
        accountConcurrencyLimit: 50,
        unreservedConcurrencyFloor: 50,
        settleMs: 0,
        idleEnvironmentMs: 5_000,
      },
    });
  });

  it("knows when help is asked for", () => {
    expect(readArguments(["--help"], {})).toBe("help");
    expect(readArguments(["-h"], {})).toBe("help");
  });

  it.each([
    [["--prot", "1"]],
    [["--port", "70000"]],
    [["--port", "x"]],
    [["extra"]],
    [["--settle-ms", "soon"]],
    [["--account-limit", "0"]],
  ])("refuses %j", (argv) => {
    expect(() => readArguments(argv, {})).toThrow(MisuseError);
  });
});
