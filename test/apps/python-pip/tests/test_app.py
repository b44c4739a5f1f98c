from app import app


def test_is_healthy() -> None:
    response = app.test_client().get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")


def test_says_hello() -> None:
    assert app.test_client().get("/").text == "hello\n"
