package ledger

import "github.com/offhook/offhook/reference/catalog"

var _ = Add(catalog.CallHandling, command("CALLUPDATE")...)
