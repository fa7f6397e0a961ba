package runner

// The chapters of the manual register their specs when they are imported.
import (
	_ "github.com/offhook/offhook/specs/deprecated"
	_ "github.com/offhook/offhook/specs/messagestructure"
)
