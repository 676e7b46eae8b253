package mocktest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

func TestStartClosesWithItsTest(t *testing.T) {
	t.Parallel()
	var server *mockapi.Server
	t.Run("uses it", func(t *testing.T) {
		server = mocktest.Start(t, mockapi.Options{})
		if server.URL() == "" || server.UploadURL() == "" {
			t.Error("the server is not started")
		}
	})
	if err := server.WaitDeliveries(t.Context()); err != nil {
		t.Error(err)
	}
	if server.Start() == nil {
		t.Error("the server can be started again")
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	clock := mocktest.NewClock(time.Time{})
	start := clock.Now()
	clock.Advance(time.Second)
	clock.Advance(-time.Hour)
	if err := clock.Sleep(t.Context(), time.Minute); err != nil {
		t.Error(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := clock.Sleep(ended, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("sleeping in an ended context gives %v", err)
	}
	if got := clock.Now().Sub(start); got != time.Minute+time.Second {
		t.Errorf("the clock went on by %s", got)
	}
}
