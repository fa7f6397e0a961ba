package dispatch

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/shirou/gopsutil/v4/cpu"
	"github.com/shirou/gopsutil/v4/disk"
	"github.com/shirou/gopsutil/v4/host"
	"github.com/shirou/gopsutil/v4/mem"

	"github.com/offhook/offhook/reference/catalog"
)

// freshness is how long a measurement of the machine is good for: polling
// SYSTEMSTATUS costs no more than once a second.
const freshness = time.Second

const (
	mib = 1 << 20
	gib = 1 << 30
)

// system measures the machine for SYSTEMSTATUS.
type system struct {
	disk string

	mu         sync.Mutex
	processors []processor // nil: not read yet
	values     map[string]string
	at         time.Time
}

type processor struct{ speed, kind string }

func newSystem(diskPath string) *system {
	if diskPath == "" {
		diskPath = "."
	}
	return &system{disk: diskPath}
}

// folder is a path as the manual's example of RECORDINGPATH has it: with its
// separator at the end.
func folder(path string) string {
	sep := "/"
	if strings.Contains(path, `\`) {
		sep = `\`
	}
	return strings.TrimRight(path, sep) + sep
}

// systemStatus shows the health of the machine (Status, SYSTEMSTATUS; E-10,
// E-37). What cannot be measured is left blank.
func (d *Dispatcher) systemStatus(req *catalog.Request) catalog.Result {
	values, processors := d.system.measure()
	d.mu.Lock()
	lacks, folder := d.rec.Conditions(), d.folder
	d.mu.Unlock()
	value := func(tag string) string {
		switch {
		case tag == "RECORDINGPATH" && lacks.NoRecordingPath:
			return ""
		case tag == "RECORDINGPATH":
			return folder
		case lacks.DiskFull && tag == "RECORDINGSPACEINFO":
			return "0.00GB" + strings.TrimLeft(values[tag], "0123456789.GB")
		case lacks.DiskFull && tag == "RECORDINGTOTALDISKFREE":
			return "0"
		case lacks.DiskFull && tag == "RECORDINGTOTALDISKFREEPCT":
			return "0.00"
		}
		return values[tag]
	}
	var body []catalog.Element
	for i := range req.Function.Layout {
		l := &req.Function.Layout[i]
		if !l.Repeat {
			body = append(body, catalog.Fill(l, value, nil))
			continue
		}
		for n, p := range processors {
			e := catalog.Fill(l, func(tag string) string {
				if tag == "SYSTEMPROCESSORSPEED" {
					return p.speed
				}
				return p.kind
			}, nil)
			e.Name = "PROCESSOR" + strconv.Itoa(n)
			body = append(body, e)
		}
	}
	return catalog.Result{Code: catalog.API_OK, Body: body}
}

// measure returns the values by tag and the processors.
func (s *system) measure() (map[string]string, []processor) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.processors == nil {
		s.processors = readProcessors()
	}
	if s.values != nil && time.Since(s.at) < freshness {
		return s.values, s.processors
	}
	v := map[string]string{}
	if u, err := disk.Usage(s.disk); err == nil && u.Total > 0 {
		v["RECORDINGSPACEINFO"] = fmt.Sprintf("%.2fGB of %.2fGB", float64(u.Free)/gib, float64(u.Total)/gib)
		v["RECORDINGTOTALDISKCAPACITY"] = strconv.FormatUint(u.Total/mib, 10)
		v["RECORDINGTOTALDISKFREE"] = strconv.FormatUint(u.Free/mib, 10)
		v["RECORDINGTOTALDISKFREEPCT"] = fmt.Sprintf("%.2f", 100*float64(u.Free)/float64(u.Total))
	}
	if m, err := mem.VirtualMemory(); err == nil && m.Total > 0 {
		total, free := m.Total/mib, m.Available/mib
		v["SYSTEMRAMTOTAL"] = strconv.FormatUint(total, 10)
		v["SYSTEMRAMFREE"] = strconv.FormatUint(free, 10)
		v["SYSTEMRAMUSED"] = strconv.FormatUint(total-free, 10)
		v["SYSTEMRAMUSEDPCT"] = strconv.FormatUint((total-free)*100/max(total, 1), 10)
	}
	if up, err := host.Uptime(); err == nil {
		v["SYSTEMUPTIME"] = fmt.Sprintf("%d days, %d hours, %d minutes, %d seconds.",
			up/86400, up/3600%24, up/60%60, up%60)
	}
	s.values, s.at = v, time.Now()
	return s.values, s.processors
}

// readProcessors lists the logical processors; where the system does not say,
// as many without a speed as Go sees.
func readProcessors() []processor {
	infos, err := cpu.Info()
	if err != nil || len(infos) == 0 {
		infos = make([]cpu.InfoStat, runtime.NumCPU())
	}
	all := make([]processor, len(infos))
	for i, c := range infos {
		all[i].kind = runtime.GOARCH
		if c.Family != "" {
			all[i].kind = fmt.Sprintf("%s Family %s Model %s Stepping %d", runtime.GOARCH, c.Family, c.Model, c.Stepping)
		}
		all[i].speed = fmt.Sprintf("%.0fMHz", c.Mhz)
	}
	return all
}
