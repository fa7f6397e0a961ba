package point

import (
	"cmp"
	"reflect"
)

// Each function takes the number of its first mutant; those that carry several
// have the next numbers for them. Reaching is noted only where the mutant's
// value would be another one; where that cannot be known without evaluating
// what the program would not, it counts as reached.

type integer interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type float interface{ ~float32 | ~float64 }

// Cond is a condition: id makes it always true, id+1 always false.
func Cond[B ~bool](id int, v B) B {
	if recording {
		reach(id, !bool(v))
		reach(id+1, bool(v))
	}
	switch active - id {
	case 0:
		return true
	case 1:
		return false
	}
	return v
}

// False is a condition that id makes always false.
func False[B ~bool](id int, v B) B {
	if recording {
		reach(id, bool(v))
	}
	return v && active != id
}

// Not is a truth value that id inverts.
func Not[B ~bool](id int, v B) B {
	if recording {
		reach(id, true)
	}
	return v != B(active == id)
}

// And is a && b: id makes it a || b, id+1 a alone, id+2 b alone.
func And[B ~bool](id int, a B, b func() B) B {
	switch active - id {
	case 0:
		return a || b()
	case 1:
		return a
	case 2:
		return b()
	}
	v := a && b()
	if recording {
		reach(id, !bool(v))
		reach(id+1, bool(a && !v))
		reach(id+2, !bool(a))
	}
	return v
}

// Or is a || b: id makes it a && b, id+1 a alone, id+2 b alone.
func Or[B ~bool](id int, a B, b func() B) B {
	switch active - id {
	case 0:
		return a && b()
	case 1:
		return a
	case 2:
		return b()
	}
	v := a || b()
	if recording {
		reach(id, bool(v))
		reach(id+1, bool(v && !a))
		reach(id+2, bool(a))
	}
	return v
}

// Less is a < b: id makes it a <= b.
func Less[T cmp.Ordered](id int, a, b T) bool {
	if recording {
		reach(id, a == b)
	}
	return a < b || active == id && a == b
}

// AtMost is a <= b: id makes it a < b.
func AtMost[T cmp.Ordered](id int, a, b T) bool {
	if recording {
		reach(id, a == b)
	}
	return a < b || active != id && a == b
}

// More is a > b: id makes it a >= b.
func More[T cmp.Ordered](id int, a, b T) bool { return Less(id, b, a) }

// AtLeast is a >= b: id makes it a > b.
func AtLeast[T cmp.Ordered](id int, a, b T) bool { return AtMost(id, b, a) }

// Plus is a + b: id makes it a - b.
func Plus[T integer | float](id int, a, b T) T {
	if recording {
		reach(id, b != 0)
	}
	if active == id {
		return a - b
	}
	return a + b
}

// Minus is a - b: id makes it a + b.
func Minus[T integer | float](id int, a, b T) T {
	if recording {
		reach(id, b != 0)
	}
	if active == id {
		return a + b
	}
	return a - b
}

// Times is a * b: id makes it a / b, or a where that cannot be.
func Times[T integer | float](id int, a, b T) T {
	if recording {
		reach(id, a != 0 && b != 1)
	}
	switch {
	case active != id:
		return a * b
	case b == 0:
		return a
	}
	return a / b
}

// Over is a / b: id makes it a * b.
func Over[T integer | float](id int, a, b T) T {
	if recording {
		reach(id, a != 0 && b != 1)
	}
	if active == id {
		return a * b
	}
	return a / b
}

// Rest is a % b: id makes it a / b.
func Rest[T integer](id int, a, b T) T {
	v := a % b
	if recording {
		reach(id, v != a/b)
	}
	if active == id {
		return a / b
	}
	return v
}

// Both is a & b: id makes it a | b.
func Both[T integer](id int, a, b T) T {
	if recording {
		reach(id, a != b)
	}
	if active == id {
		return a | b
	}
	return a & b
}

// Either is a | b: id makes it a & b.
func Either[T integer](id int, a, b T) T {
	if recording {
		reach(id, a != b)
	}
	if active == id {
		return a & b
	}
	return a | b
}

// Join is the text a + b: id leaves b out, id+1 a.
func Join[S ~string](id int, a, b S) S {
	if recording {
		reach(id, b != "")
		reach(id+1, a != "")
	}
	switch active - id {
	case 0:
		return a
	case 1:
		return b
	}
	return a + b
}

// Number is a number or a constant of one: id makes it one more, id+1 one less.
func Number[T integer | float](id int, v T) T {
	if recording {
		reach(id, true)
		reach(id+1, true)
	}
	switch active - id {
	case 0:
		return v + 1
	case 1:
		return v - 1
	}
	return v
}

// Next is a constant that stands for something: id makes it the next one.
func Next[T integer | float](id int, v T) T {
	if recording {
		reach(id, true)
	}
	if active == id {
		return v + 1
	}
	return v
}

// Before is Next's opposite.
func Before[T integer | float](id int, v T) T {
	if recording {
		reach(id, true)
	}
	if active == id {
		return v - 1
	}
	return v
}

// Span is a time span: id doubles it, id+1 makes it none.
func Span[T integer](id int, v T) T {
	if recording {
		reach(id, true)
		reach(id+1, true)
	}
	switch active - id {
	case 0:
		return 2 * v
	case 1:
		return 0
	}
	return v
}

// Text is a constant text: id makes it empty, or something where it is empty.
func Text[S ~string](id int, v S) S {
	if recording {
		reach(id, true)
	}
	switch {
	case active != id:
		return v
	case v == "":
		return "mutant"
	}
	return ""
}

// Case is a constant that a switch compares with: id makes it one that nothing
// is equal to.
func Case[T integer](id int, v T) T {
	if recording {
		reach(id, true)
	}
	if active == id {
		return v ^ 85
	}
	return v
}

// TextCase is Case for texts.
func TextCase[S ~string](id int, v S) S {
	if recording {
		reach(id, true)
	}
	if active == id {
		return "\x00no such case\x00"
	}
	return v
}

// Zero is a value that id makes the zero of its type.
func Zero[T any](id int, v T) T {
	if recording {
		reach(id, !isZero(v))
	}
	if active == id {
		var zero T
		return zero
	}
	return v
}

// On stands before a statement: id leaves that out.
func On(id int) bool {
	if recording {
		reach(id, true)
	}
	return active != id
}

func isZero(v any) bool {
	r := reflect.ValueOf(v)
	return !r.IsValid() || r.IsZero()
}
