require 'minitest/autorun'
require_relative '../lib/hello'

class TestHello < Minitest::Test
  def test_answers
    assert_equal [200, "ok\n"], get('/healthz')
    assert_equal [200, "hello\n"], get('/')
    assert_equal 404, get('/nothing').first
  end

  private

  def get(path)
    Hello.new.call(path)
  end
end
