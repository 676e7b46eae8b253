package mockapi

import (
	"errors"
	"fmt"
)

// State is an account as a whole: what Snapshot returns, Load and Seed take, and
// a state file holds.
type State struct {
	Medias               []Media               `json:"medias,omitempty"`
	Clips                []Clip                `json:"clips,omitempty"`
	WebhookSubscriptions []WebhookSubscription `json:"webhook_subscriptions,omitempty"`
	Uploads              []Upload              `json:"uploads,omitempty"`
	// SigningKey is what upload ids are signed with. With it, those that were handed
	// out before are still valid.
	SigningKey []byte `json:"signing_key,omitempty"`
}

// Snapshot returns the account as it is.
func (s *Server) Snapshot() State {
	s.lock()
	defer s.unlock()
	state := State{SigningKey: s.signer.key}
	for _, m := range s.medias.ordered {
		state.Medias = append(state.Medias, m.clone())
	}
	for _, c := range s.clips.ordered {
		state.Clips = append(state.Clips, c.clone())
	}
	for _, w := range s.subscriptions.ordered {
		state.WebhookSubscriptions = append(state.WebhookSubscriptions, w.clone())
	}
	for _, u := range s.uploads.ordered {
		state.Uploads = append(state.Uploads, u.Upload)
	}
	return state
}

// Seed adds objects as if they had been made before. Fields left out get
// plausible values; an object with the id of another takes its place. It fails,
// and adds nothing, when a state is not one that an account can have.
func (s *Server) Seed(state State) error { return s.add(state, false) }

func (s *Server) add(state State, exact bool) error {
	if err := state.validate(); err != nil {
		return err
	}
	if len(state.SigningKey) > 0 {
		s.mu.Lock()
		s.signer.key = state.SigningKey
		s.mu.Unlock()
	}
	now := s.lock()
	s.touch()
	for _, u := range state.Uploads {
		s.uploads.remove(u.Key)
		s.uploads.add(&uploadRecord{Upload: u})
	}
	for _, m := range state.Medias {
		s.seedMedia(m, now, exact)
	}
	s.unlock()
	for _, c := range state.Clips {
		s.SeedClip(c)
	}
	for _, w := range state.WebhookSubscriptions {
		s.SeedWebhookSubscription(w)
	}
	return nil
}

// Load replaces the account by another, and forgets the deliveries.
func (s *Server) Load(state State) error {
	if err := state.validate(); err != nil {
		return err
	}
	s.mu.Lock()
	s.empty()
	s.unlock()
	return s.add(state, true)
}

// validate names the first object that no account can have.
func (state State) validate() error {
	for i, c := range state.Clips {
		if c.EndTime != 0 && c.EndTime <= c.StartTime || c.StartTime < 0 || c.EndTime > maxClipTime {
			return fmt.Errorf("mockapi: clip %d (%s) ends before it starts, or its times are not within a year", i+1, c.Name)
		}
	}
	for i, w := range state.WebhookSubscriptions {
		if w.URL != "" && !isWebURL(w.URL) {
			return fmt.Errorf("mockapi: webhook subscription %d has %q, which is no http or https URL", i+1, w.URL)
		}
	}
	for i, m := range state.Medias {
		if m.SourceURL != "" && m.UploadID != "" {
			return fmt.Errorf("mockapi: media %d (%s) has two sources", i+1, m.Name)
		}
	}
	for i, u := range state.Uploads {
		if u.Key == "" {
			return fmt.Errorf("mockapi: upload %d has no key", i+1)
		}
	}
	if n := len(state.SigningKey); n > 0 && n < 16 {
		return errors.New("mockapi: the signing key is shorter than 16 bytes")
	}
	return nil
}
