using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoding;

/// <summary>A subtitle stream of text that becomes WebVTT.</summary>
/// <param name="Stream">The source's stream.</param>
/// <param name="Name">Its name, unique among the tracks and safe in file names, such as <c>subtitles-1</c>.</param>
/// <param name="Language">An RFC 5646 language tag; <c>und</c> when the source does not say.</param>
internal sealed record SubtitleTrack(SubtitleStream Stream, string Name, string Language)
{
    private static readonly HashSet<string> TextCodecs = new(StringComparer.Ordinal) { "mov_text", "subrip", "srt", "ass", "ssa", "webvtt", "text" };

    public string File => $"{Name}.vtt";

    public static IReadOnlyList<SubtitleTrack> Of(MediaInfo media) =>
    [
        .. media.Streams.OfType<SubtitleStream>()
            .Where(static s => s.Codec is { } codec && TextCodecs.Contains(codec))
            .Select(static (s, i) => new SubtitleTrack(s, string.Create(CultureInfo.InvariantCulture, $"subtitles-{i + 1}"), LanguageTag.Of(s.Language))),
    ];
}
