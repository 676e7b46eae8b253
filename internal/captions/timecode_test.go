package captions

import (
	"math/big"
	"strings"
	"testing"
)

// seconds reads a number as Terraform does.
func seconds(t testing.TB, text string) *big.Float {
	t.Helper()
	number, _, err := big.ParseFloat(text, 10, numberPrecision, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func TestParseTimecode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"00:01:30.5":    "90.5",
		"90.5":          "90.5",
		"90":            "90",
		"0":             "0",
		"1:30":          "90",
		"01:30.25":      "90.25",
		"1:02:03":       "3723",
		"00:01:30,500":  "90.5",
		"00:01:30.1":    "90.1",
		"100:00:00":     "360000",
		"999999:59:59":  "3599999999",
		" 00:00:04 \n":  "4",
		"0:0:0.0005":    "0.0005",
		"59:59.999":     "3599.999",
		"3600000":       "3600000",
		"00:00:00.1234": "0.1234",
	} {
		got, err := ParseTimecode(text)
		if err != nil {
			t.Errorf("%q %s", text, err)
			continue
		}
		// Terraform compares numbers in full precision.
		if got.Cmp(seconds(t, want)) != 0 {
			t.Errorf("%q is %s s, want %s", text, got.Text('f', 20), want)
		}
	}
}

func TestParseTimecodeRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":               "is not a time",
		"soon":           "is not a time",
		"1m30s":          "is not a time",
		"00:60:00":       "below 60",
		"00:00:60":       "below 60",
		"1:90":           "below 60",
		"1::30":          "is not a time",
		":30":            "is not a time",
		"30.":            "is not a time",
		".5":             "is not a time",
		"1e3":            "is not a time",
		"0x10":           "is not a time",
		"NaN":            "is not a time",
		"Inf":            "is not a time",
		"+5":             "is not a time",
		"1:2:3:4":        "frame number",
		"00:01:30:12":    "frame number",
		"00:01:30;12":    "frame number",
		"-5":             "is negative",
		"-00:01:00":      "is negative",
		"1000000:00:00":  "too large",
		"9999999999":     "too large",
		"99999999999999": "is not a time",
		"１２:００":          "is not a time",
	} {
		got, err := ParseTimecode(text)
		if err == nil {
			t.Errorf("%q is %s s, want an error", text, got)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q %s; want %q", text, err, want)
		}
	}
}

func TestTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0":                 "00:00:00.000",
		"-0":                "00:00:00.000",
		"90.5":              "00:01:30.500",
		"0.0004":            "00:00:00.000",
		"0.0005":            "00:00:00.001",
		"1.0005":            "00:00:01.001",
		"57.7":              "00:00:57.700",
		"59.9996":           "00:01:00.000",
		"3599.9999":         "01:00:00.000",
		"359999.999":        "99:59:59.999",
		"360000":            "100:00:00.000",
		"3599999999.999":    "999999:59:59.999",
		"1.000499999999999": "00:00:01.000",
	} {
		got, err := TimeOf(seconds(t, text))
		if err != nil {
			t.Errorf("%s %s", text, err)
		} else if got.String() != want {
			t.Errorf("%s s is %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"-0.001": "is negative", "3600000000": "too large", "1e400": "too large", "-Inf": "is negative", "Inf": "too large"} {
		if _, err := TimeOf(seconds(t, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

// What is written can be read back, to the millisecond.
func FuzzTimecode(f *testing.F) {
	for _, milliseconds := range []int64{0, 1, 999, 59_999, 60_000, 3_599_999, 359_999_999, 360_000_000} {
		f.Add(milliseconds)
	}
	f.Fuzz(func(t *testing.T, milliseconds int64) {
		if milliseconds < 0 || Time(milliseconds) >= maxHours*hour {
			t.Skip()
		}
		text := Time(milliseconds).String()
		parsed, err := ParseTimecode(text)
		if err != nil {
			t.Fatalf("%s %s", text, err)
		}
		if got, err := TimeOf(parsed); err != nil || got != Time(milliseconds) {
			t.Errorf("%d became %s and then %d (%v)", milliseconds, text, got, err)
		}
	})
}

// No text makes the parser fail in another way than by an error.
func FuzzParseTimecode(f *testing.F) {
	for _, text := range []string{"00:01:30.5", "90,5", "1:2:3:4", "-1", "999999:59:59.999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := ParseTimecode(text)
		if err != nil {
			return
		}
		if _, err := TimeOf(parsed); err != nil {
			t.Errorf("%q is %s s, which %s", text, parsed, err)
		}
	})
}
