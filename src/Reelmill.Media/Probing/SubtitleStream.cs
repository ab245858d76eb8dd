namespace Reelmill.Media.Probing;

/// <summary>A subtitle stream, of text or of images.</summary>
public sealed record SubtitleStream : MediaStream
{
    private static readonly HashSet<string> TextCodecs = new(StringComparer.Ordinal) { "mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text" };

    /// <summary>Whether subtitles are text; false for images or an unknown format.</summary>
    public bool IsText => Codec is { } codec && TextCodecs.Contains(codec);
}
