package media

// alacFilter predicts a sample from those before, and learns from how wrong it
// was.
type alacFilter struct {
	kind     int // 15 takes the differences first
	quantum  int // the coefficients' scale, in bits
	riceMult uint32
	order    int
	weights  [32]int32 // for the oldest sample first
}

// alacDifference is the order that means: the sample before.
const alacDifference = 31

func (f *alacFilter) read(r *bitReader) {
	f.kind, f.quantum = int(r.read(4)), int(r.read(4))
	f.riceMult, f.order = r.read(3), int(r.read(5))
	for i := f.order - 1; i >= 0; i-- {
		f.weights[i] = r.signed(16)
	}
}

// apply makes samples of residues.
func (f *alacFilter) apply(residue, out []int32, width int) {
	if f.kind == 15 {
		difference(residue, residue, width)
	}
	switch f.order {
	case 0:
		copy(out, residue)
	case alacDifference:
		difference(residue, out, width)
	default:
		f.predict(residue, out, width)
	}
}

// difference adds each value to the one before.
func difference(residue, out []int32, width int) {
	before := int32(0)
	for i, v := range residue {
		if i > 0 {
			v = extend(before+v, width)
		}
		before = v
		out[i] = v
	}
}

func (f *alacFilter) predict(residue, out []int32, width int) {
	warm := min(len(out), f.order+1)
	difference(residue[:warm], out[:warm], width)
	half := int32(0)
	if f.quantum > 0 {
		half = 1 << (f.quantum - 1)
	}
	weights := f.weights[:f.order]
	for i := warm; i < len(out); i++ {
		base, before := out[i-f.order-1], out[i-f.order:i]
		sum := half
		for j, w := range weights {
			sum += (before[j] - base) * w
		}
		wrong := residue[i]
		out[i] = extend(base+sum>>f.quantum+wrong, width)
		f.learn(base, before, wrong)
	}
}

// learn moves the weights towards what would have been less wrong.
func (f *alacFilter) learn(base int32, before []int32, wrong int32) {
	direction := sign(wrong)
	for j := 0; j < f.order && wrong*direction > 0; j++ {
		away := base - before[j]
		step := sign(away) * direction
		f.weights[j] -= step
		wrong -= away * step >> f.quantum * int32(j+1)
	}
}

func sign(v int32) int32 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
