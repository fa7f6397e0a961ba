package main

import (
	"fmt"
	"os"
	"strings"
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
	if file == "" {
		return os.Getenv(variable), nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s: the token cannot be read: %w", flag, cause(err))
	}
	t := strings.TrimSpace(string(b))
	if t == "" || len(t) > 1000 || strings.ContainsAny(t, "\r\n") {
		return "", fmt.Errorf("%s %s: put the token into it, one line of at most 1000 characters", flag, file)
	}
	return t, nil
}
