using System.Globalization;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>A text subtitle stream that becomes WebVTT.</summary>
/// <param name="Stream">The stream of the source.</param>
/// <param name="Name">The name, unique among the tracks and safe in file names, such as <c>subtitles-1</c>.</param>
/// <param name="Language">An RFC 5646 language tag; <c>und</c> when the source has none.</param>
public sealed record SubtitleTrack(SubtitleStream Stream, string Name, string Language)
{
    /// <summary>The name of the converted file.</summary>
    public string File => $"{Name}.vtt";

    /// <summary>The label that viewers see in a player; it distinguishes the tracks.</summary>
    public string Label => Language == "und" ? Name : $"{Name} ({Language})";

    /// <summary>Selects the text subtitle streams of a source; bitmap subtitles are left out.</summary>
    /// <param name="media">The source.</param>
    public static IReadOnlyList<SubtitleTrack> FromMedia(MediaInfo media) =>
    [
        .. media.Streams.OfType<SubtitleStream>()
            .Where(static s => s.IsText)
            .Select(static (s, i) => new SubtitleTrack(s, string.Create(CultureInfo.InvariantCulture, $"subtitles-{i + 1}"), LanguageTag.FromContainer(s.Language))),
    ];
}
