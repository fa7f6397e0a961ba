package seed

import "strings"

// The names that agents are made up of.
var (
	firstNames = strings.Fields(`Ada Adam Alba Alice Amir Amy Ana Anton Aria Arun
		Ben Bianca Boris Bruno Carla Cem Chloe Clara Dana Daniel
		Dario Diego Dora Edith Elena Eli Emil Emma Erik Eva
		Fatima Felix Finn Flora Frank Gina Grace Greta Hana Hans
		Hugo Ida Ines Ivan Jack Jana Jay Jean Jonas Julia
		Kai Karim Kate Kim Lara Lea Leo Lin Lisa Luca
		Luis Mara Marc Maria Max Maya Mei Mia Milo Mona
		Nadia Nico Nina Noah Nora Olga Omar Oscar Otto Paul
		Petra Pia Ravi Rita Rosa Ruth Sam Sara Simon Sofia
		Sven Tara Theo Tina Tom Uma Vera Viktor Yara Zoe`)
	lastNames = strings.Fields(`Abbott Adler Ahmed Allen Amari Bach Baker Banks Barr Bauer
		Becker Berg Blake Boyd Brandt Brooks Burke Byrne Carr Castro
		Chen Clark Cole Cruz Dale Davis Diaz Doyle Dunn Ekman
		Ellis Evans Faber Farah Fiore Fischer Flynn Ford Foster Fox
		Garcia Gomez Grant Gray Green Gupta Haas Hale Hall Hansen
		Hart Hayes Hess Holm Hunt Iqbal Ito Jansen Jones Joshi
		Kane Kaya Keller Khan King Klein Koch Kovac Kumar Lang
		Lopez Lund Maier Marsh Meyer Mills Moreau Mori Moss Nash
		Novak Olsen Ortiz Park Patel Pope Price Quinn Reed Reyes
		Rossi Sato Silva Singh Sousa Stone Tanaka Vogel Weber Young`)
)

// newName makes up the name of the next agent, one that nobody has. Neighbours
// share neither part; the ten-thousandth and later have a double last name.
func (s *Seed) newName() (first, last string) {
	if s.taken == nil {
		s.taken = map[string]bool{}
		for i := range s.people.Users {
			u := &s.people.Users[i]
			s.taken[strings.ToLower(u.FirstName+" "+u.LastName)] = true
		}
	}
	nf, nl := len(firstNames), len(lastNames)
	for {
		n := s.named
		s.named++
		first, last = firstNames[n*37%nf], lastNames[(n*61+n/nf)%nl]
		if more := n / (nf * nl); more > 0 {
			last += "-" + lastNames[(n+more)%nl]
		}
		if key := strings.ToLower(first + " " + last); !s.taken[key] {
			s.taken[key] = true
			return first, last
		}
	}
}

// shortened is the part of a name that goes into a login of 16 characters.
func shortened(last string) string { return last[:min(len(last), 5)] }
