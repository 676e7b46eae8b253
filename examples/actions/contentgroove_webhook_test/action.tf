variable "receiver" {
  description = "URL of a webhook receiver that is up and running."
  type        = string
}

# On demand it is invoked by
#   terraform apply -invoke=action.contentgroove_webhook_test.receiver
action "contentgroove_webhook_test" "receiver" {
  config {
    url     = var.receiver
    timeout = "5s"
  }
}

# The receiver is tried out before ContentGroove is told of it. If it does not
# stand the same event twice, no subscription is made.
resource "contentgroove_webhook_subscription" "receiver" {
  url = var.receiver

  lifecycle {
    action_trigger {
      events  = [before_create]
      actions = [action.contentgroove_webhook_test.receiver]
    }
  }
}
