package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Default timeouts of a media, in the order create, read, update, delete.
var mediaTimeouts = operationTimeouts{create: time.Hour, read: 5 * time.Minute, update: time.Hour, remove: 10 * time.Minute}

// mediaDescriptions say what the API's attributes of a media mean. Resource,
// data source and list share them.
var mediaDescriptions = map[string]string{
	"id":                            "Id of the media, a UUID.",
	"name":                          "Name of the media. Null when it has none.",
	"description":                   "Description of the media. Null when it has none.",
	"source_url":                    "URL that ContentGroove fetched the video or audio from. Null for an uploaded file.",
	"is_processing":                 "Whether the media is still being processed. Null right after it was created, which does not mean finished.",
	"has_fetch_error":               "Whether the source could not be fetched or read. Such a media never finishes.",
	"external_id":                   "Second, shorter id that ContentGroove gives to a media. Null until processing begins.",
	"created_at":                    "Time at which the media was created, in RFC 3339.",
	"original_created_at":           "Time at which the media was first created in ContentGroove, in RFC 3339.",
	"processing_started_at":         "Time at which processing began, in RFC 3339.",
	"source_created_at":             "Time at which the source itself was made, in RFC 3339, if its metadata tells.",
	"source_file_content_type":      "Media type of the source, such as `video/mp4`. Null until it is known.",
	"source_file_duration":          "Duration of the source in seconds. Null until it is known.",
	"source_file_height":            "Height of the picture in pixels. Null for audio, and until it is known.",
	"source_file_width":             "Width of the picture in pixels. Null for audio, and until it is known.",
	"source_file_preview_image_url": "URL of a preview image. It is signed and expires. The state keeps it until then: do not build a trigger on it.",
	"clip_ids":                      "Ids of the clips of this media, those that ContentGroove suggested included.",
	"transcription_id":              "Id of the transcription. Null until processing has finished.",
}

// mediaResourceSchema describes the resource.
func mediaResourceSchema() schema.Schema {
	describe := func(name string) string { return mediaDescriptions[name] }
	unchanging := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	computedString := func(name string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: describe(name), Computed: true}
	}
	return schema.Schema{
		MarkdownDescription: "A video or audio in ContentGroove, which is processed into a transcription and suggested clips.\n\n" +
			"It is made from one source: `source_url`, `source_file`, `upload_id` or `upload_id_wo`. Another source is another media, " +
			"so changing it replaces the resource; `name` and `description` are updated in place.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{MarkdownDescription: describe("id"), Computed: true, PlanModifiers: unchanging},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the media. Updated in place. Leaving it out means no name.",
				Optional:            true,
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the media. Updated in place. Leaving it out means no description.",
				Optional:            true,
			},
			"source_url": schema.StringAttribute{
				MarkdownDescription: "URL of the video or audio, which ContentGroove fetches itself. Changing it replaces the media. A URL that differs in " +
					"nothing but its signature (of S3, Google Cloud Storage, CloudFront or Azure) is the same source.",
				Optional:      true,
				Computed:      true,
				PlanModifiers: unchanging,
				Validators:    []validator.String{webURL(), credentialsWarning{}},
			},
			"source_file": schema.StringAttribute{
				MarkdownDescription: "Path of a local video or audio file to upload, at most 5 GB. The bytes decide, not the path: the media is " +
					"replaced when `source_file_sha256` changes, and neither renaming nor touching the file changes anything.",
				Optional:   true,
				Validators: []validator.String{notEmpty()},
			},
			"source_file_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the uploaded file in hexadecimal, computed by the provider. A change of it replaces the media. " +
					"Null unless the source is a `source_file`.",
				Computed: true,
			},
			"upload_id": schema.StringAttribute{
				MarkdownDescription: "Id of a file that was sent to ContentGroove elsewhere, by a direct upload. Changing it replaces the media. " +
					"It is stored in the state; use `upload_id_wo` to avoid that.",
				Optional:   true,
				Validators: []validator.String{notEmpty()},
			},
			"upload_id_wo": schema.StringAttribute{
				MarkdownDescription: "Like `upload_id`, but write-only: never stored in state or plan, and free to come from an ephemeral value. " +
					"Must be set together with `upload_id_wo_version`. " + needsWriteOnly,
				Optional:  true,
				WriteOnly: true,
				Validators: []validator.String{
					notEmpty(),
					stringvalidator.AlsoRequires(path.MatchRoot("upload_id_wo_version")),
				},
			},
			"upload_id_wo_version": schema.Int64Attribute{
				MarkdownDescription: "Any number; changing it says that `upload_id_wo` stands for another upload, and replaces the media.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("upload_id_wo"))},
			},
			"wait_for_processing": schema.BoolAttribute{
				MarkdownDescription: "Whether an apply waits until ContentGroove has finished processing, so that the transcription and the " +
					"suggested clips are known. When the time to wait runs out, the apply ends with a warning and the next one goes on waiting. Default: `true`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"deletion_protection": schema.BoolAttribute{
				MarkdownDescription: "Whether to refuse every plan that would delete or replace the media. To lift it, set it to `false` and apply. Default: `false`.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"timeouts": timeoutsAttribute(mediaTimeouts, "the media was created, for its processing"),

			"is_processing":                 schema.BoolAttribute{MarkdownDescription: describe("is_processing"), Computed: true},
			"has_fetch_error":               schema.BoolAttribute{MarkdownDescription: describe("has_fetch_error"), Computed: true},
			"external_id":                   computedString("external_id"),
			"created_at":                    schema.StringAttribute{MarkdownDescription: describe("created_at"), Computed: true, PlanModifiers: unchanging},
			"original_created_at":           computedString("original_created_at"),
			"processing_started_at":         computedString("processing_started_at"),
			"source_created_at":             computedString("source_created_at"),
			"source_file_content_type":      computedString("source_file_content_type"),
			"source_file_duration":          schema.Float64Attribute{MarkdownDescription: describe("source_file_duration"), Computed: true},
			"source_file_height":            schema.Int64Attribute{MarkdownDescription: describe("source_file_height"), Computed: true},
			"source_file_width":             schema.Int64Attribute{MarkdownDescription: describe("source_file_width"), Computed: true},
			"source_file_preview_image_url": computedString("source_file_preview_image_url"),
			"clip_ids": schema.ListAttribute{
				MarkdownDescription: describe("clip_ids"), Computed: true, ElementType: types.StringType,
			},
			"transcription_id": computedString("transcription_id"),
		},
	}
}
