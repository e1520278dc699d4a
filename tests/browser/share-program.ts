import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { createFunction, invoke } from "@/tests/program/create-function";
import { freePort, newFolder, startProgram } from "@/tests/program/start-program";

/** The program that all browser tests look at. */
export interface SharedProgram {
  /** What a person opens. */
  link: string;
  /** `http://lambdeck.localhost:PORT` */
  home: string;
  token: string;
  engine: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    program: SharedProgram;
  }
}

/** Starts one program with a few functions that have run, and two AWS profiles. */
export default async function share(project: TestProject): Promise<() => Promise<void>> {
  const folder = newFolder();
  const [port, enginePort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, "aws"));
  const config = join(folder, "aws/config");
  writeFileSync(config, awsConfig);
  const program = await startProgram({
    homeDir: join(folder, "home"),
    port,
    enginePort,
    args: ["--no-demo"],
    env: { AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL: `http://127.0.0.1:${enginePort}` },
  });
  const { lambda } = program.clients;
  await createFunction(lambda, "greeter", greeter, {
    Description: "Says hello",
    Tags: { team: "front-desk", stage: "test" },
    Environment: { Variables: { GREETING: "Hello" } },
  });
  await createFunction(lambda, "report-builder", "exports.handler = async () => 'built';", {
    MemorySize: 512,
    Runtime: "nodejs20.x",
  });
  await createFunction(lambda, "payments", "exports.handler = async () => { throw 'no'; };", {
    MemorySize: 256,
  });
  for (const name of ["Ada", "Grace", "Edsger"]) await invoke(lambda, "greeter", { name });
  await invoke(lambda, "payments");
  project.provide("program", {
    link: program.link,
    home: new URL(program.link).origin,
    token: program.token,
    engine: program.engine,
  });
  return async () => {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

const greeter = `exports.handler = async (event) => {
  console.log("greeting", event.name);
  return { message: process.env.GREETING + ", " + event.name };
};`;

/** A profile with keys, for the engine, and one whose SSO session was never opened. */
const awsConfig = `[profile team]
region = us-east-1
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

[profile expired]
region = us-east-1
sso_session = company
sso_account_id = 111122223333
sso_role_name = Developer

[sso-session company]
sso_region = us-east-1
sso_start_url = https://company.awsapps.example/start
`;
