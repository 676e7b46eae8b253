package captions

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// Time is a time from the start of a recording, in milliseconds.
type Time int64

const (
	millisecond Time = 1
	second           = 1000 * millisecond
	minute           = 60 * second
	hour             = 60 * minute
)

// numberPrecision is the precision of Terraform's numbers, in bits. With fewer,
// "90.1" as a time code would not equal the number 90.1.
const numberPrecision = 512

// maxHours is what the hours of a time may be. It is longer than any recording,
// and keeps every time well within an integer.
const maxHours = 1_000_000

// TimeOf rounds seconds to a time, half a millisecond upwards. The error
// continues a sentence that names what the seconds are.
func TimeOf(seconds *big.Float) (Time, error) {
	switch {
	case seconds.Sign() < 0:
		return 0, errors.New("is negative; times count from the start of the recording")
	case seconds.Cmp(big.NewFloat(maxHours*3600)) >= 0:
		return 0, fmt.Errorf("is too large; times are seconds and end before %d hours", maxHours)
	}
	exact := new(big.Float).SetPrec(numberPrecision).Mul(seconds, big.NewFloat(1000))
	rounded, _ := exact.Add(exact, big.NewFloat(0.5)).Int64()
	return Time(rounded), nil
}

// String formats the time as hours, minutes, seconds and milliseconds, as in
// 00:01:30.500. Hours have two digits or more.
func (t Time) String() string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", t/hour, t%hour/minute, t%minute/second, t%second)
}

// timecode is a time with colons, or only seconds. The decimal mark is a period
// or, as in SubRip files, a comma.
var timecode = regexp.MustCompile(`^(?:(?:([0-9]{1,7}):)?([0-5]?[0-9]):([0-5]?[0-9])|([0-9]{1,10}))(?:[.,]([0-9]{1,100}))?$`)

// frames is a time code that ends in the number of a frame.
var frames = regexp.MustCompile(`^[0-9]+:[0-9]+:[0-9]+[:;][0-9]+$`)

// ParseTimecode returns the seconds that a time code such as 00:01:30.5, 1:30 or
// 90.5 stands for. The error continues a sentence that names the time code.
func ParseTimecode(text string) (*big.Float, error) {
	text = strings.TrimSpace(text)
	parts := timecode.FindStringSubmatch(text)
	switch {
	case parts != nil:
	case frames.MatchString(text):
		return nil, errors.New("ends in a frame number, whose time depends on the frame rate; write a fraction of a second instead, as in 00:01:30.5")
	case strings.HasPrefix(text, "-"):
		return nil, errors.New("is negative; times count from the start of the recording")
	default:
		return nil, errors.New("is not a time: write hours, minutes and seconds as in 00:01:30.5, minutes and seconds as in 1:30, or seconds as in 90.5. Minutes and seconds after a colon are below 60")
	}
	whole := number(parts[1])*3600 + number(parts[2])*60 + number(parts[3]) + number(parts[4])
	seconds, _, err := big.ParseFloat(strconv.FormatInt(whole, 10)+"."+parts[5]+"0", 10, numberPrecision, big.ToNearestEven)
	if err != nil {
		return nil, errors.New("cannot be read as a number of seconds")
	}
	if _, err := TimeOf(seconds); err != nil {
		return nil, err
	}
	return seconds, nil
}

// number reads digits that the pattern has checked; none are 0.
func number(digits string) int64 {
	value, _ := strconv.ParseInt(digits, 10, 64)
	return value
}
