package target

import "regexp"

// secrets are what is likely to be one in a command or in what it says: the word
// after its name, the password that is joined to a user's name or to -p, and
// what a URL names before its host.
var secrets = []struct {
	is   *regexp.Regexp
	show string
}{
	{regexp.MustCompile(`((?:^|\s)(?:-u|--user|--proxy-user)[\s=]*["']?[^\s:"']+:)[^\s"']+`), "${1}***"},
	{regexp.MustCompile(`((?:sshpass|mysql\w*|mariadb\w*|sqlcmd|plink|pscp)\s(?:[^|;&]*?\s)??-(?:pw|p|P)\s*)` + word), "${1}***"},
	{regexp.MustCompile(`(?i)((?:passw(?:or)?d|passphrase|pwd|secret|token|credential|cookie|api[-_]?key|bearer|authorization)[\w-]*["']?\s*[=:\s]\s*(?:bearer\s+|basic\s+)?)` + word), "${1}***"},
	{regexp.MustCompile(`(?i)(\bpass=)` + word), "${1}***"},
	{regexp.MustCompile(`//[^/\s]*@`), "//***@"},
}

// word is one of a command, in quotes or not.
const word = `("[^"]*"|'[^']*'|[^\s"']+)`

// hidden is a text without what is likely to be a secret.
func hidden(s string) string {
	for _, x := range secrets {
		s = x.is.ReplaceAllString(s, x.show)
	}
	return s
}
