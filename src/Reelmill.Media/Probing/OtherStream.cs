namespace Reelmill.Media.Probing;

/// <summary>A stream that is neither video, audio nor subtitles: timecodes, metadata, attachments.</summary>
public sealed record OtherStream : MediaStream
{
    /// <summary>ffmpeg's name of its kind, such as <c>data</c> or <c>attachment</c>; null when unknown.</summary>
    public string? Kind { get; init; }
}
