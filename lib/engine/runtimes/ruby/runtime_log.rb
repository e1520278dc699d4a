# frozen_string_literal: true

module Lambdeck
  class << self
    attr_accessor :request_id, :log_sink
  end

  # The descriptor that takes framed events: what is written at once is one event.
  class LogSink
    TEXT = 0xa55a0003

    def initialize(descriptor)
      @file = IO.for_fd(descriptor, 'wb')
      @file.sync = true
    end

    def write(message)
      bytes = message.to_s.dup.force_encoding('BINARY')
      @file.write([TEXT, bytes.bytesize, Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)].pack('NNQ>') + bytes)
      bytes.bytesize
    end

    # What else a Logger asks of its device.
    def close; end
  end

  def self.utf8(text)
    text.to_s.encode('UTF-8', invalid: :replace, undef: :replace)
  end

  # Ruby's own form of a line, with the request's id.
  class TextFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      line = format('%s, [%s #%d] %5s %s -- %s: %s', severity[0], format_datetime(time), Process.pid, severity,
                    Lambdeck.request_id, progname, msg2str(message))
      "#{Lambdeck.utf8(line)}\n"
    end
  end

  # One JSON object a line, with AWS's names.
  class JsonFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      error = message if message.is_a?(Exception)
      line = { timestamp: time.utc.strftime('%Y-%m-%dT%H:%M:%S.%6NZ'), level: severity,
               message: Lambdeck.utf8(error ? error.message : msg2str(message)), requestId: Lambdeck.request_id }
      line[:logger] = Lambdeck.utf8(progname) unless progname.to_s.empty?
      line.update(error_members(error)) if error
      "#{JSON.generate(line.compact)}\n"
    end

    private

    def error_members(error)
      trace = Array(error.backtrace).map { |line| Lambdeck.utf8(line) }
      { errorType: error.class.to_s, errorMessage: Lambdeck.utf8(error.message), stackTrace: trace, location: location(trace.first) }
    end

    def location(line)
      match = line&.match(/\A(?<file>.+):(?<line>\d+):in [`'](?<method>.+)'\z/)
      match ? "#{match[:file]}:#{match[:method]}:#{match[:line]}" : line
    end
  end

  # Loggers that would write to standard output write framed events instead, in the function's format.
  module LoggerPatch
    def initialize(device = nil, *rest, level: ENV.fetch('AWS_LAMBDA_LOG_LEVEL', 'debug').downcase, **options)
      ours = [nil, $stdout, $stderr].include?(device)
      super(ours ? Lambdeck.log_sink : device, *rest, level: { 'trace' => 'debug' }.fetch(level, level), **options)
      json = ENV['AWS_LAMBDA_LOG_FORMAT']&.upcase == 'JSON'
      @default_formatter = (json ? JsonFormatter : TextFormatter).new if ours
    end
  end

  def self.install_logging
    self.log_sink = LogSink.new(ENV.delete('_LAMBDA_TELEMETRY_LOG_FD').to_i)
    Logger.prepend(LoggerPatch)
    Kernel.module_eval do
      def puts(*values)
        Lambdeck.log_sink.write(values.flatten.map { |value| Lambdeck.utf8(value) }.join("\n"))
        nil
      end
    end
  end
end
