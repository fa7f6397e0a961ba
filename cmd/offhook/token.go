package main

import (
	"fmt"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The environment's variables that may hold tokens: what is on a command line
// can be read by everybody on the machine.
const (
	controlToken   = "OFFHOOK_CONTROL_TOKEN"
	dashboardToken = "OFFHOOK_DASHBOARD_TOKEN"
)

// readToken returns a token: what the file says that a flag names or, without
// one, the environment's variable; "" for none.
func readToken(file, flag, variable string) (string, error) {
	text, from := os.Getenv(variable), variable
	if file != "" {
		b, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("%s: the token cannot be read: %w", flag, cause(err))
		}
		text, from = string(b), flag+" "+file
	} else if text == "" {
		return "", nil
	}
	t := strings.TrimSpace(text)
	if t == "" || len(t) > 1000 || !utf8.ValidString(t) || strings.ContainsFunc(t, unicode.IsControl) {
		return "", fmt.Errorf("%s: put the token into it, one line of at most 1000 characters", from)
	}
	return t, nil
}
