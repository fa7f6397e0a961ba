package capture

import (
	"bytes"
	"regexp"
)

var (
	secret      = regexp.MustCompile(`(?is)<PASSWORD(?:\s[^>]*)?>(.*?)(?:</PASSWORD|$)`)
	secretQuery = regexp.MustCompile(`(?i)(?:^|[?&\s])PASSWORD=([^&\s]*)`)
	// secretEnd is the rest of a secret whose beginning was left out.
	secretEnd = regexp.MustCompile(`(?is)^([^<]*)</PASSWORD|^([^<>&\s]*)`)
)

// Mask hides the values that nobody but the server should read: stars take
// their place, one for each byte.
func Mask(s string) string {
	b := []byte(s)
	mask(b, secret)
	mask(b, secretQuery)
	return string(b)
}

// mask overwrites what the groups of the expression match.
func mask(b []byte, re *regexp.Regexp) {
	for _, at := range re.FindAllSubmatchIndex(b, -1) {
		for g := 2; g < len(at); g += 2 {
			for i := at[g]; i >= 0 && i < at[g+1]; i++ {
				b[i] = '*'
			}
		}
	}
}

// maskAll masks stretches, in copies of their bytes: a secret may have come in
// pieces, so that what one side of a connection sent is looked at as one.
func maskAll(all []stretch) {
	type side struct {
		on   *track
		from uint8
	}
	streams := map[side][]int{}
	var order []side
	for i := range all {
		if all[i].on == nil {
			all[i].b = []byte(Mask(string(all[i].b)))
			continue
		}
		of := side{all[i].on, all[i].from}
		if streams[of] == nil {
			order = append(order, of)
		}
		streams[of] = append(streams[of], i)
	}
	for _, of := range order {
		list := streams[of]
		for begin := 0; begin < len(list); {
			end := begin + 1
			for end < len(list) && all[list[end]].off == all[list[end-1]].off+int64(len(all[list[end-1]].b)) {
				end++
			}
			maskRun(all, list[begin:end], of.from)
			begin = end
		}
	}
}

// maskRun masks stretches that follow each other without a gap.
func maskRun(all []stretch, list []int, from uint8) {
	var run bytes.Buffer
	for _, i := range list {
		run.Write(all[i].b)
	}
	b := run.Bytes()
	if all[list[0]].off > 0 && from == fromClient {
		if at := secretEnd.FindSubmatchIndex(b); at != nil {
			mask(b[:at[1]], secretEnd)
		}
	}
	mask(b, secret)
	mask(b, secretQuery)
	for _, i := range list {
		all[i].b, b = b[:len(all[i].b):len(all[i].b)], b[len(all[i].b):]
	}
}
