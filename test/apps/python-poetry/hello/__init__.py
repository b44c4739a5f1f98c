"""Answers by HTTP."""

from http.server import BaseHTTPRequestHandler

import itsdangerous

PAGES = {"/healthz": "ok\n", "/": itsdangerous.Signer("not a secret").sign("hello").decode() + "\n"}


class Handler(BaseHTTPRequestHandler):
    """/healthz, and a greeting that the app has signed."""

    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(404 if page is None else 200)
        self.end_headers()
        self.wfile.write((page or "not found\n").encode())
