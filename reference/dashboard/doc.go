// Package dashboard is the page to watch the reference by: what it records now
// and did a moment ago, its channels, devices and exchanges, live.
//
// A sample is what goes on at one moment, taken by one goroutine for all
// viewers and only while there are any. A viewer is one open page, to which
// samples go as server-sent events; one that is slow gets fewer of them, always
// the latest.
//
// The package never changes anything: it reads its Source. What it shows was
// said by strangers; the page puts it in as text and as nothing else.
package dashboard
