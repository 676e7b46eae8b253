package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// PlanCheckFunc makes a check of a plan from a function, for facts outside of
// the plan, such as the requests that the mock has seen.
type PlanCheckFunc func() error

// CheckPlan runs the function.
func (f PlanCheckFunc) CheckPlan(_ context.Context, _ plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = f()
}
