import { type Family, readPathAndVersion } from "./family.ts";

const minorVersions = Array.from({ length: 8 }, (_, index) => index + 8);

/** CPython 3. */
export const pythonFamily: Family = {
  name: "python",
  channel: true,
  programs: (wanted) => [
    `python${wanted}`,
    "python3",
    ...minorVersions.map((minor) => `python3.${minor}`),
  ],
  ask: ["-c", "import sys; print(sys.executable, '.'.join(map(str, sys.version_info[:3])))"],
  read: readPathAndVersion,
  startVariables: /^PYTHON/,
  importPaths: (runtime, optDir) => [
    `${optDir}/python/lib/${runtime}/site-packages`,
    `${optDir}/python`,
  ],
  command: (path, _options, runtimeDir) => [
    path,
    "-u",
    "-X",
    "utf8",
    "-B",
    `${runtimeDir}/python/bootstrap.py`,
  ],
};
