package signedurl

import (
	"fmt"
	"net/url"
	"testing"
	"time"
)

// now is the time at which fresh URLs are compared.
var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// version4URL is a URL that was signed so long before now, and is good for five
// minutes.
func version4URL(file, prefix string, age time.Duration, more string) string {
	return fmt.Sprintf("https://files.example.com/%s?%sDate=%s&%sExpires=300&%sCredential=a%%2Fb&%sSignature=s%d%s",
		file, prefix, now.Add(-age).Format("20060102T150405Z"), prefix, prefix, prefix, age, more)
}

// expiresURL is a URL that expires so long after now.
func expiresURL(parameters string, left time.Duration) string {
	return fmt.Sprintf("https://files.example.com/a.mp4?Expires=%d&Signature=s%d&%s", now.Add(left).Unix(), left, parameters)
}

func TestCompare(t *testing.T) {
	t.Parallel()
	azure := func(left time.Duration, start string) string {
		return fmt.Sprintf("https://x.blob.example.com/c/a.mp4?sv=2024-11-04&st=%s&se=%s&sr=b&sp=r&sig=s%d", start, url.QueryEscape(now.Add(left).Format(time.RFC3339)), left)
	}
	tests := map[string]struct {
		stored, fresh string
		want          Verdict
	}{
		"equal":                     {"https://a.example.com/x", "https://a.example.com/x", Kept},
		"signed anew":               {version4URL("a", "X-Amz-", time.Minute, ""), version4URL("a", "X-Amz-", 0, ""), Kept},
		"a second left":             {version4URL("a", "X-Amz-", 299*time.Second, ""), version4URL("a", "X-Amz-", 0, ""), Kept},
		"just expired":              {version4URL("a", "X-Amz-", 300*time.Second, ""), version4URL("a", "X-Amz-", 0, ""), Replaced},
		"another file":              {version4URL("a", "X-Amz-", time.Minute, ""), version4URL("b", "X-Amz-", 0, ""), Replaced},
		"another version":           {version4URL("a", "X-Amz-", time.Minute, "&versionId=1"), version4URL("a", "X-Amz-", 0, "&versionId=2"), Replaced},
		"the same version":          {version4URL("a", "X-Amz-", time.Minute, "&versionId=1"), version4URL("a", "X-Amz-", 0, "&versionId=1"), Kept},
		"another order":             {version4URL("a", "X-Amz-", time.Minute, "&b=1&a=2"), version4URL("a", "X-Amz-", 0, "&a=2&b=1"), Kept},
		"Google":                    {version4URL("a", "X-Goog-", time.Minute, ""), version4URL("a", "X-Goog-", 0, ""), Kept},
		"Google, expired":           {version4URL("a", "X-Goog-", time.Hour, ""), version4URL("a", "X-Goog-", 0, ""), Replaced},
		"lower case":                {version4URL("a", "x-amz-", time.Minute, ""), version4URL("a", "X-Amz-", 0, ""), Kept},
		"S3 before version 4":       {expiresURL("AWSAccessKeyId=k", time.Second), expiresURL("AWSAccessKeyId=k", time.Hour), Kept},
		"S3 before version 4, over": {expiresURL("AWSAccessKeyId=k", 0), expiresURL("AWSAccessKeyId=k", time.Hour), Replaced},
		"Google before version 4":   {expiresURL("GoogleAccessId=k", time.Second), expiresURL("GoogleAccessId=k", time.Hour), Kept},
		"CloudFront":                {expiresURL("Key-Pair-Id=k", time.Second), expiresURL("Key-Pair-Id=k", time.Hour), Kept},
		"CloudFront with a policy":  {"https://a.example.com/x?Policy=p1&Signature=1&Key-Pair-Id=k", "https://a.example.com/x?Policy=p2&Signature=2&Key-Pair-Id=k", Undecided},
		"Azure":                     {azure(time.Minute, "1"), azure(time.Hour, "2"), Kept},
		"Azure, expired":            {azure(-time.Minute, "1"), azure(time.Hour, "2"), Replaced},
		"no expiry":                 {"https://a.example.com/x?X-Amz-Signature=1", "https://a.example.com/x?X-Amz-Signature=2", Undecided},
		"unknown":                   {"https://a.example.com/x?token=1", "https://a.example.com/x?token=2", Undecided},
		"unknown, another path":     {"https://a.example.com/x?token=1", "https://a.example.com/y?token=2", Replaced},
		"unknown, another host":     {"https://a.example.com/x?token=1", "https://b.example.com/x?token=2", Replaced},
		"unknown, another scheme":   {"http://a.example.com/x?token=1", "https://a.example.com/x?token=2", Replaced},
		"unknown became known":      {"https://files.example.com/a?token=1", version4URL("a", "X-Amz-", 0, ""), Undecided},
		"a word called Signature":   {"https://a.example.com/x?Signature=bold", "https://a.example.com/x?Signature=thin", Undecided},
		"stored nonsense":           {"https://a b/%zz", "https://a.example.com/x", Replaced},
		"fresh nonsense":            {"https://a.example.com/x", "https://a.example.com/x?%zz", Replaced},
		"host in capitals":          {"https://FILES.example.com/x?token=1", "https://files.example.com/x?token=2", Undecided},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Compare(test.stored, test.fresh, now); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

// The service's clock counts, where a fresh URL tells its time.
func TestCompareByTheServersClock(t *testing.T) {
	t.Parallel()
	stored, fresh := version4URL("a", "X-Amz-", time.Minute, ""), version4URL("a", "X-Amz-", 0, "")
	for _, machine := range []time.Time{now.Add(-24 * time.Hour), now.Add(24 * time.Hour)} {
		if got := Compare(stored, fresh, machine); got != Kept {
			t.Errorf("at %s on this machine: got %d, want %d", machine, got, Kept)
		}
	}
}

func TestSameSource(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"equal":               {"https://a.example.com/x?v=1", "https://a.example.com/x?v=1", true},
		"signed anew":         {version4URL("a", "X-Amz-", time.Hour, ""), version4URL("a", "X-Amz-", 0, ""), true},
		"one is signed":       {"https://files.example.com/a", version4URL("a", "X-Amz-", 0, ""), true},
		"by another method":   {"https://files.example.com/a?Expires=1&Signature=s&AWSAccessKeyId=k", version4URL("a", "X-Amz-", 0, ""), true},
		"another version":     {version4URL("a", "X-Amz-", 0, "&versionId=1"), version4URL("a", "X-Amz-", 0, "&versionId=2"), false},
		"another file":        {version4URL("a", "X-Amz-", 0, ""), version4URL("b", "X-Amz-", 0, ""), false},
		"unknown":             {"https://a.example.com/x?token=1", "https://a.example.com/x?token=2", false},
		"a query that counts": {"https://a.example.com/watch?v=1", "https://a.example.com/watch?v=2", false},
		"nonsense":            {"https://a.example.com/x", "%zz", false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := SameSource(test.a, test.b); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
			if got := SameSource(test.b, test.a); got != test.want {
				t.Errorf("the other way round: got %t, want %t", got, test.want)
			}
		})
	}
}

func TestHasCredentials(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://user:secret@a.example.com/x": true, "https://user@a.example.com/x": true,
		"https://a.example.com/x@y": false, "%zz": false,
	} {
		if got := HasCredentials(address); got != want {
			t.Errorf("%s: got %t, want %t", address, got, want)
		}
	}
}

// No URL makes the comparison fail, or takes a URL for another than itself.
func FuzzCompare(f *testing.F) {
	f.Add(version4URL("a", "X-Amz-", 0, ""), "https://a.example.com/x?sig=1&sv=2&se=2026-03-02")
	f.Add("%zz", "https://a b")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Compare(a, a, now) != Kept || !SameSource(b, b) {
			t.Error("a URL differs from itself")
		}
		Compare(a, b, now)
		if SameSource(a, b) != SameSource(b, a) {
			t.Errorf("%q and %q are the same source in one direction only", a, b)
		}
	})
}
