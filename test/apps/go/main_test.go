package main

import (
	"io"
	"net/http/httptest"
	"testing"
)

func TestHandler(t *testing.T) {
	server := httptest.NewServer(handler())
	defer server.Close()
	for path, want := range map[string]string{"/healthz": "ok\n", "/": "hello\n"} {
		response, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		if response.StatusCode != 200 || string(body) != want {
			t.Errorf("%s: %d %q, want %q", path, response.StatusCode, body, want)
		}
		_ = response.Body.Close()
	}
}
