"use strict";

/**
 * The major version that the function is configured for, whichever runs it: AWS's runtime client for
 * Node.js 24 and newer is another program than the one before it, with other rules for handlers.
 */
function configuredMajor() {
  const [, major] = /nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV ?? "") ?? [];
  return Number(major ?? process.versions.node.split(".")[0]);
}

let asyncOnly;

/** Whether handlers are functions of an event and a context alone, without callbacks. */
function isAsyncOnly() {
  return (asyncOnly ??= configuredMajor() >= 24);
}

module.exports = { isAsyncOnly };
