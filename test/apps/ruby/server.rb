# Answers by HTTP, by nothing but Ruby itself.
require 'socket'
require_relative 'lib/hello'

server = TCPServer.new('0.0.0.0', Integer(ENV.fetch('PORT', '8080')))
# As the first process of a container it has no default for the signal that ends it.
trap('TERM') { exit }

loop do
  Thread.start(server.accept) do |client|
    path = client.gets.to_s.split[1]
    # All that was asked: what is left unread would cut the answer off.
    nil until client.gets.to_s.strip.empty?
    status, text = Hello.new.call(path)
    client.write("HTTP/1.1 #{status} \r\ncontent-type: text/plain\r\ncontent-length: #{text.bytesize}\r\nconnection: close\r\n\r\n#{text}")
  ensure
    client.close
  end
end
