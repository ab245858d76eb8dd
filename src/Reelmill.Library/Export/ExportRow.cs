using Reelmill.Library.Catalog;

namespace Reelmill.Library.Export;

/// <summary>One frame of an export.</summary>
/// <param name="Entry">The frame and its source.</param>
/// <param name="Input">What is known of the input.</param>
/// <param name="Split">The split of the frame's video; null without a plan.</param>
internal sealed record ExportRow(FrameEntry Entry, InputFacts Input, string? Split = null);
