import type { FunctionUrl } from "../push-triggers";
import { type DraftKind, type DraftTarget, isWhole, onlyProblems } from "./draft-kind";

/** Which pages of other origins a browser lets call. */
export interface CorsDraft {
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders: string[];
  allowCredentials: boolean;
  maxAgeSeconds: number;
}

export interface UrlDraft extends DraftTarget {
  kind: "url";
  authType: "NONE" | "AWS_IAM";
  streams: boolean;
  /** null: no settings of its own. */
  cors: CorsDraft | null;
}

export const noCors: CorsDraft = {
  allowOrigins: ["*"],
  allowMethods: ["*"],
  allowHeaders: [],
  exposeHeaders: [],
  allowCredentials: false,
  maxAgeSeconds: 0,
};

/** Source: CreateFunctionUrlConfig. */
export const urlDrafts: DraftKind<UrlDraft, FunctionUrl> = {
  of: ({ authType, streams, allowedOrigins, cors, qualifier }) => ({
    kind: "url",
    authType,
    streams,
    cors: cors
      ? {
          allowOrigins: allowedOrigins ?? [],
          allowMethods: cors.allowMethods ?? [],
          allowHeaders: cors.allowHeaders ?? [],
          exposeHeaders: cors.exposeHeaders ?? [],
          allowCredentials: cors.allowCredentials ?? false,
          maxAgeSeconds: cors.maxAgeSeconds ?? 0,
        }
      : null,
    qualifier,
  }),
  problems: ({ cors, qualifier }) => {
    const badOrigin = cors?.allowOrigins.find((origin) => !isOrigin(origin));
    const badMethod = cors?.allowMethods.find((method) => !/^(\*|[A-Z]{1,6})$/.test(method));
    const badHeader = [...(cors?.allowHeaders ?? []), ...(cors?.exposeHeaders ?? [])].find(
      (header) => !/^[^\s,;:()<>@"/[\]?={}\\]{1,1024}$/.test(header),
    );
    const long =
      cors && Object.values(cors).some((list) => Array.isArray(list) && list.length > 100);
    return onlyProblems({
      qualifier:
        qualifier !== undefined &&
        /^\d+$/.test(qualifier) &&
        "A URL belongs to the function or to an alias, not to a version.",
      cors:
        (long && "A list has at most 100 values.") ||
        (badOrigin !== undefined &&
          `${badOrigin} is no origin; write one as https://example.com.`) ||
        (badMethod !== undefined && `${badMethod} is no method.`) ||
        ((cors?.allowMethods.length ?? 0) > 6 &&
          "At most six methods are listed; * is all of them.") ||
        (badHeader !== undefined && `${badHeader} is no name of a header.`) ||
        (cors?.allowCredentials === true &&
          cors.allowOrigins.includes("*") &&
          "Browsers send credentials to named origins only, not to *.") ||
        (cors !== null &&
          !isWhole(cors.maxAgeSeconds, 0, 86_400) &&
          "Browsers may remember an answer for 0 to 86,400 s."),
    });
  },
  lines: ({ authType, streams, cors, qualifier }) => [
    { label: "On", value: qualifier ?? "$LATEST" },
    {
      label: "Callers",
      value: authType === "NONE" ? "everybody who knows the address" : "signed requests only",
    },
    { label: "Answers", value: streams ? "in pieces, as they are written" : "whole" },
    {
      label: "Pages of",
      value: cors ? cors.allowOrigins.join(", ") || "no origin" : "no other origin",
    },
    ...(cors
      ? [
          { label: "Methods", value: cors.allowMethods.join(", ") || "none" },
          {
            label: "Headers they may send",
            value: cors.allowHeaders.join(", ") || "the plain ones",
          },
          {
            label: "Headers they may read",
            value: cors.exposeHeaders.join(", ") || "the plain ones",
          },
          { label: "With credentials", value: cors.allowCredentials ? "yes" : "no" },
          { label: "Remembered for", value: `${cors.maxAgeSeconds} s` },
        ]
      : []),
  ],
};

function isOrigin(text: string): boolean {
  return text === "*" || /^https?:\/\/(\*\.)?[\w.-]+(:\d{1,5})?$/.test(text);
}
