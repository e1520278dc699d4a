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

async function loadHandler(taskRoot, name) {
  if (name.includes(".."))
    throw new MalformedHandlerName(
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  const base = path.basename(name);
  const folder = name.slice(0, name.indexOf(base));
  const dot = base.indexOf(".");
  if (dot < 0) throw new MalformedHandlerName("Bad handler");
  const file = path.resolve(taskRoot, folder, base.slice(0, dot));
  const exported = await loadModule(file);
  const handler = base
    .slice(dot + 1)
    .split(".")
    .reduce((nested, key) => nested?.[key], exported);
  if (!handler) throw new HandlerNotFound(`${name} is undefined or not exported`);
  if (typeof handler !== "function") throw new HandlerNotFound(`${name} is not a function`);
  return handler;
}

async function loadModule(file) {
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
    return require(found ? found[0] : file);
  } catch (error) {
    if (error instanceof SyntaxError) throw named(new UserCodeSyntaxError(String(error)), error);
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND")
      throw named(new ImportModuleError(importMessage(file, found, error)), error);
    throw error;
  }
}

/** A handler file that is not there reads as on AWS: by the module's name, not by this machine's path. */
function importMessage(file, found, error) {
  if (found) return String(error);
  return `Error: Cannot find module '${path.basename(file)}'\nRequire stack:\n- /var/runtime/index.mjs`;
}

function named(runtimeError, cause) {
  runtimeError.stack = `${runtimeError.name}: ${runtimeError.message}\n${framesOf(cause)}`;
  return runtimeError;
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
