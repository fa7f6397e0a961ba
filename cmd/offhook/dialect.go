package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/reference/form/near"
)

// parseDialect reads the values of --dialect.
func parseDialect(choices []string) (catalog.Dialect, error) {
	d, err := catalog.ParseDialect(choices)
	if err == nil {
		return d, nil
	}
	hint := "offhook docs errata explains them"
	var unknown *catalog.UnknownReading
	if errors.As(err, &unknown) {
		if like := near.Matches(unknown.Given, unknown.Known, 2); len(like) > 0 {
			hint = "did you mean " + strings.Join(like, " or ") + "?"
		}
	}
	return d, fmt.Errorf("--dialect: %w; %s", err, hint)
}
