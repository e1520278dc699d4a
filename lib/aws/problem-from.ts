import type { Connection } from "@/lib/model/connection";
import { type Problem, ProblemError } from "@/lib/model/problem";
import { iamAction } from "./command-classes";
import { answerText, errorCode, httpStatus, isThrottle, retryAfterSeconds } from "./error-kind";
import { callOf, type SentCall } from "./sent-call";

/**
 * The problem behind anything thrown by a client or by the code around it. `action` says what was tried,
 * as in "read the function": it becomes the title "Could not read the function".
 */
export function problemFrom(
  error: unknown,
  given: { connection?: Connection; action?: string } = {},
): Problem {
  if (error instanceof ProblemError) return error.problem;
  const call = callOf(error);
  const about: About = {
    error,
    call,
    connection: call?.connection ?? given.connection,
    code: errorCode(error),
    status: httpStatus(error),
    message: messageOf(error),
    title: `Could not ${given.action ?? (call ? `do ${call.command}` : "finish this")}`,
  };
  return (
    aboutCredentials(about) ??
    aboutNetwork(about) ??
    aboutThrottling(about) ??
    aboutPermission(about) ??
    aboutMissingFeature(about) ??
    aboutInput(about) ??
    aboutRest(about)
  );
}

interface About {
  error: unknown;
  call?: SentCall;
  connection?: Connection;
  code?: string;
  status?: number;
  message: string;
  title: string;
}

const credentialCodes =
  /^(CredentialsProviderError|TokenProviderError|ProviderError|ExpiredToken(Exception)?|RequestExpired|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClientException|InvalidIdentityToken(Exception)?|MissingAuthenticationToken(Exception)?|AuthFailure|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature|InvalidGrantException|UnauthorizedException)$/;

function aboutCredentials({ code, message, connection, title }: About): Problem | undefined {
  const mayNotAssume = /not authorized to perform: sts:(AssumeRole\w*|TagSession)/.test(message);
  if (!credentialCodes.test(code ?? "") && !mayNotAssume) return undefined;
  if (/signature not yet current|signature expired/i.test(message))
    return {
      kind: "credentials",
      title,
      detail: message,
      code,
      action: "Set this computer's clock: AWS refuses requests that are more than 5 minutes off.",
    };
  const whose = connection?.profile ? ` of profile "${connection.profile}"` : "";
  return {
    kind: "credentials",
    title: mayNotAssume
      ? `The role${whose} cannot be assumed`
      : `The credentials${whose} do not work`,
    // The command of a credential_process may hold secrets.
    detail: message.startsWith("Command failed:")
      ? "The command that gives its credentials (credential_process) failed."
      : message,
    code,
    action: mayNotAssume
      ? "Ask for sts:AssumeRole on this role, and for its trust policy to name you; then try again."
      : renewAction(connection),
  };
}

/** The files are read again at each call, so nothing has to be restarted. */
function renewAction(connection: Connection | undefined): string {
  if (connection?.renewCommand)
    return `Run \`${connection.renewCommand}\` in a terminal, then try again.`;
  if (connection?.kind === "profile")
    return "Set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN and run `npm start` again.";
  if (connection?.kind === "endpoint")
    return "Give the endpoint a profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY before npm start.";
  return "Renew the credentials, then try again.";
}

const networkCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|EPROTO|ERR_SSL_\w+|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|HPE_\w+|TimeoutError|RequestTimeout(Exception)?|NetworkingError)$/;

function aboutNetwork({
  error,
  code,
  status,
  message,
  connection,
  title,
}: About): Problem | undefined {
  const systemCode = systemCodeOf(error) ?? code ?? "";
  // An answer may begin well and break off.
  if ((status !== undefined && status >= 300) || !networkCodes.test(systemCode)) return undefined;
  const where =
    connection?.endpoint ?? (connection ? `AWS in ${connection.region}` : "the service");
  return {
    kind: "unreachable",
    title,
    detail: `No answer from ${where}: ${message || systemCode}`,
    code: systemCode,
    action:
      connection?.kind === "local"
        ? "The local engine is not running, or is starting again. Try again; if it stays away, restart `npm start`."
        : /SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|^CERT_|ALTNAME/.test(systemCode)
          ? "Its certificate is not trusted here: name the file of its authority in NODE_EXTRA_CA_CERTS before `npm start`, and use the name that the certificate is for."
          : connection?.endpoint
            ? "Check that the program behind this endpoint is running and that its address is right."
            : systemCode === "ENOTFOUND"
              ? "Check the network connection and that this region exists and is enabled for the account."
              : "Check the network connection, then try again.",
  };
}

function aboutThrottling({ error, code, message, title }: About): Problem | undefined {
  if (!isThrottle(error)) return undefined;
  const reason =
    typeof error === "object" && error !== null
      ? (Reflect.get(error, "Reason") as unknown)
      : undefined;
  const seconds = retryAfterSeconds(error);
  return {
    kind: "throttled",
    title,
    detail: typeof reason === "string" ? `${message} (${reason})` : message,
    code,
    retryAfterSeconds: seconds,
    action: `Try again in ${seconds} s.`,
  };
}

const deniedCodes =
  /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|UnauthorizedOperation|NotAuthorized(Exception)?|OptInRequired|Forbidden|ForbiddenException)$/;

function aboutPermission({ code, status, message, call, title }: About): Problem | undefined {
  if (!deniedCodes.test(code ?? "") && status !== 403 && status !== 401) return undefined;
  const [, named, resource] =
    /not authorized to perform:? ([\w-]+:\w+)(?:.*? on resource:? (\S+?))?(?=[\s,.]*(?:\s|$))/.exec(
      message,
    ) ?? [];
  const action = named ?? (call && iamAction(call.service, call.command));
  const denied = /explicit deny/i.test(message);
  if (!action || denied)
    return {
      kind: "denied",
      title,
      detail: message,
      code,
      action: denied
        ? "A policy denies this explicitly (of the organization, a boundary or the caller); allowing it elsewhere does not help."
        : "Ask the account's administrator for access.",
    };
  return {
    kind: "denied",
    title,
    detail: message,
    code,
    action: `Allow ${action} with the statement below, then try again.`,
    statement: JSON.stringify(
      { Effect: "Allow", Action: action, Resource: resource ?? "*" },
      null,
      2,
    ),
  };
}

// An implementation that knows no such operation may take it for a request to its object store. `NotFound` is the
// SDK's own word for a 404 in which it finds no code.
const unsupportedCodes =
  /^(NoSuch(Bucket|Key|Version)|NotFound|UnknownOperation(Exception)?|InvalidAction|NotImplemented(Exception)?|MethodNotAllowed(Exception)?|UnsupportedOperation(Exception)?|OperationNotSupported(Exception)?|UnknownAction|NotSupported)$/;
/** What the SDK calls an error answer it cannot read. */
const unreadableCodes = /^(Unknown(Error)?|Error|SyntaxError|TypeError|\d{3})$/;

/** Another implementation of the AWS APIs does not know the operation, or answers in its own way. */
function aboutMissingFeature(about: About): Problem | undefined {
  const { error, code = "Unknown", status, message, call, connection, title } = about;
  const text = answerText(error);
  // Of one bucket the store's own words mean what they say; the list of all is always there.
  const isOfStore = /^NoSuch(Bucket|Key)\b/;
  const isAboutBucket = call?.service === "s3" && call.command !== "ListBuckets";
  if (isAboutBucket && isOfStore.test(code)) return undefined;
  const saysSo =
    unsupportedCodes.test(code) ||
    // The SDK may have put a word of its own in the place of a code it does not know.
    isOfStore.test(text ?? "") ||
    status === 501 ||
    status === 405 ||
    /not (yet )?(been )?implemented|unknown operation|not supported by (this|the) (endpoint|emulator)|pro feature/i.test(
      message,
    );
  const unreadable =
    connection?.kind !== "profile" &&
    (unreadableCodes.test(code) || unreadableCodes.test(message)) &&
    status !== undefined &&
    status !== 502 &&
    status !== 503;
  if (!saysSo && !unreadable) return undefined;
  const what = call ? `${call.service} ${call.command}` : "this";
  // Without the answer's own text, what the SDK could not read in it.
  const misread = unreadableCodes.test(message) ? undefined : message;
  const said =
    saysSo && !unreadableCodes.test(code) ? message : (text ?? (misread && `(${misread})`));
  return {
    kind: "unsupported",
    title,
    detail: `${connection?.label ?? "The service"} does not do ${what}${saysSo ? "" : " as AWS does"}: it answered ${[status, said].filter(Boolean).join(" ")}`,
    code,
  };
}

function aboutInput({ code, status, message, title }: About): Problem | undefined {
  const readable = { title, detail: message, code };
  if (
    status === 404 ||
    /(NotFound(Exception)?|NonExistentQueue|QueueDoesNotExist|NoSuchEntity)$/.test(code ?? "")
  )
    return { kind: "not-found", ...readable };
  if (status === 412)
    return {
      kind: "conflict",
      ...readable,
      action: "Somebody else changed it meanwhile. Load it again and repeat your change.",
    };
  if (status === 409 || /(Conflict|InUse|AlreadyExists)(Exception)?$/.test(code ?? ""))
    return { kind: "conflict", ...readable };
  if (status !== undefined && status >= 400 && status < 500)
    return {
      kind: "invalid",
      ...readable,
      field: /\bat '([^']+)' failed to satisfy/.exec(message)?.[1],
    };
  return undefined;
}

function aboutRest({ code, status, message, title, connection }: About): Problem {
  return {
    kind: "unexpected",
    title,
    detail: message || "Nothing more is known.",
    code,
    action:
      status === undefined
        ? undefined
        : `${connection?.kind === "profile" ? "AWS" : "The service"} failed (status ${status}); try again.`,
  };
}

/** Node's code of a failed connection; of several addresses tried, the first one's. */
function systemCodeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const code: unknown = Reflect.get(error, "code");
  if (typeof code === "string") return code;
  if (error instanceof AggregateError) return systemCodeOf(error.errors[0]);
  return error instanceof Error && error.cause !== undefined
    ? systemCodeOf(error.cause)
    : undefined;
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && !error.message)
    return error.errors.map(messageOf).join("; ");
  if (error instanceof Error) return error.message.split("\n")[0] ?? "";
  return typeof error === "string" ? error : JSON.stringify(error);
}
