package mockapi

import (
	"slices"
	"time"
)

// Events that a subscription can name.
const (
	// EventAny stands for every event, and is what a subscription without events
	// gets.
	EventAny = "*"
	// EventMediaProcessingFinished is sent when a media has been processed.
	EventMediaProcessingFinished = "media.processing_finished"
)

// accountUserID is the user to whom all subscriptions belong.
const accountUserID = "4b4c0be0-8a55-4f0e-9f0e-2f6d1f4c7a10"

// subscriptionRecord is a webhook subscription as the server keeps it.
type subscriptionRecord struct {
	WebhookSubscription
	origin
}

func (w *subscriptionRecord) recordID() string           { return w.ID }
func (w *subscriptionRecord) recordCreatedAt() time.Time { return w.CreatedAt }

// wants reports whether the subscription is to be told of an event.
func (w *subscriptionRecord) wants(event string) bool {
	return !w.Inactive &&
		(slices.Contains(w.SubscribedEvents, EventAny) || slices.Contains(w.SubscribedEvents, event))
}

func (s *Server) listSubscriptions(c *call) (any, error) {
	return listing[*subscriptionRecord]{
		path: typeSubscription, collection: s.subscriptions, attributes: subscriptionAttributes,
		render: func(w *subscriptionRecord) any { return w.resource() },
	}.answer(s, c)
}

func (s *Server) createSubscription(c *call) (any, error) {
	in, err := s.parseInputs(c.body, "url", "subscribed_events")
	if err != nil {
		return nil, err
	}
	target, err := in.requiredText("url")
	if err != nil {
		return nil, err
	}
	if !isWebURL(target) {
		return nil, invalidAttribute("url", "invalid", "must be an http or https URL")
	}
	events := []string{EventAny}
	given, err := in.texts("subscribed_events")
	if err != nil {
		return nil, err
	}
	assign(&events, given)
	if len(events) == 0 {
		return nil, invalidAttribute("subscribed_events", "blank", "can't be empty")
	}
	for _, event := range events {
		if event != EventAny && event != EventMediaProcessingFinished {
			return nil, invalidAttribute("subscribed_events", "invalid", "has an unknown event %q", event)
		}
	}
	w := &subscriptionRecord{origin: origin{c.now}, WebhookSubscription: WebhookSubscription{
		ID: newID(), URL: target, SubscribedEvents: events, UserID: accountUserID, CreatedAt: s.stamp(c.now),
	}}
	w.UpdatedAt = w.CreatedAt
	s.subscriptions.add(w)
	return s.shown(c, typeSubscription, w.resource()), nil
}

func (s *Server) showSubscription(c *call) (any, error) {
	w, err := readable(s, c, s.subscriptions)
	if err != nil {
		return nil, err
	}
	return s.shown(c, typeSubscription, w.resource()), nil
}

func (s *Server) destroySubscription(c *call) (any, error) {
	if !s.subscriptions.remove(c.id) {
		return nil, notFound()
	}
	return nil, nil
}

// subscriptionDocument are the attributes of a subscription in an answer.
type subscriptionDocument struct {
	Active           bool     `json:"active"`
	CreatedAt        string   `json:"created_at"`
	SubscribedEvents []string `json:"subscribed_events"`
	UpdatedAt        string   `json:"updated_at"`
	URL              string   `json:"url"`
}

type subscriptionRelationships struct {
	User          *toOne `json:"user"`
	WebhookEvents toMany `json:"webhook_events"`
}

func (w *subscriptionRecord) resource() resource {
	return resource{
		ID: w.ID, Type: typeSubscription,
		Attributes: subscriptionDocument{
			Active:           !w.Inactive,
			CreatedAt:        formatTime(w.CreatedAt),
			SubscribedEvents: w.SubscribedEvents,
			UpdatedAt:        formatTime(w.UpdatedAt),
			URL:              w.URL,
		},
		Relationships: subscriptionRelationships{
			User:          relateOne(typeUser, w.UserID),
			WebhookEvents: relateMany(typeWebhookEvent, w.WebhookEventIDs),
		},
	}
}

// subscriptionAttributes are what subscriptions can be filtered by.
var subscriptionAttributes = attributes[*subscriptionRecord]{
	"id": {textValue, func(w *subscriptionRecord) any { return w.ID }},
	// The description filters subscriptions by a name, which they do not have.
	"name":       {textValue, func(*subscriptionRecord) any { return nil }},
	"url":        {textValue, func(w *subscriptionRecord) any { return w.URL }},
	"active":     {boolValue, func(w *subscriptionRecord) any { return !w.Inactive }},
	"created_at": {timeValue, func(w *subscriptionRecord) any { return w.CreatedAt }},
	"updated_at": {timeValue, func(w *subscriptionRecord) any { return w.UpdatedAt }},
}
