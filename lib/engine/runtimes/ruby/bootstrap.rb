# frozen_string_literal: true

# The Ruby runtime of the local engine: what stands between the Lambda Runtime API and a handler. It is
# started before it is needed: everything is loaded, then its input says which function it is to be.

require 'json'
require 'logger'
require 'stringio'
require_relative 'runtime_client'
require_relative 'runtime_log'
require_relative 'lambda_context'
require_relative 'run_function'

# Gems come from the deployment package and from layers, as on AWS, and from this machine.
def use_gems(task_root, layers)
  version = RbConfig::CONFIG['ruby_version']
  folders = ["#{task_root}/vendor/bundle/ruby/#{version}", *layers.map { |folder| "#{folder}/gems/#{version}" }, *Gem.path]
  ENV['GEM_PATH'] ||= folders.join(':')
  Gem.clear_paths
  $LOAD_PATH.unshift(task_root, *layers.map { |folder| "#{folder}/lib" })
end

text = $stdin.read
exit(0) if text.empty?
assignment = JSON.parse(text)
ENV.replace(assignment['environment']) if assignment['environment']
Dir.chdir(assignment['workingDir'])
$stdout.sync = true
use_gems(assignment['workingDir'], assignment['importPaths'])
exit(Lambdeck.run_function)
