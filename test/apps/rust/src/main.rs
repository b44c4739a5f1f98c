//! Answers by HTTP.
use std::io::{BufRead, BufReader, Result, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> Result<()> {
    let port = std::env::var("PORT").unwrap_or_else(|_| "8080".to_owned());
    serve(TcpListener::bind(format!("0.0.0.0:{port}"))?)
}

fn serve(listener: TcpListener) -> Result<()> {
    for stream in listener.incoming() {
        answer(stream?)?;
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> Result<()> {
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let (status, body) = match line.split(' ').nth(1) {
        Some("/healthz") => ("200 OK", "ok\n"),
        Some("/") => ("200 OK", "hello\n"),
        _ => ("404 Not Found", "not found\n"),
    };
    let mut length = itoa::Buffer::new();
    let length = length.format(body.len());
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn get(address: std::net::SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn answers() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(|| serve(listener));
        assert!(get(address, "/healthz").ends_with("\r\n\r\nok\n"));
        assert!(get(address, "/").ends_with("\r\n\r\nhello\n"));
        assert!(get(address, "/nothing").starts_with("HTTP/1.1 404 "));
    }
}
