#!/usr/bin/env node
// The command line. It runs on a machine that has only Node.js and npm: what is missing is installed and
// built first, then the command is loaded from dist/.
import { setUp } from "./set-up.mjs";

const HELP = `lambdeck COMMAND [options]

  start     the dashboard and the local engine (npm start)
  engine    the local engine alone
  deploy    create or update a function from a folder, or what a template says
  samples   install or remove the sample functions, switch demo traffic
  simulate  what traffic does to concurrency limits, without AWS
  load      call a function many times and see what its limits do

lambdeck COMMAND --help tells more.`;

// The SDK would tell every user of Node.js 20 what next year's versions need.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

// Where the person stands, for paths on the command line: setting up happens in Lambdeck's own folder.
const folder = process.cwd();
const [command = "help", ...args] = process.argv.slice(2);
const wantsHelp = args.includes("--help") || args.includes("-h");

switch (command) {
  case "start":
    await setUp({ pages: !wantsHelp });
    await runCommand("start");
    break;
  case "engine":
    await setUp({ pages: false });
    process.chdir(folder);
    process.argv.splice(2, 1);
    await import("../dist/engine.mjs");
    break;
  case "deploy":
  case "load":
  case "samples":
  case "simulate":
    await setUp({ pages: false });
    process.chdir(folder);
    await runCommand(command);
    break;
  case "help":
  case "--help":
  case "-h":
    console.log(HELP);
    break;
  default:
    console.error(`lambdeck: there is no command "${command}".\n\n${HELP}`);
    process.exitCode = 2;
}

async function runCommand(name) {
  const { run } = await import(`../dist/cli/${name}.mjs`);
  const code = await run(args, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
  });
  // What still waits in the background, such as for a sample to become active, must not keep a stopped program.
  process.exit(code);
}
