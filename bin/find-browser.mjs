// Finds a Chromium for the browser tests; installs Debian's when run as root on Debian.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Without windows and their toolbars it takes less of a machine than a whole browser. */
const shell = "/usr/bin/chromium-headless-shell";

const CANDIDATES = [
  process.env.LAMBDECK_BROWSER,
  shell,
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

/** Like findBrowser, but installs Debian's package of the shell first when that is possible without asking. */
export function findOrInstallBrowser() {
  const present = findBrowser();
  const isChosen = present && [process.env.LAMBDECK_BROWSER, shell].includes(present);
  const canInstall = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (isChosen || !canInstall) return present;
  console.log("lambdeck: installing Debian's chromium-headless-shell for the browser tests");
  for (const args of [
    ["update", "-q"],
    [
      "install",
      "-y",
      "-q",
      "--no-install-recommends",
      "chromium-headless-shell",
      "fonts-liberation",
    ],
  ]) {
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  return findBrowser();
}
