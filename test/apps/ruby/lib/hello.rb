# Status and text of each page.
class Hello
  PAGES = { '/healthz' => "ok\n", '/' => "hello\n" }.freeze

  def call(path)
    PAGES.key?(path) ? [200, PAGES[path]] : [404, "not found\n"]
  end
end
