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

// boltReader follows what a client asks of Neo4j, to tell what commits.
type boltReader struct {
	rest    []byte // of a message that has not come whole
	greeted bool   // the handshake, whose length depends on the versions, is over
	inside  bool   // a transaction
}

// commits counts the messages that commit something: COMMIT, and a RUN that writes outside of a transaction. A message is chunks
// with their lengths before them, and an empty one (https://neo4j.com/docs/bolt/current/bolt/message/).
func (b *boltReader) commits(data []byte) (count int64) {
	b.rest = append(b.rest, data...)
	if !b.greeted {
		hello := bytes.Index(b.rest, []byte{0xB1, 0x01})
		if hello < 2 {
			return 0
		}
		b.greeted, b.rest = true, b.rest[hello-2:]
	}
	var message []byte
	for at := 0; at+2 <= len(b.rest); {
		length := int(b.rest[at])<<8 | int(b.rest[at+1])
		if at += 2; at+length > len(b.rest) {
			return count
		}
		message = append(message, b.rest[at:at+length]...)
		if at += length; length > 0 {
			continue
		}
		if b.does(message) {
			count++
		}
		b.rest, message, at = b.rest[at:], nil, 0
	}
	return count
}

// does says whether a message commits.
func (b *boltReader) does(message []byte) bool {
	const begin, commit, rollback, run = 0x11, 0x12, 0x13, 0x10
	if len(message) < 2 {
		return false
	}
	switch message[1] {
	case begin:
		b.inside = true
	case rollback:
		b.inside = false
	case commit:
		b.inside = false
		return true
	case run:
		return !b.inside && !bytes.Contains(message, []byte("\x84mode\x81r"))
	}
	return false
}

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
	var asked boltReader
	buffer := make([]byte, 64<<10)
	for {
		n, err := client.Read(buffer)
		if n > 0 {
			for range asked.commits(buffer[:n]) {
				if p.commits.Add(1) == p.cutAt.Load() {
					cut.Store(true)
				}
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
