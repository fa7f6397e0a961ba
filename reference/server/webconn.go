package server

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// webConn is the socket of one client of the WebAPI. The http.Server owns it
// from admission to Close.
type webConn struct {
	net.Conn
	web    *webAPI
	plain  bool // nothing was read yet of what must not be TLS
	closed sync.Once
}

// handshakeRecord is the first byte that a TLS client sends, and no request
// begins with.
const handshakeRecord = 0x16

// Read reads from the socket. TLS on the plain address is answered here: it
// need not hold the line end that the http.Server would wait for.
func (c *webConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 && c.plain {
		if c.plain = false; p[0] == handshakeRecord {
			c.web.srv.log.Info("a TLS handshake on the plain address of the WebAPI; TLS is for the address of --webapi-tls", "remote", c.RemoteAddr().String())
			c.Conn.SetWriteDeadline(time.Now().Add(lingerTime))
			io.WriteString(c.Conn, notTLS)
			return 0, io.EOF
		}
	}
	return n, err
}

const notTLS = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" +
	"This address speaks HTTP without TLS: call it with http://, or use the address for TLS.\n"

// SetReadDeadline sets the deadline unless the reader has been told to end,
// which is said by a deadline in the past.
func (c *webConn) SetReadDeadline(t time.Time) error {
	err := c.Conn.SetReadDeadline(t)
	if c.web.srv.stopping() {
		return c.Conn.SetReadDeadline(past)
	}
	return err
}

// CloseWrite says goodbye, so that the http.Server can wait for what is still
// under way.
func (c *webConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// Write writes to the socket. Where that fails the http.Server closes it at
// once, which must be a reset.
func (c *webConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if err != nil {
		c.tear()
	}
	return n, err
}

// tear makes of Close a reset, by which the client sees that it did not get all.
func (c *webConn) tear() {
	if tcp, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		tcp.SetLinger(0)
	}
}

// reset closes the socket as tear says.
func (c *webConn) reset() {
	c.tear()
	c.Close()
}

// Close closes the socket and takes the client out of the books.
func (c *webConn) Close() error {
	err := c.Conn.Close()
	c.closed.Do(func() { c.web.forget(c) })
	return err
}
