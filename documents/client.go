package documents

import (
	"context"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"upline/internal/fault"
)

// tries is how often the client makes each call, when the store does not answer or answers that it cannot.
const tries = 3

// newClient makes the client of an object store. It does not call the store yet.
func newClient(c Config) (*minio.Client, error) {
	endpoint, err := url.Parse(c.Endpoint)
	if err != nil || endpoint.Host == "" || strings.Trim(endpoint.Path, "/") != "" || (endpoint.Scheme != "http" && endpoint.Scheme != "https") {
		return nil, fault.Invalidf(op, "S3_ENDPOINT %q is no address of an object store: write http://host:port", c.Endpoint)
	}
	secure := endpoint.Scheme == "https"
	transport, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: c.Patience}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dialer.DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &impatientConn{conn, c.Patience}, nil
	}
	transport.TLSHandshakeTimeout = c.Patience
	transport.ResponseHeaderTimeout = c.Patience
	transport.IdleConnTimeout = c.Patience / 2 // before the connection ends itself
	client, err := minio.New(endpoint.Host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: secure, Transport: dialect{transport}, MaxRetries: tries,
	})
	if err != nil {
		return nil, fault.Invalidf(op, "S3_ENDPOINT %q is no address of an object store: %v", c.Endpoint, err)
	}
	return client, nil
}

// impatientConn is a connection that ends when nothing comes or goes for a while. A time limit for whole calls would have to
// know how large an object is, and how fast the line.
type impatientConn struct {
	net.Conn
	patience time.Duration
}

func (c *impatientConn) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c *impatientConn) Write(b []byte) (int, error) {
	// For reading, too: the answer is waited for from now on, not since the connection fell idle.
	if err := c.SetDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
