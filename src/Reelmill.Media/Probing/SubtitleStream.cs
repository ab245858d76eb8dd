namespace Reelmill.Media.Probing;

/// <summary>A stream of subtitles, as text or as pictures.</summary>
public sealed record SubtitleStream : MediaStream
{
    private static readonly HashSet<string> TextCodecs = new(StringComparer.Ordinal) { "mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text" };

    /// <summary>Whether it is text; otherwise pictures, or unknown.</summary>
    public bool IsText => Codec is { } codec && TextCodecs.Contains(codec);
}
