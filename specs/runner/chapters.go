package runner

// The chapters of the manual register their specs when they are imported.
import (
	_ "github.com/offhook/offhook/specs/callhandling"
	_ "github.com/offhook/offhook/specs/deprecated"
	_ "github.com/offhook/offhook/specs/eventinterface"
	_ "github.com/offhook/offhook/specs/imports"
	_ "github.com/offhook/offhook/specs/messagestructure"
	_ "github.com/offhook/offhook/specs/recordingcontrol"
	_ "github.com/offhook/offhook/specs/status"
	_ "github.com/offhook/offhook/specs/usergrouprole"
	_ "github.com/offhook/offhook/specs/webapi"
)
