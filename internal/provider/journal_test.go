package provider

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"
)

// begin starts a record, which the test needs to be written.
func begin(t *testing.T, journal *journal, kind, fingerprint string) *journalRecord {
	t.Helper()
	record, err := journal.begin(kind, fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// crash ends a journal as the end of its process does: the lock goes, the files
// stay.
func crash(t *testing.T, journal *journal) {
	t.Helper()
	if journal.lock == nil {
		return // Nothing was under way.
	}
	if err := journal.lock.Unlock(); err != nil {
		t.Fatal(err)
	}
}

// restart returns the journal of the next process in the same folder.
func restart(journal *journal) *journal {
	next := newJournal(journal.dir)
	next.now = journal.now
	return next
}

// must fails the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// equalEntry compares what a record knows.
func equalEntry(t *testing.T, what string, got *journalRecord, want journalEntry) {
	t.Helper()
	if !reflect.DeepEqual(got.entry, want) {
		t.Errorf("%s: got %+v, want %+v", what, got.entry, want)
	}
}

func exists(t *testing.T, name string) bool {
	t.Helper()
	_, err := os.Stat(name)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return err == nil
}

func TestJournalRemembersACrash(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before func(*testing.T, *journalRecord)
		want   journalEntry
	}{
		"before anything": {
			func(*testing.T, *journalRecord) {}, journalEntry{},
		},
		"after the upload": {
			func(t *testing.T, r *journalRecord) { t.Helper(); must(t, r.uploaded("u1")) }, journalEntry{UploadID: "u1"},
		},
		"while the request is under way": {
			func(t *testing.T, r *journalRecord) {
				t.Helper()
				must(t, r.uploaded("u1"))
				must(t, r.sending(testStart.Add(time.Second)))
			},
			journalEntry{UploadID: "u1", SentAt: testStart.Add(time.Second)},
		},
		"after a refusal": {
			func(t *testing.T, r *journalRecord) {
				t.Helper()
				must(t, r.uploaded("u1"))
				must(t, r.sending(testStart))
				must(t, r.refused())
			},
			journalEntry{UploadID: "u1"},
		},
		"while waiting for the processing": {
			func(t *testing.T, r *journalRecord) {
				t.Helper()
				must(t, r.sending(testStart))
				must(t, r.created("m1"))
			},
			journalEntry{SentAt: testStart, ID: "m1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := testJournal(t)
			record := begin(t, first, mediaType, "f")
			test.before(t, record)
			crash(t, first)

			second := restart(first)
			equalEntry(t, "another type", begin(t, second, clipType, "f"), journalEntry{Kind: clipType, Fingerprint: "f", StartedAt: testStart})
			equalEntry(t, "another object", begin(t, second, mediaType, "g"), journalEntry{Kind: mediaType, Fingerprint: "g", StartedAt: testStart})
			want := test.want
			want.Kind, want.Fingerprint, want.StartedAt = mediaType, "f", testStart
			resumed := begin(t, second, mediaType, "f")
			equalEntry(t, "entry", resumed, want)
			equal(t, "the same creation once more", begin(t, second, mediaType, "f").entry.ID, "")

			equal(t, "folder of the first process is left", exists(t, filepath.Dir(record.file)), false)
			resumed.done()
			equal(t, "resumed entry is left", exists(t, resumed.file), false)
		})
	}
}

func TestJournalTwinsAreResumedOneByOne(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	must(t, begin(t, first, mediaType, "f").created("m1"))
	must(t, begin(t, first, mediaType, "f").created("m2"))
	crash(t, first)

	second := restart(first)
	ids := map[string]bool{}
	for range 2 {
		ids[begin(t, second, mediaType, "f").entry.ID] = true
	}
	equal(t, "both are found", ids["m1"] && ids["m2"], true)
}

func TestJournalSkipsALiveProcess(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	alive := begin(t, first, mediaType, "f")
	must(t, alive.created("m1"))

	second := restart(first)
	equal(t, "id", begin(t, second, mediaType, "f").entry.ID, "")
	second.forget(mediaType, "m1")
	equal(t, "the live entry is still there", exists(t, alive.file), true)
}

func TestJournalOfALiveProcessThatHasStopped(t *testing.T) {
	t.Parallel()
	// A plugin goes on living when Terraform is killed.
	first := testJournal(t)
	interrupted, cancel := context.WithCancel(t.Context())
	cancel()
	record := begin(t, first, mediaType, "f")
	must(t, record.created("m1"))
	record.returned(interrupted)

	second := restart(first)
	resumed := begin(t, second, mediaType, "f")
	equal(t, "id", resumed.entry.ID, "m1")
	resumed.returned(t.Context())
	equal(t, "folder is left", exists(t, first.dir), false)
}

func TestJournalIsResumedByOneOfSeveralProcesses(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	must(t, begin(t, first, mediaType, "f").created("m1"))
	must(t, begin(t, first, mediaType, "g").created("m2"))
	crash(t, first)

	// Two provider blocks: both processes see all that was left behind.
	second, third := restart(first), restart(first)
	second.forget(mediaType, "another")
	third.forget(mediaType, "another")
	equal(t, "one resumes", begin(t, second, mediaType, "f").entry.ID, "m1")
	equal(t, "the other does not", begin(t, third, mediaType, "f").entry.ID, "")
	equal(t, "the other has its own", begin(t, third, mediaType, "g").entry.ID, "m2")
}

func TestJournalNotesWhatIsTaken(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	first.made(mediaType, "before")
	first.made(clipType, "of another type")
	lost := begin(t, first, mediaType, "f")
	must(t, lost.sending(testStart))
	first.made(mediaType, "meanwhile")
	lost.keep()
	first.made(mediaType, "after")

	planning := restart(first)
	planning.owned(mediaType, "new", stamp(time.Second))
	planning.owned(mediaType, "old", stamp(-2*takenTolerance))
	planning.owned(clipType, "clip", stamp(time.Second))

	resumed := begin(t, restart(first), mediaType, "f")
	equalSlices(t, "taken", resumed.entry.Taken, []string{"before", "meanwhile", "after", "new"})
}

func TestJournalKeepsOnlyRecentObjects(t *testing.T) {
	t.Parallel()
	journal := testJournal(t)
	for i := range recentObjects + 1 {
		journal.made(mediaType, strconv.Itoa(i))
	}
	record := begin(t, journal, mediaType, "f")
	must(t, record.sending(testStart))
	equal(t, "taken", len(record.entry.Taken), recentObjects)
	equal(t, "first", record.entry.Taken[0], "1")
}

func TestJournalHoldsWhatItFound(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	must(t, begin(t, first, mediaType, "f").created("m1"))
	crash(t, first)

	second := restart(first)
	resumed := begin(t, second, mediaType, "f")
	runtime.GC() // A lock that nobody refers to goes with its file.
	runtime.GC()

	third := restart(first)
	equal(t, "id that two processes resume", begin(t, third, mediaType, "f").entry.ID, "")
	runtime.KeepAlive(second)
	resumed.done()
}

func TestJournalExpires(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		age  time.Duration
		want string
	}{
		"a day":        {journalLifetime, "m1"},
		"a bit longer": {journalLifetime + time.Second, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := testJournal(t)
			old := begin(t, first, mediaType, "f")
			must(t, old.created("m1"))
			crash(t, first)

			second := restart(first)
			second.now = func() time.Time { return testStart.Add(test.age) }
			equal(t, "id", begin(t, second, mediaType, "f").entry.ID, test.want)
			equal(t, "old file is left", exists(t, old.file), false) // It was moved, or dropped.
		})
	}
}

func TestJournalDropsACorruptFile(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"cut off": `{"kind":"contentgroove_me`, "empty": "", "another form": `{"kind":7}`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := testJournal(t)
			corrupt := begin(t, first, mediaType, "f")
			must(t, os.WriteFile(corrupt.file, []byte(content), 0o600))
			sound := begin(t, first, mediaType, "g")
			must(t, sound.created("m2"))
			crash(t, first)

			second := restart(first)
			equal(t, "corrupt", begin(t, second, mediaType, "f").entry.ID, "")
			equal(t, "sound", begin(t, second, mediaType, "g").entry.ID, "m2")
			equal(t, "corrupt file is left", exists(t, corrupt.file), false)
		})
	}
}

func TestJournalIgnoresADraft(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	record := begin(t, first, mediaType, "f")
	must(t, os.WriteFile(record.file+".tmp", []byte(`{"kind`), 0o600)) // A crash in the middle of a write.
	crash(t, first)
	equal(t, "fingerprint", begin(t, restart(first), mediaType, "f").entry.Fingerprint, "f")
}

func TestJournalForgets(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	must(t, begin(t, first, mediaType, "f").created("1"))
	must(t, begin(t, first, clipType, "f").created("1"))
	crash(t, first)

	second := restart(first)
	second.forget(mediaType, "1") // It is in the state: the first process saved it before it was killed.
	equal(t, "forgotten", begin(t, second, mediaType, "f").entry.ID, "")
	equal(t, "another type with the same id", begin(t, second, clipType, "f").entry.ID, "1")
}

func TestJournalForgetsTheLastEntryWithItsFolder(t *testing.T) {
	t.Parallel()
	first := testJournal(t)
	must(t, begin(t, first, mediaType, "f").created("1"))
	crash(t, first)
	restart(first).forget(mediaType, "1")
	equal(t, "folder is left", exists(t, first.dir), false)
}

func TestJournalKeep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*journalRecord) error
		kept   bool
	}{
		"nothing known":      {func(*journalRecord) error { return nil }, false},
		"refused":            {func(r *journalRecord) error { return r.refused() }, false},
		"uploaded":           {func(r *journalRecord) error { return r.uploaded("u1") }, true},
		"sent":               {func(r *journalRecord) error { return r.sending(testStart) }, true},
		"created":            {func(r *journalRecord) error { return r.created("m1") }, true},
		"created and done":   {func(r *journalRecord) error { r.done(); return nil }, false},
		"uploaded, then not": {func(r *journalRecord) error { return r.uploaded("") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			journal := testJournal(t)
			record := begin(t, journal, mediaType, "f")
			must(t, test.change(record))
			record.keep()
			equal(t, "kept", exists(t, record.file), test.kept)
			equal(t, "folder is left", exists(t, journal.dir), test.kept)
		})
	}
}

func TestJournalLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	journal := testJournal(t)
	equal(t, "folder before the first creation", exists(t, journal.dir), false)
	first, second := begin(t, journal, mediaType, "f"), begin(t, journal, mediaType, "g")
	first.done()
	equal(t, "folder while a creation is under way", exists(t, second.file), true)
	second.done()
	second.done()
	equal(t, "folder after the last one", exists(t, journal.dir), false)

	third := begin(t, journal, mediaType, "h") // The session opens anew.
	equal(t, "third is written", exists(t, third.file), true)
	third.done()
	equal(t, "folder in the end", exists(t, journal.dir), false)
}

func TestJournalInAFolderWithAnyName(t *testing.T) {
	t.Parallel()
	first := newJournal(filepath.Join(t.TempDir(), `team [a] *?`))
	record := begin(t, first, mediaType, "f")
	must(t, record.created("m1"))
	begin(t, first, mediaType, "g").done()
	equal(t, "the other entry is there", exists(t, record.file), true)
	crash(t, first)
	equal(t, "id", begin(t, restart(first), mediaType, "f").entry.ID, "m1")
}

func TestJournalIsPrivate(t *testing.T) {
	t.Parallel()
	journal := testJournal(t)
	record := begin(t, journal, mediaType, "f")
	must(t, record.uploaded("u1"))
	for name, want := range map[string]os.FileMode{record.file: 0o600, filepath.Dir(record.file): 0o700, journal.dir: 0o700} {
		info, err := os.Stat(name)
		must(t, err)
		equal(t, name, info.Mode().Perm(), want)
	}
}

func TestJournalThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(blocked, nil, 0o600))
	journal := newJournal(filepath.Join(blocked, "journal"))
	record, err := journal.begin(mediaType, "f")
	if err == nil {
		t.Fatal("no error")
	}
	// The creation goes on without a record.
	must(t, record.uploaded("u1"))
	must(t, record.sending(testStart))
	must(t, record.created("m1"))
	equal(t, "id", record.entry.ID, "m1")
	equal(t, "file", record.file, "")
	record.keep()
	record.done()
	journal.forget(mediaType, "m1")
}

func TestJournalInParallel(t *testing.T) {
	t.Parallel()
	journal := testJournal(t)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			record, err := journal.begin(mediaType, "f")
			if err != nil || record.sending(testStart) != nil || record.created("m1") != nil {
				t.Error("cannot write")
			}
			record.done()
		})
	}
	all.Wait()
	equal(t, "folder is left", exists(t, journal.dir), false)
}

func TestDefaultJournalDir(t *testing.T) {
	t.Setenv("TF_DATA_DIR", "")
	equal(t, "standard", defaultJournalDir(), filepath.Join(".terraform", "contentgroove"))
	t.Setenv("TF_DATA_DIR", filepath.Join("some", "where"))
	equal(t, "moved", defaultJournalDir(), filepath.Join("some", "where", "contentgroove"))
}
