package mockapi

// Medias returns all medias, oldest first.
func (s *Server) Medias() []Media {
	return snapshot(s, func() *collection[*mediaRecord] { return s.medias }, func(m *mediaRecord) Media { return m.clone() })
}

// Clips returns all clips, suggested ones included, oldest first.
func (s *Server) Clips() []Clip {
	return snapshot(s, func() *collection[*clipRecord] { return s.clips }, func(c *clipRecord) Clip { return c.clone() })
}

// WebhookSubscriptions returns all webhook subscriptions, oldest first.
func (s *Server) WebhookSubscriptions() []WebhookSubscription {
	return snapshot(s, func() *collection[*subscriptionRecord] { return s.subscriptions },
		func(w *subscriptionRecord) WebhookSubscription { return w.clone() })
}

// Uploads returns all direct uploads that were asked for, oldest first.
func (s *Server) Uploads() []Upload {
	return snapshot(s, func() *collection[*uploadRecord] { return s.uploads }, func(u *uploadRecord) Upload { return u.Upload })
}

// snapshot copies a collection. The collection is looked up under the lock, as
// Reset replaces it.
func snapshot[R record, T any](s *Server, of func() *collection[R], take func(R) T) []T {
	s.lock()
	defer s.unlock()
	records := of().ordered
	values := make([]T, 0, len(records))
	for _, r := range records {
		values = append(values, take(r))
	}
	return values
}

// UpdateMedia changes a media behind the client's back. What change does to ID,
// CreatedAt and ClipIDs is ignored; a new State starts or ends processing. It
// reports false when there is no such media.
func (s *Server) UpdateMedia(id string, change func(*Media)) bool {
	now := s.lock()
	s.touch()
	defer s.unlock()
	m, ok := s.medias.get(id)
	if !ok {
		return false
	}
	changed := m.clone()
	change(&changed)
	wanted := changed.State
	changed.ID, changed.CreatedAt, changed.ClipIDs, changed.State = m.ID, m.CreatedAt, m.ClipIDs, m.State
	m.Media = changed
	if wanted != m.State {
		s.process(m, now)
		if wanted != Pending {
			s.beginMedia(m, now)
		}
		if wanted == Finished {
			s.finishMedia(m, now)
		}
	}
	return true
}

// DeleteMedia deletes a media and its clips behind the client's back. It reports
// false when there is no such media.
func (s *Server) DeleteMedia(id string) bool {
	s.lock()
	s.touch()
	defer s.unlock()
	return s.removeMedia(id)
}

// UpdateClip changes a clip behind the client's back. What change does to ID,
// MediaID and CreatedAt is ignored, and State is taken as it is left. It reports
// false when there is no such clip.
func (s *Server) UpdateClip(id string, change func(*Clip)) bool {
	s.lock()
	s.touch()
	defer s.unlock()
	c, ok := s.clips.get(id)
	if !ok {
		return false
	}
	changed := c.clone()
	change(&changed)
	changed.ID, changed.MediaID, changed.CreatedAt = c.ID, c.MediaID, c.CreatedAt
	c.Clip = changed
	return true
}

// DeleteClip deletes a clip behind the client's back. It reports false when there
// is no such clip.
func (s *Server) DeleteClip(id string) bool {
	s.lock()
	s.touch()
	defer s.unlock()
	return s.removeClip(id)
}

// UpdateWebhookSubscription changes a subscription behind the client's back, as
// nothing in the API can. What change does to ID and CreatedAt is ignored. It
// reports false when there is no such subscription.
func (s *Server) UpdateWebhookSubscription(id string, change func(*WebhookSubscription)) bool {
	now := s.lock()
	s.touch()
	defer s.unlock()
	w, ok := s.subscriptions.get(id)
	if !ok {
		return false
	}
	changed := w.clone()
	change(&changed)
	changed.ID, changed.CreatedAt, changed.UpdatedAt = w.ID, w.CreatedAt, s.stamp(now)
	w.WebhookSubscription = changed
	return true
}

// DeleteWebhookSubscription deletes a subscription behind the client's back. It
// reports false when there is no such subscription.
func (s *Server) DeleteWebhookSubscription(id string) bool {
	s.lock()
	s.touch()
	defer s.unlock()
	return s.subscriptions.remove(id)
}

// FinishProcessing ends the processing of a media or clip now. It reports false
// when there is no such object, or when it has finished already.
func (s *Server) FinishProcessing(id string) bool {
	now := s.lock()
	s.touch()
	defer s.unlock()
	if m, ok := s.medias.get(id); ok && m.State != Finished {
		s.finishMedia(m, now)
		return true
	}
	clip, ok := s.clips.get(id)
	if !ok || clip.State == Finished {
		return false
	}
	media, ok := s.medias.get(clip.MediaID)
	if ok {
		s.finishClip(clip, media)
	}
	return ok
}

// FinishAll ends the processing of everything now: medias first, then clips.
func (s *Server) FinishAll() {
	now := s.lock()
	s.touch()
	defer s.unlock()
	for _, m := range s.medias.ordered {
		s.finishMedia(m, now)
	}
	for _, clip := range s.clips.ordered {
		if media, ok := s.medias.get(clip.MediaID); ok && clip.State != Finished {
			s.finishClip(clip, media)
		}
	}
}
