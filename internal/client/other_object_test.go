package client

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// A cache or proxy that mixes up answers must not get another object into a state.
func TestAnAnswerAboutAnotherObjectIsAnError(t *testing.T) {
	t.Parallel()
	for name, operation := range operations {
		if !strings.HasPrefix(name, "read ") && !strings.HasPrefix(name, "update ") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := operation.path[strings.LastIndexByte(operation.path, '/')+1:]
			other := strings.Replace(operation.answer, `"id":"`+id+`"`, `"id":"other"`, 1)
			s := newServer(t, respond(200, other, "X-Request-Id", "req-9"))
			c, _ := newClient(t, s)
			err := operation.run(t.Context(), c)
			mixed, ok := errors.AsType[*OtherObjectError](err)
			if !ok || mixed.Operation != name || mixed.Want != id || mixed.ID != "other" || mixed.RequestID != "req-9" {
				t.Fatalf("got %v", err)
			}
			if want := name + `: the answer is about another object: its id is "other", and "` + id + `" was asked for (request id req-9)`; !strings.HasPrefix(err.Error(), want) {
				t.Errorf("got %v", err)
			}
			if len(s.received()) != 3 {
				t.Errorf("asked %d times", len(s.received()))
			}

			s.answerWith(respond(200, other), respond(200, operation.answer))
			if err := operation.run(t.Context(), c); err != nil {
				t.Errorf("after one such answer: %v", err)
			}
		})
	}
}

// What a creation returns has whatever id the API gave it.
func TestACreationTakesAnyID(t *testing.T) {
	t.Parallel()
	for name, operation := range operations {
		if !strings.HasPrefix(name, "create ") {
			continue
		}
		answer := strings.NewReplacer(`"id":"m1"`, `"id":"new"`, `"id":"c1"`, `"id":"new"`, `"id":"w1"`, `"id":"new"`).Replace(operation.answer)
		c, _ := newClient(t, newServer(t, respond(200, answer)))
		if err := operation.run(context.Background(), c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
