# Answers by HTTP.
class Hello
  PAGES = { '/healthz' => "ok\n", '/' => "hello\n" }.freeze

  def call(env)
    page = PAGES[env['PATH_INFO']]
    [page ? 200 : 404, { 'content-type' => 'text/plain' }, [page || "not found\n"]]
  end
end
