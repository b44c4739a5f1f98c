package hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HelloTest {
  @Test
  void answers() throws Exception {
    HttpServer server = Hello.start(0);
    try {
      assertEquals("ok\n", get(server, "/healthz").body());
      assertEquals("hello\n", get(server, "/").body());
      assertEquals(404, get(server, "/nothing").statusCode());
    } finally {
      server.stop(0);
    }
  }

  private static HttpResponse<String> get(HttpServer server, String path) throws Exception {
    URI address = URI.create("http://localhost:" + server.getAddress().getPort() + path);
    return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
