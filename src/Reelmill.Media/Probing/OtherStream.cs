namespace Reelmill.Media.Probing;

/// <summary>A stream other than video, audio and subtitles: timecodes, metadata or attachments.</summary>
public sealed record OtherStream : MediaStream
{
    /// <summary>ffmpeg's name of the stream type, such as <c>data</c> or <c>attachment</c>; null when unknown.</summary>
    public string? Kind { get; init; }
}
