# frozen_string_literal: true

module AwsLambda
  # How events and responses are read and written: functions may replace its methods, as on AWS.
  class Marshaller
    class << self
      def marshall_request(request)
        request['Content-Type'] == 'application/json' ? JSON.parse(request.body) : request.body
      end

      def marshall_response(response)
        case response
        when StringIO, IO then [response, 'application/unknown']
        else response.to_json
        end
      end
    end
  end
end

module Lambdeck
  # Exceptions of a standard kind are named to the platform; others are the user's.
  NAMED = %w[ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError].freeze
  OWN_FOLDER = __dir__

  # What the Runtime API said, as a marshaller reads it.
  Request = Struct.new(:headers, :body) do
    def [](name)
      name.is_a?(String) ? headers[name.downcase] : super
    end
  end

  # The method that `FILE.METHOD` or `FILE.CLASS.METHOD` names.
  class Handler
    def initialize(name)
      parts = name.split('.')
      unless [2, 3].include?(parts.size)
        raise ArgumentError, "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where FILENAME corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional module/class namespace and METHOD is a callable method. If using CLASS, METHOD must be a class-level method."
      end

      @method_name = parts.last
      @class_name = parts[1] if parts.size == 3
      require parts.first
    end

    def call(event, context)
      receiver = @class_name ? Kernel.const_get(@class_name) : self
      AwsLambda::Marshaller.marshall_response(receiver.__send__(@method_name, event: event, context: context))
    end
  end

  class << self
    # Runs until something ends it; returns the process's exit code.
    def run_function
      install_logging
      @client = RuntimeClient.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API'))
      begin
        handler = Handler.new(ENV.fetch('_HANDLER'))
      rescue Exception => e # A script that cannot be loaded, or that ends the process.
        report(e, 'Init', '/init/error', 'Init error when loading handler')
        return -4
      end
      loop { return -1 if handle(handler, @client.next_invocation) == :critical }
    end

    private

    def handle(handler, invocation)
      headers = invocation.headers
      id = self.request_id = headers['lambda-runtime-aws-request-id']
      ENV['_X_AMZN_TRACE_ID'] = headers['lambda-runtime-trace-id']
      event = AwsLambda::Marshaller.marshall_request(Request.new(headers, invocation.body))
      answer(id, *handler.call(event, LambdaContext.new(headers)))
    rescue NameError => e
      report(e, 'Function', "/invocation/#{id}/error", 'Critical exception from handler')
      :critical
    rescue StandardError => e
      report(e, 'Function', "/invocation/#{id}/error", 'Error raised from handler method')
    rescue Exception => e
      report(e, 'Function', "/invocation/#{id}/error", 'Critical exception from handler')
      :critical
    end

    def answer(id, body, content_type = 'application/json')
      @client.respond(id, body.respond_to?(:read) ? body.read : body, content_type)
      nil
    end

    def report(error, stage, path, message)
      frames = Array(error.backtrace).first(100).take_while { |frame| !frame.start_with?(OWN_FOLDER) }
      type = "#{stage}<#{error.class}>"
      failure = { errorMessage: utf8(error.message), errorType: type, stackTrace: frames }
      puts message
      puts JSON.pretty_generate(failure)
      @client.report_error(path, failure, NAMED.include?(error.class.to_s) ? type : 'Function<UserException>')
      nil
    end
  end
end
