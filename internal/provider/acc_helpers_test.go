package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
)

// requiredProviders names the source of the provider, for a test that runs the
// CLI itself.
const requiredProviders = `terraform {
  required_providers {
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}
`

// field expects a value of an attribute.
func field(address, name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value)
}

// plannedFor expects an action on a resource and the values of a plan.
func plannedFor(address string, action plancheck.ResourceActionType, checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append([]plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}, checks...)}
}

// unknown expects attributes to be known only after the apply.
func unknown(address string, names ...string) []plancheck.PlanCheck {
	checks := make([]plancheck.PlanCheck, len(names))
	for i, name := range names {
		checks[i] = plancheck.ExpectUnknownValue(address, tfjsonpath.New(name))
	}
	return checks
}

// unchanged expects a plan without any change.
var unchanged = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// count fails the test unless so many requests of the operation were answered.
func count(t *testing.T, env *acctest.Env, operation string, want int) {
	t.Helper()
	if got := env.CountRequests(operation); got != want {
		t.Errorf("%d requests %s, want %d", got, operation, want)
	}
}
