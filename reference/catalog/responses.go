package catalog

// responseDefinitions gives the type and meaning of every field that stands in
// responses or events only, or means something else there than in a request.
var responseDefinitions = map[string]Layout{
	"COUNT": {Type: Int, Doc: "how many of the elements that follow there are"},

	"STATION":          {Doc: "Windows workstation beside the phone"},
	"ISTRUNK":          {Type: Flag, Doc: "Y where the device is a trunk; may be blank"},
	"STARTTIME":        {Type: DateTime, Doc: "when the call started (E-36)"},
	"STOPTIME":         {Type: DateTime, Doc: "when the call stopped, blank while it lasts (E-36)"},
	"COREIDENT":        {Type: Int, Doc: "the core that has the call"},
	"ISRECORDING":      {Type: Flag, Doc: "Y while the call is recorded"},
	"ISRECORDINGVIDEO": {Type: Flag, Doc: "Y while the screen is recorded"},
	"FILENAME":         {Doc: "path of the recording's file (E-38)"},
	"CALLINSTANCE":     {Doc: "which of the device's calls it is; may be blank"},
	"CALLDIRECTION":    {Type: Enum, Doc: "I inbound, O outbound, ? unknown (E-39)"},
	"SESSIONID":        {Doc: "id made of the call and the device, or the chat's"},

	"RECORDINGPATH":              {Doc: "folder that recordings go to"},
	"RECORDINGSPACEINFO":         {Doc: "free and total space in words: 120.50GB of 500.00GB (E-10)"},
	"RECORDINGTOTALDISKCAPACITY": {Type: Decimal, Doc: "size of that disk, MB"},
	"RECORDINGTOTALDISKFREE":     {Type: Decimal, Doc: "free space on that disk, MB"},
	"RECORDINGTOTALDISKFREEPCT":  {Type: Decimal, Doc: "free space on that disk, percent with two decimals"},
	"SYSTEMUPTIME":               {Doc: "time since the system started: 3 days, 4 hours, 5 minutes, 6 seconds. (E-37)"},
	"SYSTEMPROCESSORSPEED":       {Doc: "speed of the processor: 2400MHz"},
	"SYSTEMPROCESSORTYPE":        {Doc: "description of the processor"},
	"SYSTEMRAMTOTAL":             {Type: Int, Doc: "memory, MB"},
	"SYSTEMRAMFREE":              {Type: Int, Doc: "free memory, MB"},
	"SYSTEMRAMUSED":              {Type: Int, Doc: "used memory, MB"},
	"SYSTEMRAMUSEDPCT":           {Type: Int, Doc: "used memory, percent"},

	"ID":                      {Type: Int, Doc: "id of the channel"},
	"STATE":                   {Doc: "what the channel does; the reference sends a text (E-16)"},
	"PLAYBACKEXTENSION":       {Doc: "always blank: no longer supported"},
	"RECORDINGDEVICEALIAS":    {Doc: "alias of the device that the channel records; may be blank"},
	"RECORDINGDEVICE":         {Doc: "device that the channel records or recorded last"},
	"LASTSTATECHANGE":         {Type: DateTime, Doc: "when STATE last changed (E-36)"},
	"LASTSTATECHANGEUNIXTIME": {Type: UnixTime, Doc: "the same in seconds since 1970"},

	"NAME":  {Doc: "internal name of a term"},
	"VALUE": {Doc: "what the term is called on this system"},

	"CALLNUMBER":     {Type: Int, Doc: "position in the list, from 1"},
	"RECORDID":       {Type: Int, Doc: "id of the recording"},
	"RECORDINGTIME":  {Type: UnixTime, Doc: "when the recording began"},
	"DURATION":       {Type: Int, Doc: "length of the recording, seconds"},
	"AGENTFIRSTNAME": {Doc: "given name of the agent, as it was then"},
	"AGENTLASTNAME":  {Doc: "family name of the agent, as it was then"},

	"ADD_TIME": {Type: DateTime, Doc: "when the user was added (E-36)"},
	"MOD_TIME": {Type: DateTime, Doc: "when the user was last changed (E-36)"},
	"PHONES":   {Doc: "phone ids of the user, separated by commas"},

	"IPADDRESS":        {Doc: "address of the workstation"},
	"APPLICATIONTITLE": {Doc: "title of the window in front"},
	"LASTUPDATE":       {Type: DateTime, Doc: "when the window was last captured: Jan 7 2026 9:15AM (E-36)"},

	"EVENTXREF":  {Type: Int, Doc: "number of the subscription on its connection, from 0; its events carry it (E-56)"},
	"EVENTCLASS": {Type: Enum, Doc: "class that was subscribed to"},
	"EVENTTYPE":  {Doc: "blank in the result of a subscription"},

	"KEEPDAYS":     {Type: Int, Doc: "days before the recording is purged; -1 not set"},
	"GLOBALCALLID": {Doc: "the recorder's own id of the call, the same in all its events"},
	"CHANNEL":      {Type: Int, Doc: "channel that records"},
	"ERRORREASON":  {Doc: "NONE, or why recording failed"},
}
