using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>A subtitle stream of text that becomes WebVTT.</summary>
/// <param name="Stream">The source's stream.</param>
/// <param name="Name">Its name, unique among the tracks and safe in file names, such as <c>subtitles-1</c>.</param>
/// <param name="Language">An RFC 5646 language tag; <c>und</c> when the source does not say.</param>
public sealed record SubtitleTrack(SubtitleStream Stream, string Name, string Language)
{
    /// <summary>The name of the file that the encoder writes.</summary>
    public string File => $"{Name}.vtt";

    /// <summary>What a viewer reads: what tells the tracks apart.</summary>
    public string Label => Language == "und" ? Name : $"{Name} ({Language})";

    /// <summary>The streams of text; subtitles that are pictures are left out.</summary>
    /// <param name="media">The source.</param>
    public static IReadOnlyList<SubtitleTrack> Of(MediaInfo media) =>
    [
        .. media.Streams.OfType<SubtitleStream>()
            .Where(static s => s.IsText)
            .Select(static (s, i) => new SubtitleTrack(s, string.Create(CultureInfo.InvariantCulture, $"subtitles-{i + 1}"), LanguageTag.Of(s.Language))),
    ];
}
