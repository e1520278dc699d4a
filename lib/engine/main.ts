import { setImmediate } from "node:timers/promises";
import { systemClock } from "./clock.ts";
import { createLineLog } from "./log.ts";
import { openHome } from "./open-home.ts";
import { defaultSettings } from "./settings.ts";
import { StartError } from "./start-error.ts";
import { storageFailure } from "./store/storage-failure.ts";
import { engineHelp, MisuseError, readArguments } from "./read-arguments.ts";

/** Replaced by the build with the version of package.json. */
declare const LAMBDECK_VERSION: string;

/** What runs when the engine is asked to stop has this long to end; a second signal ends it at once. */
const stopGraceMs = 5_000;
const sameSignalMs = 500;

async function main(): Promise<void> {
  try {
    const given = readArguments(process.argv.slice(2), process.env);
    if (given === "help") {
      console.log(engineHelp);
      process.exit(0);
    }
    const { port, homeDir, settings, stopWithStdin } = given;
    const log = createLineLog((line) => process.stderr.write(line), systemClock.now);
    const home = openHome(homeDir, { ...defaultSettings, ...settings });
    // Loading the rest leaves nothing else its turn: what the home has begun comes first.
    await setImmediate();
    const { createEngine } = await import("./engine.ts");
    const engine = createEngine({
      homeDir,
      home,
      version: LAMBDECK_VERSION,
      log,
      settings,
      onHomeLost: (reason) => {
        log.error(reason);
        process.exit(1);
      },
    });
    let stoppingSinceMs: number | undefined;
    let endGrace = (): void => undefined;
    const stop = (graceMs: number): void => {
      if (stoppingSinceMs !== undefined) {
        // Ctrl-C reaches a supervisor as well, which then asks in its own way.
        if (graceMs === 0 || performance.now() - stoppingSinceMs > sameSignalMs) endGrace();
        return;
      }
      stoppingSinceMs = performance.now();
      const graceEnds = new Promise<void>((resolve) => {
        endGrace = resolve;
        setTimeout(resolve, graceMs);
      });
      engine.close(graceEnds).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error("The engine could not shut down cleanly", error);
          process.exit(1);
        },
      );
    };
    // Whoever read the log has gone, with a supervisor that was killed: writing on would fail for ever, each time to be
    // logged as a failure.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
    // A mistake in background work must not take every function and queue down with it.
    process.on("uncaughtException", (error) => log.error("Background work failed", error));
    process.on("SIGTERM", () => stop(stopGraceMs));
    process.on("SIGINT", () => stop(stopGraceMs));
    // A supervisor that was killed outright cannot ask; its channel closes.
    process.on("disconnect", () => stop(0));
    if (stopWithStdin) process.stdin.on("end", () => stop(0)).resume();
    console.log(`engine ready ${await engine.listen(port)}`);
  } catch (error) {
    if (error instanceof MisuseError) {
      console.error(`${error.message} See lambdeck engine --help.`);
      process.exit(2);
    }
    const disk = storageFailure(error);
    const advice = disk && `The engine cannot store anything: ${disk}.`;
    console.error(error instanceof StartError ? error.message : (advice ?? error));
    process.exit(1);
  }
}

void main();
