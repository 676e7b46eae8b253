package provider

// expectRecut marks as unknown what a clip gets from being cut with other times,
// and leaves known what stays the same: it is cut from the same media. What was
// null may be found this time, except for the rank, which only suggested clips
// have.
func (m *clipObject) expectRecut() {
	prior := *m
	m.expectProcessing()
	if known(prior.ExternalID) {
		m.ExternalID = prior.ExternalID
	}
	if known(prior.MediaFileContentType) {
		m.MediaFileContentType = prior.MediaFileContentType
	}
	if known(prior.MediaFileHeight) && known(prior.MediaFileWidth) {
		m.MediaFileHeight, m.MediaFileWidth = prior.MediaFileHeight, prior.MediaFileWidth
	}
	if prior.Rank.IsNull() {
		m.Rank = prior.Rank
	}
}
