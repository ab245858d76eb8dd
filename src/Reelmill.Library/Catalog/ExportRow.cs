namespace Reelmill.Library.Catalog;

/// <summary>One exported frame.</summary>
/// <param name="Entry">The frame and its source.</param>
/// <param name="Input">The metadata of the input.</param>
/// <param name="Split">The split of the frame's video; null without a split plan.</param>
internal sealed record ExportRow(FrameEntry Entry, InputFacts Input, string? Split = null);
