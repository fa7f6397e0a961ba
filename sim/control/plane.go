package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// answerTime bounds one request; a reset to a large seed takes its time.
	answerTime = time.Minute
	// maxAnswer bounds what is read of an answer.
	maxAnswer = 64 << 20
)

// Plane is a control plane. Its methods may be called by any goroutine.
type Plane struct {
	url, token string
	http       *http.Client
	cores      []int
}

// Open makes sure that a control plane answers at the URL, as in
// http://127.0.0.1:8080; token is "" where it needs none.
func Open(ctx context.Context, at, token string) (*Plane, error) {
	u, err := url.Parse(at)
	if err == nil && u.User != nil { // the address is not repeated: it may hold a password
		return nil, errors.New("control plane: a URL that names a user is no URL of one; it asks for a token instead")
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("control plane: %q is no URL of one; give it as in http://127.0.0.1:8080", at)
	}
	p := &Plane{url: u.Scheme + "://" + u.Host, token: token, http: &http.Client{
		Timeout:   answerTime,
		Transport: &http.Transport{MaxIdleConns: 4, IdleConnTimeout: 30 * time.Second}, // no proxy: it is near
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return errors.New("it redirects, and a token goes to nobody else")
		},
	}}
	var c struct {
		Cores map[string]string `json:"cores"`
	}
	if err := p.Get(ctx, "/conditions", &c); err != nil {
		return nil, err
	}
	for text := range c.Cores {
		id, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("control plane: %s names a core %q", p.url, text)
		}
		p.cores = append(p.cores, id)
	}
	slices.Sort(p.cores)
	return p, nil
}

// Close lets go of its connections.
func (p *Plane) Close() { p.http.CloseIdleConnections() }

// Cores returns the COREIDENTs of the system in ascending order, as of Open.
func (p *Plane) Cores() []int { return slices.Clone(p.cores) }

// SetCore takes a core down or up.
func (p *Plane) SetCore(ctx context.Context, core int, up bool) error {
	return p.Set(ctx, "cores", map[string]string{strconv.Itoa(core): state(up)})
}

// SetDatabase takes the recordings database away or gives it back.
func (p *Plane) SetDatabase(ctx context.Context, up bool) error {
	return p.Set(ctx, "database", state(up))
}

// SetRelay makes the mail relay count as not configured, or as configured again.
func (p *Plane) SetRelay(ctx context.Context, on bool) error {
	if on {
		return p.Set(ctx, "relay", nil) // on where there is one
	}
	return p.Set(ctx, "relay", "off")
}

func state(up bool) string {
	if up {
		return "up"
	}
	return "down"
}

// Set changes one condition; nil puts it in order.
func (p *Plane) Set(ctx context.Context, condition string, value any) error {
	return p.do(ctx, http.MethodPatch, "/conditions", map[string]any{condition: value}, nil)
}

// Normal puts all conditions in order.
func (p *Plane) Normal(ctx context.Context) error {
	return p.do(ctx, http.MethodDelete, "/conditions", nil, nil)
}

// Advance moves the system's clock forward.
func (p *Plane) Advance(ctx context.Context, d time.Duration) error {
	return p.do(ctx, http.MethodPost, "/clock", map[string]string{"advance": d.String()}, nil)
}

// Reset begins afresh with a seed; "" is that of the start.
func (p *Plane) Reset(ctx context.Context, seed string) error {
	return p.do(ctx, http.MethodPost, "/reset", map[string]string{"seed": seed}, nil)
}

// Get reads what a path shows into v: /state, /conditions, /clock, /recordings,
// /mail, /pci.
func (p *Plane) Get(ctx context.Context, path string, v any) error {
	return p.do(ctx, http.MethodGet, path, nil, v)
}

// do sends a request and reads the answer into v, where that is not nil.
func (p *Plane) do(ctx context.Context, method, path string, body, v any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("control plane: %w", err)
	}
	var payload io.Reader
	if body != nil {
		payload = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(ctx, method, p.url+path, payload)
	if err != nil {
		return fmt.Errorf("control plane: %w", err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	res, err := p.http.Do(r)
	if err != nil {
		return fmt.Errorf("control plane: %w; is it there? see serve --control", err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("control plane: the answer of %s %s: %w", method, path, err)
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("control plane: %s %s: %s: %s", method, path, res.Status, problem(answer))
	}
	if v == nil {
		return nil
	}
	if err := json.Unmarshal(answer, v); err != nil {
		return fmt.Errorf("control plane: %s does not answer as one: %w", p.url, err)
	}
	return nil
}

// problem is what an answer says went wrong.
func problem(answer []byte) string {
	var e struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(answer, &e) == nil && e.Error != "" {
		return e.Error
	}
	return strings.TrimSpace(string(answer[:min(len(answer), 300)]))
}
