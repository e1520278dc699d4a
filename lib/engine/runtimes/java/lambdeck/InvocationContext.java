package lambdeck;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a handler gets beside its event. */
final class InvocationContext implements Context {
    private final Map<String, String> headers;
    private final LambdaLogger logger;

    InvocationContext(Map<String, String> headers, LambdaLogger logger) {
        this.headers = headers;
        this.logger = logger;
    }

    @Override
    public String getAwsRequestId() {
        return headers.get("lambda-runtime-aws-request-id");
    }

    @Override
    public String getLogGroupName() {
        return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
    }

    @Override
    public String getLogStreamName() {
        return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
    }

    @Override
    public String getFunctionName() {
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public String getFunctionVersion() {
        return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
    }

    @Override
    public String getInvokedFunctionArn() {
        return headers.get("lambda-runtime-invoked-function-arn");
    }

    @Override
    public int getRemainingTimeInMillis() {
        long left = Long.parseLong(headers.get("lambda-runtime-deadline-ms")) - System.currentTimeMillis();
        return (int) Math.max(0, left);
    }

    @Override
    public int getMemoryLimitInMB() {
        return Integer.parseInt(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }

    @Override
    public String getTenantId() {
        return headers.get("lambda-runtime-aws-tenant-id");
    }

    @Override
    public String getXrayTraceId() {
        return headers.get("lambda-runtime-trace-id");
    }

    @Override
    public CognitoIdentity getIdentity() {
        Map<?, ?> identity = object("lambda-runtime-cognito-identity");
        return identity == null ? null : new CognitoIdentity() {
            @Override
            public String getIdentityId() {
                return text(identity, "cognitoIdentityId");
            }

            @Override
            public String getIdentityPoolId() {
                return text(identity, "cognitoIdentityPoolId");
            }
        };
    }

    @Override
    public ClientContext getClientContext() {
        Map<?, ?> given = object("lambda-runtime-client-context");
        if (given == null) return null;
        Map<?, ?> client = given.get("client") instanceof Map ? (Map<?, ?>) given.get("client") : null;
        return new ClientContext() {
            @Override
            public Client getClient() {
                return client == null ? null : new CallingClient(client);
            }

            @Override
            public Map<String, String> getCustom() {
                return texts(given.get("custom"));
            }

            @Override
            public Map<String, String> getEnvironment() {
                return texts(given.get("env"));
            }
        };
    }

    private static final class CallingClient implements Client {
        private final Map<?, ?> members;

        CallingClient(Map<?, ?> members) {
            this.members = members;
        }

        @Override
        public String getInstallationId() {
            return text(members, "installation_id");
        }

        @Override
        public String getAppTitle() {
            return text(members, "app_title");
        }

        @Override
        public String getAppVersionName() {
            return text(members, "app_version_name");
        }

        @Override
        public String getAppVersionCode() {
            return text(members, "app_version_code");
        }

        @Override
        public String getAppPackageName() {
            return text(members, "app_package_name");
        }
    }

    private Map<?, ?> object(String header) {
        String text = headers.get(header);
        Object value = text == null ? null : Json.read(text);
        return value instanceof Map ? (Map<?, ?>) value : null;
    }

    private static String text(Map<?, ?> members, String name) {
        Object value = members.get(name);
        return value == null ? null : value.toString();
    }

    private static Map<String, String> texts(Object value) {
        if (!(value instanceof Map)) return null;
        Map<String, String> texts = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, text) -> texts.put(name.toString(), String.valueOf(text)));
        return texts;
    }
}
