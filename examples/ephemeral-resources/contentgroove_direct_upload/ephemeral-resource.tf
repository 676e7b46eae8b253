# Asked for in an apply only: Terraform does not know the time in a plan.
ephemeral "contentgroove_direct_upload" "weekly_call" {
  open_when_known = timestamp()
}

locals {
  file = "${path.module}/weekly-call.wav"
}

# Sends the file, and sends it again when its bytes have changed.
resource "terraform_data" "weekly_call" {
  triggers_replace = filesha256(local.file)

  provisioner "local-exec" {
    command = "curl --fail --silent --show-error -T \"$FILE\" \"$UPLOAD_URL\""
    environment = {
      FILE       = local.file
      UPLOAD_URL = ephemeral.contentgroove_direct_upload.weekly_call.upload_url
    }
  }
}

# Made from the file once it has been sent. Neither the URL nor the id of the
# upload is in the plan or the state.
resource "contentgroove_media" "weekly_call" {
  name                 = "Weekly call"
  upload_id_wo         = ephemeral.contentgroove_direct_upload.weekly_call.upload_id
  upload_id_wo_version = 1

  lifecycle {
    replace_triggered_by = [terraform_data.weekly_call]
  }
}
