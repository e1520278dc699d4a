// Finds a Chromium for the browser tests; installs Debian's when run as root on Debian.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const CANDIDATES = [
  process.env.LAMBDECK_BROWSER,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of a Chromium-like browser, or undefined when there is none. */
export function findBrowser() {
  return CANDIDATES.find((path) => path && existsSync(path));
}

/** Like findBrowser, but installs Debian's package first when that is possible without asking. */
export function findOrInstallBrowser() {
  const present = findBrowser();
  if (present) return present;
  const canInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (!canInstall) return undefined;
  console.log("lambdeck: installing Debian's chromium for the browser tests");
  for (const args of [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-liberation"],
  ]) {
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  return findBrowser();
}
