# frozen_string_literal: true

# What a handler gets beside its event.
class LambdaContext
  W3C_FIELDS = %w[traceparent tracestate baggage].freeze

  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
              :memory_limit_in_mb, :function_version, :identity, :client_context, :deadline_ms, :tenant_id, :w3c

  def initialize(headers)
    @clock_diff = Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond) - monotonic_ms
    @deadline_ms = headers['lambda-runtime-deadline-ms'].to_i
    @aws_request_id = headers['lambda-runtime-aws-request-id']
    @invoked_function_arn = headers['lambda-runtime-invoked-function-arn']
    @tenant_id = headers['lambda-runtime-aws-tenant-id']
    @log_group_name = ENV['AWS_LAMBDA_LOG_GROUP_NAME']
    @log_stream_name = ENV['AWS_LAMBDA_LOG_STREAM_NAME']
    @function_name = ENV['AWS_LAMBDA_FUNCTION_NAME']
    @memory_limit_in_mb = ENV['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']
    @function_version = ENV['AWS_LAMBDA_FUNCTION_VERSION']
    @identity = parse(headers['lambda-runtime-cognito-identity'])
    @client_context = parse(headers['lambda-runtime-client-context'])
    @w3c = take_w3c
  end

  def get_remaining_time_in_millis
    [@deadline_ms - (monotonic_ms + @clock_diff), 0].max
  end

  private

  def monotonic_ms
    Process.clock_gettime(Process::CLOCK_MONOTONIC, :millisecond)
  end

  def parse(text)
    JSON.parse(text) if text
  end

  # Trace fields travel in the client context; a handler gets them by `w3c` alone.
  def take_w3c
    fields = @client_context.is_a?(Hash) ? @client_context.delete('w3c') : nil
    return {} unless fields.is_a?(Hash)

    fields.select { |name, value| W3C_FIELDS.include?(name) && value.is_a?(String) }
  end
end
