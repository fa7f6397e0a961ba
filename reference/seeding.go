package reference

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/offhook/offhook/reference/dispatch"
	"github.com/offhook/offhook/reference/recorder"
	"github.com/offhook/offhook/reference/seed"
	"github.com/offhook/offhook/reference/store"
)

// takeSeed fills from the seed what c leaves open, and by default what neither
// says.
func (c *Config) takeSeed() {
	s := c.Seed
	if s == nil {
		s = &seed.Seed{}
	}
	channels := map[int]int{}
	var ids []int
	for _, k := range s.Cores {
		ids = append(ids, k.ID)
		channels[k.ID] = k.Channels
	}
	if len(c.Cores) > 0 {
		ids = slices.Clone(c.Cores)
	} else if len(ids) == 0 {
		ids = []int{1, 2}
	}
	slices.Sort(ids)
	c.cores = make([]recorder.Core, len(ids))
	for i, id := range ids {
		c.cores[i] = recorder.Core{ID: id, Channels: cmp.Or(c.Channels, channels[id], DefaultChannels)}
	}
	if c.Schedules == nil {
		c.Schedules = s.Schedules
	}
	c.RecordingPath = cmp.Or(c.RecordingPath, s.RecordingPath)
	c.AgentBlackoutMax = cmp.Or(c.AgentBlackoutMax, s.AgentBlackoutMax)
}

func (c *Config) checkCores() error {
	sum := 0
	for i, k := range c.cores {
		if k.ID < 1 || k.ID > 9999 {
			return fmt.Errorf("reference: core %d: a COREIDENT is a number from 1 to 9999", k.ID)
		}
		if i > 0 && c.cores[i-1].ID == k.ID {
			return fmt.Errorf("reference: core %d is named twice", k.ID)
		}
		if k.Channels < 0 || k.Channels > maxChannels-sum {
			return fmt.Errorf("reference: %d channels on core %d: name at least 1, and at most %d in all", k.Channels, k.ID, maxChannels)
		}
		sum += k.Channels
	}
	return nil
}

// furnish gives the recorder and the directory what the seed knows of the
// world.
func (c *Config) furnish(d *dispatch.Config) {
	if c.Seed == nil {
		return
	}
	d.Recorder.Devices = c.Seed.Devices
	d.Directory.Sites, d.Directory.Locations = c.Seed.Sites, c.Seed.Locations
	for _, t := range c.Seed.Terminology {
		d.Terminology = append(d.Terminology, dispatch.Term(t))
	}
}

// plant loads the seed's people and recordings into the store, if it holds
// nothing: a seed never changes what is there.
func plant(ctx context.Context, st *store.Store, c *Config) error {
	if c.Seed == nil {
		return nil
	}
	people, recordings, err := holds(ctx, st)
	switch {
	case err != nil:
		return err
	case recordings && !people && c.Seed.HasPeople():
		return fmt.Errorf("the database holds recordings and nobody, as where the loading of a seed was broken off; seed %s needs an empty one", c.Seed.Name)
	case people || recordings:
		c.Logger.Warn("the database holds data: of the seed only cores, schedules, terminology and devices are taken", "seed", c.Seed.Name)
		return nil
	}
	now := time.Now()
	if err = loadPast(ctx, st, c, now); err == nil {
		// People come last: they say that all else is there.
		err = st.LoadDirectory(ctx, c.Seed.Directory(now, int64(c.RandomSeed)))
	}
	if err != nil {
		return fmt.Errorf("loading seed %s: %w", c.Seed.Name, err)
	}
	return nil
}

// holds says whether a store holds anything of a directory, and recordings.
func holds(ctx context.Context, st *store.Store) (people, recordings bool, err error) {
	d, err := st.Directory(ctx)
	if err != nil {
		return false, false, err
	}
	recs, err := st.List(ctx, store.Filter{Limit: 1})
	return len(d.Users)+len(d.Groups)+len(d.Roles)+len(d.Workstations) > 0, len(recs) > 0, err
}

// loadPast stores the seed's past recordings.
func loadPast(ctx context.Context, st *store.Store, c *Config, now time.Time) error {
	n := c.Seed.Count()
	if n == 0 {
		return nil
	}
	firstCall, err := st.Reserve(ctx, store.CallNumbers, int64(n))
	if err != nil {
		return err
	}
	return st.Load(ctx, c.Seed.Recordings(now, c.RecordingPath, 1, firstCall))
}
