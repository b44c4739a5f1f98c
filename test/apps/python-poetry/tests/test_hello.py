import threading
import unittest
import urllib.request
from http.server import ThreadingHTTPServer

from hello import Handler


class HelloTest(unittest.TestCase):
    def test_answers(self) -> None:
        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}"
            self.assertEqual(urllib.request.urlopen(f"{address}/healthz").read(), b"ok\n")
            self.assertTrue(urllib.request.urlopen(f"{address}/").read().startswith(b"hello."))
            server.shutdown()
