import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { DeployError } from "../deploy-error";
import { parseTemplateText } from "../stack/parse-document";
import { asValues, isValues, type Values } from "../stack/template";

export interface VariableSources {
  /** The folder of serverless.yml. */
  folder: string;
  env: Readonly<Record<string, string | undefined>>;
  /** `${opt:...}`: what was given on the command line. */
  options: Readonly<Record<string, string>>;
  stage: string;
  region: string;
  accountId: string;
}

/** `${self:...}` and its kin; `${AWS::Region}` and other texts for Fn::Sub are none. */
const variable =
  /\$\{((?:self|env|opt|file|sls|param|aws|ssm|cf|s3|terraform|vault|doppler|strToBool|git)\b[^${}]*|'[^'${}]*'|"[^"${}]*")\}/;

/** Carries out the variables of a Serverless Framework file, those inside variables too. Throws DeployError. */
export function resolveVariables(document: Values, sources: VariableSources): Values {
  const files = new Map<string, unknown>();
  const expand = (value: unknown, trail: readonly string[]): unknown => {
    if (typeof value === "string") return expandText(value, trail);
    if (Array.isArray(value)) return value.map((item) => expand(item, trail));
    if (!isValues(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, expand(item, trail)]),
    );
  };
  const expandText = (text: string, trail: readonly string[]): unknown => {
    let left = text;
    for (;;) {
      const match = variable.exec(left);
      if (!match) return left;
      const [whole, expression = ""] = match;
      if (trail.includes(expression))
        throw new DeployError(`The variable \${${expression}} leads back to itself.`);
      const found = expand(lookUp(expression, trail), [...trail, expression]);
      if (whole === left) return found;
      if (typeof found === "object" && found !== null)
        throw new DeployError(`The variable ${whole} in "${text}" is not a text.`);
      left = left.replace(whole, () => String(found));
    }
  };
  const lookUp = (expression: string, trail: readonly string[]): unknown => {
    for (const source of splitSources(expression)) {
      const found = lookUpSource(source, trail);
      if (found !== undefined && found !== null) return found;
    }
    throw new DeployError(`The variable \${${expression}} has no value and no default.`);
  };
  const lookUpSource = (source: string, trail: readonly string[]): unknown => {
    const literal = readLiteral(source);
    if (literal) return literal.value;
    const bool = /^strToBool\((.*)\)$/.exec(source)?.[1];
    if (bool !== undefined) return /^(true|1|yes)$/i.test(bool);
    const file = /^file\(([^)]+)\)(?::(.+))?$/.exec(source);
    if (file) return walk(readFile(file[1]!.trim()), file[2] ?? "", trail);
    const [kind = "", ...rest] = source.split(":");
    const name = rest.join(":").trim();
    switch (kind) {
      case "self":
        return walk(document, name, trail);
      case "env":
        return sources.env[name];
      case "opt":
        return sources.options[name] ?? (name === "region" ? sources.region : undefined);
      case "sls":
        return name === "stage" ? sources.stage : name === "instanceId" ? "local" : undefined;
      case "param":
        return (
          walk(document, `params.${sources.stage}.${name}`, trail) ??
          walk(document, `stages.${sources.stage}.params.${name}`, trail) ??
          walk(document, `params.default.${name}`, trail) ??
          walk(document, `stages.default.params.${name}`, trail)
        );
      case "aws":
        return { region: sources.region, accountId: sources.accountId }[name];
      default:
        // A default may stand behind it; without one the whole variable is refused by its name.
        return undefined;
    }
  };
  /** Follows a path through a document; what it passes may be variables itself. */
  const walk = (from: unknown, path: string, trail: readonly string[]): unknown =>
    path
      .split(".")
      .filter((part) => part !== "")
      .reduce<unknown>((at, part) => {
        const reached = typeof at === "string" ? expandText(at, [...trail, `self:${path}`]) : at;
        return isValues(reached) || Array.isArray(reached) ? (reached as Values)[part] : undefined;
      }, from);
  const readFile = (name: string): unknown => {
    const path = resolve(sources.folder, name);
    if (!files.has(path)) files.set(path, readDocument(path, name));
    return files.get(path);
  };
  return asValues(expand(document, []));
}

function readDocument(path: string, name: string): unknown {
  if (!existsSync(path)) return undefined;
  if (!/\.(ya?ml|json)$/.test(path)) {
    if (/\.(c|m)?[jt]s$/.test(path))
      throw new DeployError(`\${file(${name})} is a program, and those are not run.`);
    return readFileSync(path, "utf8");
  }
  return parseTemplateText(readFileSync(path, "utf8"), path);
}

/** `self:custom.x, 'a, b'` as its sources; commas in quotes and brackets are text. */
function splitSources(expression: string): string[] {
  return (expression.match(/(?:'[^']*'|"[^"]*"|\([^)]*\)|[^,'"(])+/g) ?? []).map((part) =>
    part.trim(),
  );
}

function readLiteral(source: string): { value: unknown } | undefined {
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(source);
  if (quoted) return { value: quoted[1] ?? quoted[2] };
  if (/^-?\d+(\.\d+)?$/.test(source)) return { value: Number(source) };
  if (source === "true" || source === "false") return { value: source === "true" };
  return source === "null" ? { value: null } : undefined;
}

/** What `useDotenv: true` adds to the environment: `.env` and `.env.STAGE`, the latter first. */
export function readDotenv(folder: string, stage: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of [".env", `.env.${stage}`]) {
    const path = resolve(folder, name);
    if (!existsSync(path)) continue;
    for (const line of readFileSync(path, "utf8").split(/\r?\n/)) {
      const [, key, value = ""] = /^\s*(?:export\s+)?([\w.]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (key) values[key] = value.replace(/^(['"])(.*)\1$/, "$2");
    }
  }
  return values;
}
