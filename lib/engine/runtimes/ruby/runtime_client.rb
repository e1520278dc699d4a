# frozen_string_literal: true

require 'socket'

module Lambdeck
  # One kept-alive connection to the Runtime API, with a socket of its own: nothing that a function does to
  # Net::HTTP can reach it.
  class RuntimeClient
    Answer = Struct.new(:status, :headers, :body)

    def initialize(address)
      @address = address
      host, port = address.split(':')
      @socket = TCPSocket.new(host, port.to_i)
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
    end

    def next_invocation
      answer = call('GET', '/invocation/next')
      raise "the Runtime API answered #{answer.status} to next" unless answer.status == 200

      answer
    end

    def respond(request_id, body, content_type)
      call('POST', "/invocation/#{request_id}/response", body, 'Content-Type' => content_type)
    end

    def report_error(path, failure, error_type)
      headers = { 'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => error_type }
      call('POST', path, JSON.generate(failure), headers)
    end

    private

    def call(method, path, body = '', headers = {})
      bytes = body.b
      lines = { 'Host' => @address, 'Content-Length' => bytes.bytesize, **headers }
      head = lines.map { |name, value| "#{name}: #{value.to_s.gsub(/[\r\n]/, ' ')}\r\n" }.join
      @socket.write("#{method} /2018-06-01/runtime#{path} HTTP/1.1\r\n#{head}\r\n".b + bytes)
      read_answer
    end

    def read_answer
      status = @socket.gets("\r\n")&.split(' ')&.at(1) or raise 'the engine is gone'
      headers = {}
      while (line = @socket.gets("\r\n").chomp("\r\n")) != ''
        name, value = line.split(':', 2)
        headers[name.downcase] = value.strip.force_encoding('UTF-8')
      end
      body = @socket.read(headers['content-length'].to_i).to_s.force_encoding('UTF-8')
      Answer.new(status.to_i, headers, body)
    end
  end
end
