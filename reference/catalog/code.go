package catalog

import "strconv"

// Code is a RESULTCODE, 0 to 55 without 19.
type Code uint8

// The result codes of the chapter Results. 16 and 17 share a label (E-02).
const (
	API_RECORDING_STARTED               Code = 0
	API_ERROR_ALREADY_RECORDING         Code = 1
	API_ERROR_OUT_OF_DISK_SPACE         Code = 2
	API_ERROR_NO_FREE_CHANNELS          Code = 3
	API_ERROR_UNKNOWN                   Code = 4
	API_DEVICE_ALIAS_UNSPECIFIED        Code = 5
	API_ERROR_SCHEDULER_NOT_RUNNING     Code = 6
	API_DEVICE_NOT_IN_CALL              Code = 7
	API_DEVICE_INVALID                  Code = 8
	API_DID_NOT_MATCH_A_SCHEDULE        Code = 9
	API_UNKNOWN_MESSAGE_TYPE            Code = 10
	API_ERROR_PROCESSING_MESSAGE        Code = 11
	API_DEVICE_NOT_RECORDING            Code = 12
	API_RECORDING_STOPPED               Code = 13
	API_REQUESTID_INVALID               Code = 14
	API_INVALID_REQUEST_TYPE            Code = 15
	API_INVALID_MESSAGE_FORMAT          Code = 16
	API_INVALID_MESSAGE_FORMAT_17       Code = 17
	API_ERROR_NO_DEFAULT_RECORDING_PATH Code = 18
	API_OK                              Code = 20
	API_ERROR_INVALID_ACTION            Code = 21
	API_ERROR_KEYS_NOT_UNIQUE           Code = 22
	API_DATABASE_QUERY_ERROR            Code = 23
	API_AGENT_NOT_FOUND                 Code = 24
	API_AGENT_NOT_ACTIVE                Code = 25
	API_BLANK_REQUIRED_VALUE            Code = 26
	API_NO_GROUP                        Code = 27
	API_USER_NOT_FOUND                  Code = 28
	API_MODE_INVALID                    Code = 29
	API_EVENT_TYPE_INVALID              Code = 30
	API_ERROR_CLIENT_NOT_FOUND          Code = 31
	API_ERROR_ALREADY_MONITORING        Code = 32
	API_SESSIONID_UNSPECIFIED           Code = 33
	API_ERROR_RECORDER_NOT_RUNNING      Code = 34
	API_ERROR_BLOCKED_RECORDING_FILTER  Code = 35
	API_ERROR_LOGGER_NOT_RUNNING        Code = 36
	API_RECORDING_UPDATED               Code = 37
	API_BLACKOUT_INVALID_STATE          Code = 38
	API_UNLICENSED                      Code = 39
	API_RECORDID_INVALID                Code = 40
	API_FILE_NOT_FOUND                  Code = 41
	API_AGENT_ALREADY_EXIST             Code = 42
	API_STREAMING_STARTED               Code = 43
	API_COMMAND_NOT_ALLOWED             Code = 44
	API_EMAIL_NOT_VALID                 Code = 45
	API_PARTIAL_CORE_RESPONSE           Code = 46
	API_COMMAND_QUEUE_FULL              Code = 47
	API_TOO_MANY_CLIENTS                Code = 48
	API_COMMAND_NOT_SUPPORTED           Code = 49
	API_ROLE_ALREADY_EXISTS             Code = 50
	API_PERMISSIONIDENT_NOT_FOUND       Code = 51
	API_ROLE_NOT_FOUND                  Code = 52
	API_SITEID_NOT_VALID                Code = 53
	API_USER_ALREADY_EXIST              Code = 54
	API_CONFIG_ERROR                    Code = 55
)

// CodeInfo describes a result code.
type CodeInfo struct {
	Code  Code
	Label string // the RESULTTYPE
	Doc   string // what it says, in our words
}

// String returns the label: the RESULTTYPE of a result with that code.
func (c Code) String() string {
	if i := codeIndex[c]; i > 0 {
		return Codes[i-1].Label
	}
	return "API_CODE_" + strconv.Itoa(int(c))
}
