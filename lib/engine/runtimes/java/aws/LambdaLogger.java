package com.amazonaws.services.lambda.runtime;

public interface LambdaLogger {
    void log(String message);

    void log(byte[] message);

    default void log(String message, com.amazonaws.services.lambda.runtime.logging.LogLevel level) {
        log(message);
    }

    default void log(byte[] message, com.amazonaws.services.lambda.runtime.logging.LogLevel level) {
        log(message);
    }
}
