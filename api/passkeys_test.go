package api

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
)

// device is a software authenticator in a browser on a page of the server.
type device struct {
	page          virtualwebauthn.RelyingParty
	authenticator virtualwebauthn.Authenticator
	credential    virtualwebauthn.Credential
}

func (p *person) device(origin string) *device {
	p.Helper()
	account, err := p.accounts.Account(p.Context(), p.id)
	must(p.T, err)
	return &device{
		page:          virtualwebauthn.RelyingParty{Name: "Alpina", ID: "localhost", Origin: origin},
		authenticator: virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: account.Handle}),
		credential:    virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
	}
}

// optionsOf are the options of a ceremony's beginning, as the browser gets them.
func (p *person) optionsOf(begun M) string {
	p.Helper()
	text, err := json.Marshal(begun["options"])
	must(p.T, err)
	return string(text)
}

func (d *device) creates(p *person, begun M) M {
	p.Helper()
	options, err := virtualwebauthn.ParseAttestationOptions(p.optionsOf(begun))
	must(p.T, err)
	return responseOf(p, virtualwebauthn.CreateAttestationResponse(d.page, d.authenticator, d.credential, *options))
}

func (d *device) signs(p *person, begun M) M {
	p.Helper()
	options, err := virtualwebauthn.ParseAssertionOptions(p.optionsOf(begun))
	must(p.T, err)
	return responseOf(p, virtualwebauthn.CreateAssertionResponse(d.page, d.authenticator, d.credential, *options))
}

func responseOf(p *person, text string) M {
	p.Helper()
	var response M
	must(p.T, json.Unmarshal([]byte(text), &response))
	return M{"response": response}
}

// A passkey logs in alone, and is a second factor; a challenge is good once, for five minutes, and on this site only.
func TestPasskeysLogIn(t *testing.T) {
	h := newHouse(t)
	anna := h.user("anna", "support")
	anna.logsIn(200)
	phone := anna.device("http://localhost:8080")
	anna.does("POST", "/passkeys/begin", M{"password": "wrong"}, 401)
	begun := anna.does("POST", "/passkeys/begin", M{"password": goodPassword}, 200)
	added := phone.creates(anna, begun)
	added["name"] = "phone"
	if codes, _ := anna.does("POST", "/passkeys", added, 201)["codes"].([]any); len(codes) != 10 {
		t.Errorf("%v", codes)
	}
	anna.does("POST", "/passkeys", added, 404) // the challenge is gone
	list, _ := anna.does("GET", "/passkeys", nil, 200)["items"].([]any)
	if len(list) != 1 || list[0].(M)["name"] != "phone" {
		t.Fatalf("%v", list)
	}
	anna.does("DELETE", "/session", nil, 204)

	begin := func(p *person) M { return p.does("POST", "/session/passkey-challenge", nil, 200) }
	answered := phone.signs(anna, begin(anna))
	if s := anna.does("POST", "/session/passkey", answered, 200); s["pending"] != false || s["method"] != "passkey" || s["second_factor"] != "passkey" {
		t.Errorf("%v", s)
	}
	if me := anna.does("GET", "/me", nil, 200); me["second_factor_until"] == nil {
		t.Errorf("%v", me)
	}
	thief := h.person("thief")
	thief.does("POST", "/session/passkey", answered, 404) // it was never asked for by this browser
	begin(thief)
	thief.does("POST", "/session/passkey", answered, 403) // another challenge
	elsewhere := *phone
	elsewhere.page.Origin = "https://evil.example"
	thief.does("POST", "/session/passkey", elsewhere.signs(thief, begin(thief)), 403)
	begun = begin(thief)
	h.clock.pass(6 * time.Minute)
	thief.does("POST", "/session/passkey", phone.signs(thief, begun), 404)

	desk := h.person("anna")
	desk.id = anna.id
	if s := desk.logsIn(200); s["pending"] != true {
		t.Errorf("%v", s)
	}
	begun = begin(desk)
	desk.does("POST", "/session/passkey", phone.signs(desk, begun), 200)
	desk.does("GET", "/me", nil, 200)
	id, _ := list[0].(M)["id"].(string)
	desk.does("DELETE", "/passkeys/"+id, nil, 422)
	desk.does("DELETE", "/passkeys/"+id, M{"password": "wrong"}, 401)
	desk.does("POST", "/recovery-codes", M{"password": "wrong"}, 401)
	desk.does("POST", "/recovery-codes", M{"password": goodPassword}, 200)
	desk.does("DELETE", "/passkeys/"+id, M{"password": goodPassword}, 204)
	anna.does("GET", "/me", nil, 401)                                      // all other sessions have ended
	desk.does("DELETE", "/passkeys/"+id, M{"password": goodPassword}, 403) // there is no second factor any more
	begun = begin(thief)
	thief.does("POST", "/session/passkey", phone.signs(thief, begun), 404)
	must(t, h.accounts.Lock(t.Context(), anna.id, h.by()))
	desk.does("GET", "/session", nil, 401)
}
