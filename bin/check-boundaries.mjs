// Refuses imports that break the layout in docs/architecture.md. Type imports count: a word borrowed from another
// room ties the rooms together just the same.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NOUNS = [
  "functions",
  "concurrency",
  "configuration",
  "triggers",
  "invocations",
  "logs",
  "metrics",
  "tuning",
  "activity",
  "connections",
  "test-events",
];
const EVERYTHING = /./;

/** First match on the importing file decides; what is not allowed there is refused. Own folder is always allowed. */
const RULES = [
  {
    from: /^lib\/engine\/.*\.test\.ts$/,
    may: [/^lib\/engine\//],
    why: "the engine is closed: its tests too",
  },
  {
    from: /^lib\/engine\//,
    may: [/^lib\/engine\//],
    why: "the engine imports nothing from the rest",
  },
  {
    from: /^lib\/.*\.test\.tsx?$|^components\/.*\.test\.tsx?$|^tests\/|^bench\//,
    may: [EVERYTHING],
    why: "",
  },
  { from: /^lib\/model\//, may: [/^lib\/model\//], why: "lib/model is pure" },
  { from: /^lib\/simulator\//, may: [/^lib\/(simulator|model)\//], why: "lib/simulator is pure" },
  {
    from: /^components\//,
    may: [/^components\//, /^lib\/(model|simulator)\//],
    why: "views know no AWS and no server",
  },
  {
    from: /^lib\/aws\//,
    may: [/^lib\/(aws|model|store)\//],
    why: "the one door knows only the words and the store",
  },
  { from: /^lib\/store\//, may: [/^lib\/(store|model)\//], why: "the store knows only the words" },
  ...NOUNS.map((noun) => ({
    from: new RegExp(`^lib/${noun}/`),
    may: [new RegExp(`^lib/(${noun}|aws|store|model|simulator)/`)],
    why: "nothing goes sideways between nouns",
  })),
  {
    from: /^lib\/embed\//,
    may: [/^lib\/(embed|engine|deploy)\//],
    why: "what tests import is the engine and deploying to it",
  },
  {
    from: /^lib\/(cli|server|samples|deploy)\//,
    may: [/^lib\/(?!engine\/|embed\/)/],
    why: "the engine is reached over HTTP only",
  },
  {
    from: /^app\//,
    may: [/^app\//, /^components\//, /^lib\/(?!engine\/|cli\/|samples\/|deploy\/)/],
    why: "pages use views, verbs and words",
  },
];

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)["']([^"']+)["']/gm;
let broken = 0;
for (const file of ["app", "components", "lib", "tests", "bench"].flatMap(sourceFiles)) {
  for (const [, specifier] of readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)) {
    const target = projectPath(file, specifier);
    if (!target || target === "package.json") continue;
    const rule = RULES.find(({ from }) => from.test(file));
    if (
      !rule ||
      posix.dirname(target) === posix.dirname(file) ||
      rule.may.some((allowed) => allowed.test(target))
    )
      continue;
    console.error(`${file}: may not import ${target} (${rule.why})`);
    broken += 1;
  }
}
if (broken > 0) process.exit(1);

function sourceFiles(folder) {
  let names;
  try {
    names = readdirSync(join(ROOT, folder));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const path = posix.join(folder, name);
    if (statSync(join(ROOT, path)).isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** The imported file as a path from the project's root; undefined for packages. */
function projectPath(importer, specifier) {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (!specifier.startsWith(".")) return undefined;
  return relative(ROOT, resolve(ROOT, dirname(importer), specifier))
    .split("\\")
    .join("/");
}
