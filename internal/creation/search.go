package creation

import (
	"context"
	"slices"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

const (
	// dateTolerance allows for the one-second resolution of the Date header and
	// for the rounding of timestamps.
	dateTolerance = 2 * time.Second
	// doubtWindow is how far the server's dates are thought to be off, at most: an
	// object that is older than the POST by less than this may be its outcome.
	doubtWindow = 15 * time.Minute
	// firstLook and lastLook bound the pauses of a search. They double in between.
	firstLook, lastLook = 2 * time.Second, 8 * time.Second
	// lastLookTimeout bounds the look after an interrupt, which must end soon.
	lastLookTimeout = time.Second
)

// findings are the objects that may be the outcome of a POST.
type findings[T any] struct {
	// certain were created since the POST, by dates that can be believed.
	certain []T
	// doubtful have the traits, and dates that do not say enough.
	doubtful []T
}

// search looks for the object that a POST may have created, until it is found or
// cannot come any more. A nil cause means that an earlier run sent the POST: then
// nothing is found without an error when the object does not exist.
func (c *creating[T]) search(ctx context.Context, cause error) (*T, error) {
	entry := &c.record.entry
	clock := c.ledger.options.Clock
	until := entry.Until
	if cause != nil {
		if after := clock.Now().Add(settleAfter); after.After(until) {
			until = after
		}
	}
	unresolved := &UnresolvedError{Label: c.Label, Err: cause, SentAt: entry.SentAt, Until: until, File: c.record.file}
	for pause := firstLook; ; pause = min(2*pause, lastLook) {
		found, err := c.lookOnce(ctx)
		if err != nil {
			unresolved.SearchErr = err
			return nil, unresolved
		}
		if len(found.certain) == 1 && !c.couldBeAnothers(found.certain[0]) {
			return &found.certain[0], nil
		}
		left := until.Sub(clock.Now())
		if len(found.certain) > 0 || left <= 0 && len(found.doubtful) > 0 {
			for _, each := range slices.Concat(found.certain, found.doubtful) {
				unresolved.Candidates = append(unresolved.Candidates, c.Describe(each))
			}
			return nil, unresolved
		}
		if left <= 0 {
			break
		}
		c.log.WarnContext(ctx, "A request to create an object ended without an answer. Looking for the object until the request cannot have an effect any more",
			"remaining", left.Round(time.Second).String())
		if err := clock.Sleep(ctx, min(pause, left)); err != nil {
			unresolved.SearchErr = err
			return nil, unresolved
		}
	}
	if cause == nil {
		return nil, nil
	}
	return nil, &AbsentError{Label: c.Label, Err: cause, File: c.record.file}
}

// lookOnce lists the objects. After an interrupt there is still time for one look:
// the object that was just made would otherwise wait for the next apply.
func (c *creating[T]) lookOnce(ctx context.Context) (findings[T], error) {
	if ctx.Err() == nil {
		return c.look(ctx)
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLookTimeout)
	defer cancel()
	return c.look(last)
}

// look lists the objects once.
func (c *creating[T]) look(ctx context.Context) (findings[T], error) {
	var found findings[T]
	entry := &c.record.entry
	taken := c.ledger.journal.ids(c.Kind, c.record)
	order := descending{}
	for each, err := range c.Newest(ctx) {
		if err != nil {
			return findings[T]{}, err
		}
		facts := c.Describe(each)
		order.add(facts.CreatedAt)
		created, dated := client.ParseTime(facts.CreatedAt)
		sentAt, known := c.ledger.options.ServerTime(entry.SentAt)
		// Only a list that is sorted says that everything that follows is older.
		if dated && known && !order.broken && order.count >= overviewSize && created.Before(sentAt.Add(-doubtWindow)) {
			break
		}
		switch {
		case !c.possible(each, facts), slices.Contains(taken, facts.ID), c.ledger.Owns(c.Kind, facts.ID):
		case dated && !entry.Before.Floor.IsZero() && created.Before(entry.Before.Floor):
		case dated && known && c.isCertain(created, sentAt):
			found.certain = append(found.certain, each)
		case dated && known && !entry.Before.Complete && created.Before(sentAt.Add(-doubtWindow)):
		default:
			found.doubtful = append(found.doubtful, each)
		}
	}
	return found, nil
}

// possible reports whether an object can be the outcome of the request, and was
// not there before it.
func (c *creating[T]) possible(each T, facts Facts) bool {
	return c.Matches(each) && !slices.Contains(c.record.entry.Before.IDs, facts.ID)
}

// isCertain reports whether an object was created after the POST was sent. A date
// in the future shows that the dates cannot be believed.
func (c *creating[T]) isCertain(created, sentAt time.Time) bool {
	now, _ := c.ledger.options.ServerTime(c.ledger.options.Clock.Now())
	return !created.Before(sentAt.Add(-dateTolerance)) && !created.After(now.Add(dateTolerance))
}

// couldBeAnothers reports whether an object can as well be the outcome of another
// POST that ended without an answer, and that says no less about it.
func (c *creating[T]) couldBeAnothers(each T) bool {
	facts := c.Describe(each)
	for _, entry := range c.ledger.journal.others(c.record) {
		if entry.couldBe(c.Kind, facts) && len(entry.Traits) >= len(c.Traits) {
			return true
		}
	}
	return false
}
