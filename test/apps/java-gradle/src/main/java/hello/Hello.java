package hello;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers by HTTP. */
public final class Hello {
  private static final Map<String, String> PAGES = Map.of("/healthz", "ok\n", "/", "hello\n");

  private Hello() {}

  /** Starts on a port; 0 takes a free one. */
  static HttpServer start(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext(
        "/",
        exchange -> {
          String page = PAGES.get(exchange.getRequestURI().getPath());
          byte[] body = (page == null ? "not found\n" : page).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  public static void main(String[] arguments) throws IOException {
    HttpServer server = start(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
  }
}
