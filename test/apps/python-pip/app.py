"""Answers by HTTP."""

import os

from flask import Flask

app = Flask(__name__)


@app.get("/healthz")
def healthz() -> str:
    return "ok\n"


@app.get("/")
def hello() -> str:
    return "hello\n"


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", "8080")))
