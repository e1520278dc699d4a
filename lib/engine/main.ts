import { systemClock } from "./clock.ts";
import { createEngine } from "./engine.ts";
import { StartError } from "./start-error.ts";
import { createLineLog } from "./log.ts";
import { engineHelp, MisuseError, readArguments } from "./read-arguments.ts";

/** Replaced by the build with the version of package.json. */
declare const LAMBDECK_VERSION: string;

try {
  const given = readArguments(process.argv.slice(2), process.env);
  if (given === "help") {
    console.log(engineHelp);
    process.exit(0);
  }
  const { port, homeDir, settings, stopWithStdin } = given;
  const log = createLineLog((line) => process.stderr.write(line), systemClock.now);
  const engine = createEngine({ homeDir, version: LAMBDECK_VERSION, settings, log });
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    engine.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error("The engine could not shut down cleanly", error);
        process.exit(1);
      },
    );
  };
  // A mistake in background work must not take every function and queue down with it.
  process.on("uncaughtException", (error) => log.error("Background work failed", error));
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // A supervisor that was killed outright cannot ask; its channel closes.
  process.on("disconnect", stop);
  if (stopWithStdin) process.stdin.on("end", stop).resume();
  console.log(`engine ready ${await engine.listen(port)}`);
} catch (error) {
  if (error instanceof MisuseError) {
    console.error(`${error.message} See lambdeck engine --help.`);
    process.exit(2);
  }
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}
