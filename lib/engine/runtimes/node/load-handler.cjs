"use strict";
// Finds the handler named `dir/file.a.b` in the function's folder, as CommonJS or ES module.
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const {
  ImportModuleError,
  HandlerNotFound,
  MalformedHandlerName,
  UserCodeSyntaxError,
} = require("./errors.cjs");
const { isAsyncOnly } = require("./configured-version.cjs");

async function loadHandler(taskRoot, name) {
  if (name.includes(".."))
    throw new MalformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const base = path.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const dot = base.indexOf(".");
  if (dot < 0) throw new MalformedHandlerName("Bad handler");
  const exported = await loadModule(taskRoot, folder, base.slice(0, dot));
  const keys = base.slice(dot + 1).split(".");
  const within = (module) => keys.reduce((nested, key) => nested?.[key], module);
  // A bundler's default export is looked into by the newer runtime client only.
  const handler = within(exported) || (isAsyncOnly() && within(exported?.default));
  if (!handler) throw new HandlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new HandlerNotFound(`${name} is not a function`);
  return handler;
}

async function loadModule(taskRoot, folder, name) {
  const file = path.resolve(taskRoot, folder, name);
  const major = Number(process.versions.node.split(".")[0]);
  const esModules = isEsModuleFolder(path.dirname(file));
  // Files of a kind named by their extension, in the order in which AWS's runtime tries them.
  const ways = [
    [file, "require"],
    [`${file}.js`, esModules ? "import" : "require"],
    [`${file}.mjs`, "import"],
    [`${file}.cjs`, "require"],
    ...(major >= 24
      ? [
          [`${file}.ts`, esModules ? "import" : "require"],
          [`${file}.mts`, "import"],
          [`${file}.cts`, "require"],
        ]
      : []),
  ];
  const found = ways.find(([candidate]) => fs.existsSync(candidate));
  try {
    if (found?.[1] === "import") return await import(pathToFileURL(found[0]).href);
    if (found) return require(found[0]);
    // A package, or a file with an extension that only require() tries.
    return require(require.resolve(name, { paths: [taskRoot, path.resolve(taskRoot, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const failure = wrapped(UserCodeSyntaxError, error);
      if (isAsyncOnly()) failure.stack = error.stack;
      throw failure;
    }
    // ES modules fail with ERR_MODULE_NOT_FOUND, which AWS's runtime passes on as it is.
    if (error?.code === "MODULE_NOT_FOUND") throw wrapped(ImportModuleError, error);
    throw error;
  }
}

/** The cause by AWS's name. Our own files, which Node.js lists as requiring, are one file on AWS. */
function wrapped(Failure, cause) {
  const ours = `- ${__dirname}${path.sep}`;
  const lines = String(cause).split("\n");
  const message = lines
    .map((line) => (line.startsWith(ours) ? "- /var/runtime/index.mjs" : line))
    .filter((line, index, all) => line !== all[index - 1] || !line.startsWith("- /var/runtime"));
  const failure = new Failure(message.join("\n"));
  failure.stack = `${failure.name}: ${failure.message}\n${framesOf(cause)}`;
  return failure;
}

function framesOf(error) {
  const stack = String(error?.stack ?? "");
  const first = stack.search(/\n {4}at /);
  return first < 0 ? "" : stack.slice(first + 1);
}

function isEsModuleFolder(folder) {
  if (folder.endsWith("/node_modules")) return false;
  const packageFile = path.join(folder, "package.json");
  if (fs.existsSync(packageFile)) {
    try {
      return JSON.parse(fs.readFileSync(packageFile, "utf8"))?.type === "module";
    } catch (error) {
      console.warn(
        `${packageFile} cannot be read, it will be ignored for ES module detection purposes.`,
        error,
      );
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && isEsModuleFolder(parent);
}

module.exports = { loadHandler };
