import { type Family, readPathAndVersion } from "./family.ts";

/** CRuby. */
export const rubyFamily: Family = {
  name: "ruby",
  programs: (wanted) => [`ruby${wanted}`, "ruby", "ruby3.1", "ruby3.2", "ruby3.3", "ruby3.4"],
  ask: ["-e", "puts RbConfig.ruby + ' ' + RUBY_VERSION"],
  read: readPathAndVersion,
  startVariables: /^RUBY/,
  importPaths: (_runtime, optDir) => [`${optDir}/ruby`],
  command: (path, _options, runtimeDir) => [path, `${runtimeDir}/ruby/bootstrap.rb`],
};
