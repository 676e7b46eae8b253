package bulkread

// fullPage is how many objects are asked for at first.
const fullPage = 100

// smallerPages are tried when a server puts fewer objects on a page than it was
// asked for. Its maximum may be lower; and some servers fall back to a default,
// which is lower still, when they are asked for more than their maximum.
var smallerPages = []int{50, 30}

// pageSize finds out how many objects fit on a page.
type pageSize struct {
	// known is set when there is nothing more to find out.
	known bool
	// ask is how many objects to ask for.
	ask int
	// best is the most that the server has put on a page.
	best int
	// untried are the sizes that may be better.
	untried []int
}

func newPageSize() pageSize { return pageSize{ask: fullPage, untried: smallerPages} }

// learn takes in what the first page held when so many objects were asked for. It
// returns the page to ask for next.
func (s *pageSize) learn(asked, held int, last bool) (next int) {
	if last || held == 0 {
		return 2 // The list is too short to tell.
	}
	if held >= asked {
		s.known, s.ask = true, asked
		return 2
	}
	s.best = max(s.best, held)
	for len(s.untried) > 0 {
		candidate := s.untried[0]
		s.untried = s.untried[1:]
		if candidate > s.best {
			s.ask = candidate
			return 1
		}
	}
	s.known, s.ask = true, max(s.best, 1)
	return 2
}
