package storetest

import (
	"io"
	"net"
	"net/mail"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// MailServer catches mails.
type MailServer struct {
	URL   string // such as smtp://127.0.0.1:2525
	mutex sync.Mutex
	mails []*CaughtMail
}

// CaughtMail is a mail that was sent.
type CaughtMail struct {
	To     []string
	Header mail.Header
	Body   string
}

// Mail starts a mail server, which ends with the test.
func Mail(t testing.TB) *MailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &MailServer{URL: "smtp://" + listener.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &mailSession{server: m}, nil }))
	server.Domain = "localhost"
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return m
}

// Mails returns the mails caught so far.
func (m *MailServer) Mails() []*CaughtMail {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return append([]*CaughtMail(nil), m.mails...)
}

type mailSession struct {
	server *MailServer
	to     []string
}

func (s *mailSession) Reset()                               { s.to = nil }
func (s *mailSession) Logout() error                        { return nil }
func (s *mailSession) Mail(string, *smtp.MailOptions) error { return nil }

func (s *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = append(s.to, to)
	return nil
}

func (s *mailSession) Data(r io.Reader) error {
	message, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(message.Body)
	if err != nil {
		return err
	}
	s.server.mutex.Lock()
	defer s.server.mutex.Unlock()
	s.server.mails = append(s.server.mails, &CaughtMail{s.to, message.Header, string(body)})
	return nil
}
