/** What API Gateway itself answers: by type, its status, its message and the error type in the header. */
export const gatewayFailures = {
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
  },
  API_CONFIGURATION_ERROR: {
    status: 500,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: "AuthorizerConfigurationException",
  },
  AUTHORIZER_FAILURE: {
    status: 500,
    message: null,
    errorType: "AuthorizerFailureException",
  },
  BAD_REQUEST_BODY: {
    status: 400,
    message: "Invalid request body",
    errorType: "BadRequestException",
  },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: "Missing required request parameters",
    errorType: "BadRequestException",
  },
  EXPIRED_TOKEN: {
    status: 403,
    message: "The security token included in the request is expired",
    errorType: "ExpiredTokenException",
  },
  INTEGRATION_FAILURE: {
    status: 504,
    message: "Internal server error",
    errorType: "InternalServerErrorException",
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: "Endpoint request timed out",
    errorType: "InternalServerErrorException",
  },
  INVALID_API_KEY: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  INVALID_SIGNATURE: {
    status: 403,
    message: "The request signature we calculated does not match the signature you provided.",
    errorType: "InvalidSignatureException",
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  QUOTA_EXCEEDED: { status: 429, message: "Limit Exceeded", errorType: "LimitExceededException" },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: "Request Too Long",
    errorType: "RequestTooLongException",
  },
  RESOURCE_NOT_FOUND: { status: 404, message: "Not Found", errorType: "NotFoundException" },
  THROTTLED: { status: 429, message: "Too Many Requests", errorType: "TooManyRequestsException" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: "Unsupported Media Type",
    errorType: "BadRequestException",
  },
  WAF_FILTERED: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
} as const;

export type FailureType = keyof typeof gatewayFailures;

/** Thrown while a request to a REST API is served; what becomes of it is the API's. */
export class GatewayFailure extends Error {
  constructor(
    readonly type: FailureType,
    /** AWS's own words where they differ from the type's. */
    readonly told: string | null = gatewayFailures[type].message,
    /** Where AWS answers with another status than the type's. */
    readonly status: number = gatewayFailures[type].status,
    /** What a validator found: `$context.error.validationErrorString`. */
    readonly details?: string,
  ) {
    super(told ?? type);
  }
}

/** A function that failed, or whose answer cannot be read. */
export const badGateway = (): GatewayFailure =>
  new GatewayFailure("API_CONFIGURATION_ERROR", "Internal server error", 502);
