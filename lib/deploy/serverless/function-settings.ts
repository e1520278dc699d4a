import { asValues, isValues, type Values } from "../stack/template";
import { mergeAll, named, pascal } from "./words";

/** `url` as SAM's FunctionUrlConfig. */
export function urlOf(url: unknown): Values {
  if (url === undefined || url === false) return {};
  const { authorizer, cors, invokeMode } = asValues(url);
  const allowed = asValues(cors);
  return {
    FunctionUrlConfig: {
      AuthType: authorizer === "aws_iam" ? "AWS_IAM" : "NONE",
      ...(invokeMode === undefined ? {} : { InvokeMode: invokeMode }),
      ...(cors === true
        ? { Cors: { AllowOrigins: ["*"], AllowHeaders: ["*"], AllowMethods: ["*"] } }
        : isValues(cors)
          ? {
              Cors: named(allowed, {
                allowedOrigins: "AllowOrigins",
                allowedHeaders: "AllowHeaders",
                allowedMethods: "AllowMethods",
                allowCredentials: "AllowCredentials",
                exposedResponseHeaders: "ExposeHeaders",
                maxAge: "MaxAge",
              }),
            }
          : {}),
    },
  };
}

/** What becomes of asynchronous events, as SAM's EventInvokeConfig. */
export function invokeConfigOf(settings: Values, document: Values): Values {
  const { onSuccess, onFailure } = asValues(settings.destinations);
  const config: Values = {
    ...named(settings, {
      maximumEventAge: "MaximumEventAgeInSeconds",
      maximumRetryAttempts: "MaximumRetryAttempts",
    }),
    ...(onSuccess === undefined && onFailure === undefined
      ? {}
      : {
          DestinationConfig: {
            ...(onSuccess === undefined
              ? {}
              : { OnSuccess: { Destination: destination(onSuccess, document) } }),
            ...(onFailure === undefined
              ? {}
              : { OnFailure: { Destination: destination(onFailure, document) } }),
          },
        }),
  };
  return Object.keys(config).length > 0 ? { EventInvokeConfig: config } : {};
}

/** A destination is an ARN, or the name of another function of the file. */
export function destination(value: unknown, document: Values): unknown {
  if (isValues(value)) return value.arn ?? value;
  if (typeof value === "string" && value in mergeAll(document.functions))
    return { "Fn::GetAtt": [`${pascal(value)}LambdaFunction`, "Arn"] };
  return value;
}
