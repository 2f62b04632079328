package main

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy stands between upline and a store, and makes trouble.
type proxy struct {
	t               *testing.T
	address, target string
	away            atomic.Bool
	commits, cutAt  atomic.Int64
	cuts            atomic.Int64
	mutex           sync.Mutex
	open            []net.Conn
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p := &proxy{t: t, address: listener.Addr().String(), target: u.Host}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p
}

// goAway refuses all connections, and ends those that are open.
func (p *proxy) goAway() {
	p.away.Store(true)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, c := range p.open {
		c.Close()
	}
	p.open = nil
}

// commit is the COMMIT message of Bolt: a chunk of two bytes, and the end of the message.
var commit = []byte{0, 2, 0xB0, 0x12, 0, 0}

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	if p.away.Load() {
		return
	}
	server, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	p.mutex.Lock()
	p.open = append(p.open, client, server)
	p.mutex.Unlock()
	var cut atomic.Bool
	go func() {
		defer client.Close()
		buffer := make([]byte, 64<<10)
		for {
			n, err := server.Read(buffer)
			if n > 0 && !cut.Load() {
				if _, err := client.Write(buffer[:n]); err != nil {
					return
				}
			}
			if n > 0 && cut.Load() { // the server has answered, so it has committed; the client never hears of it
				p.cuts.Add(1)
				return
			}
			if err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if n > 0 {
			if bytes.HasSuffix(buffer[:n], commit) && p.commits.Add(1) == p.cutAt.Load() {
				cut.Store(true)
			}
			if _, err := server.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}
