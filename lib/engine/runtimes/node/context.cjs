"use strict";
// What a handler is told beside its event.

const w3cFields = ["traceparent", "tracestate", "baggage"];
const noW3c = Object.freeze({});

/** What is the same in every invocation; variables are slow to read. */
let constant;

/** The members of a handler's context that come from the invocation's headers and the environment. */
function contextMembers(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  const clientContext = parsed(headers["lambda-runtime-client-context"], "ClientContext");
  const w3c = takeW3c(clientContext);
  constant ??= {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  };
  return {
    ...constant,
    clientContext,
    identity: parsed(headers["lambda-runtime-cognito-identity"], "CognitoIdentity"),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    w3c: () => w3c,
  };
}

/** Trace fields travel in the client context; a handler gets them by `context.w3c()` alone. */
function takeW3c(clientContext) {
  const given = clientContext?.w3c;
  if (given === undefined) return noW3c;
  if (clientContext && typeof clientContext === "object") delete clientContext.w3c;
  const texts = w3cFields.filter((field) => typeof given?.[field] === "string");
  return Object.freeze(Object.fromEntries(texts.map((field) => [field, given[field]])));
}

function parsed(text, name) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error}`);
  }
}

module.exports = { contextMembers };
