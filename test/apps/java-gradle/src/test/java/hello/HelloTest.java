package hello;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Fails by the first answer that is not the expected one. */
public final class HelloTest {
  private HelloTest() {}

  public static void main(String[] arguments) throws Exception {
    HttpServer server = Hello.start(0);
    try {
      expect("200 ok\n", get(server, "/healthz"));
      expect("200 hello\n", get(server, "/"));
      expect("404 not found\n", get(server, "/nothing"));
    } finally {
      server.stop(0);
    }
  }

  private static void expect(String expected, String given) {
    if (!given.equals(expected)) throw new AssertionError("not " + expected + ", but " + given);
  }

  private static String get(HttpServer server, String path) throws Exception {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }
}
