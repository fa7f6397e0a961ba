package main

import (
	"fmt"
	"os"
	"strings"
)

// controlToken is the environment's variable that may hold the control plane's
// token: what is on a command line can be read by everybody on the machine.
const controlToken = "OFFHOOK_CONTROL_TOKEN"

// readToken returns the control plane's token: what the file says that a flag names
// or, without one, the environment; "" for none.
func readToken(file, flag string) (string, error) {
	if file == "" {
		return os.Getenv(controlToken), nil
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
