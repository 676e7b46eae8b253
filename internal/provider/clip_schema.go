package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Default timeouts of a clip.
var clipTimeouts = operationTimeouts{create: 20 * time.Minute, read: 5 * time.Minute, update: 20 * time.Minute, remove: 10 * time.Minute}

// clipDescriptions say what the API's attributes of a clip mean. Resource, data
// source and list share them.
var clipDescriptions = map[string]string{
	"id":                           "Id of the clip, a UUID.",
	"media_id":                     "Id of the media that the clip is cut from.",
	"name":                         "Name of the clip.",
	"start_time":                   "Start of the clip, in seconds from the start of the media.",
	"end_time":                     "End of the clip, in seconds from the start of the media.",
	"start_char":                   "Position in the transcription at which the text of the clip starts, in characters.",
	"end_char":                     "Position in the transcription at which the text of the clip ends, in characters.",
	"text":                         "Words spoken in the clip. Null until processing has finished.",
	"rank":                         "Rank among the clips that ContentGroove suggested; 0 is the best. Null for other clips.",
	"external_id":                  "Second, shorter id that ContentGroove gives to a clip. Null until processing begins.",
	"is_processing":                "Whether the clip is still being cut. Null right after it was created, which does not mean finished.",
	"created_at":                   "Time at which the clip was created, in RFC 3339.",
	"processing_started_at":        "Time at which processing began, in RFC 3339.",
	"media_file_url":               "URL of the clip's own file. Null until processing has finished. It is signed and expires. The state keeps it until then: do not build a trigger on it, and use the ephemeral resource `contentgroove_clip_file` for a fresh one.",
	"media_file_content_type":      "Media type of the clip's file, such as `video/mp4`.",
	"media_file_duration":          "Duration of the clip's file in seconds.",
	"media_file_height":            "Height of the picture in pixels. Null for audio.",
	"media_file_width":             "Width of the picture in pixels. Null for audio.",
	"media_file_preview_image_url": "URL of a preview image. It is signed and expires. The state keeps it until then: do not build a trigger on it.",
}

// clipResourceSchema describes the resource.
func clipResourceSchema() schema.Schema {
	describe := func(name string) string { return clipDescriptions[name] }
	unchanging := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	computedString := func(name string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: describe(name), Computed: true}
	}
	computedInt := func(name string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: describe(name), Computed: true}
	}
	return schema.Schema{
		MarkdownDescription: "A clip cut from a media: a span of time with a name, which ContentGroove turns into a file of its own.\n\n" +
			"ContentGroove also suggests clips for every media by itself; the data source `contentgroove_clips` lists those.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{MarkdownDescription: describe("id"), Computed: true, PlanModifiers: unchanging},
			"media_id": schema.StringAttribute{
				MarkdownDescription: describe("media_id") + " Changing it makes a new clip.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:          []validator.String{notEmpty()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: describe("name") + " Updated in place.",
				Required:            true,
				Validators:          []validator.String{notEmpty()},
			},
			"start_time": schema.Float64Attribute{
				MarkdownDescription: describe("start_time") + " Updated in place; the clip is then cut again. A difference of less than 10 ms is none.",
				Required:            true,
				Validators:          []validator.Float64{notNegative()},
			},
			"end_time": schema.Float64Attribute{
				MarkdownDescription: describe("end_time") + " Must be after `start_time`. Updated in place; the clip is then cut again. A difference of less than 10 ms is none.",
				Required:            true,
				Validators:          []validator.Float64{notNegative()},
			},
			"wait_for_processing": schema.BoolAttribute{
				MarkdownDescription: "Whether an apply waits until the clip is cut, so that its text and file are known. When the time to wait " +
					"runs out, the apply ends with a warning and the next one goes on waiting. Default: `true`.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"timeouts": timeoutsAttribute(clipTimeouts, "the clip was created, for its processing"),

			"start_char":                   computedInt("start_char"),
			"end_char":                     computedInt("end_char"),
			"text":                         computedString("text"),
			"rank":                         computedInt("rank"),
			"external_id":                  computedString("external_id"),
			"is_processing":                schema.BoolAttribute{MarkdownDescription: describe("is_processing"), Computed: true},
			"created_at":                   schema.StringAttribute{MarkdownDescription: describe("created_at"), Computed: true, PlanModifiers: unchanging},
			"processing_started_at":        computedString("processing_started_at"),
			"media_file_url":               computedString("media_file_url"),
			"media_file_content_type":      computedString("media_file_content_type"),
			"media_file_duration":          schema.Float64Attribute{MarkdownDescription: describe("media_file_duration"), Computed: true},
			"media_file_height":            computedInt("media_file_height"),
			"media_file_width":             computedInt("media_file_width"),
			"media_file_preview_image_url": computedString("media_file_preview_image_url"),
		},
	}
}
