using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>16: players can select by bitrate and by language.</summary>
internal static class SelectionRules
{
    public static HlsRule Language { get; } = new(
        16, "apple-language", HlsSeverity.Must, "Each EXT-X-MEDIA has LANGUAGE, except those of type VIDEO.");

    public static HlsRule MultipleBitrates { get; } = new(
        16, "apple-bitrates", HlsSeverity.Should, "There is more than one video bitrate.");

    public static IEnumerable<HlsFinding> Check(MeasuredStream stream)
    {
        foreach (var rendition in (stream.Master?.Renditions ?? []).Where(static r => r.Type != MediaRendition.VideoType && string.IsNullOrEmpty(r.Language)))
        {
            yield return Language.CreateFinding(stream.MasterName, $"expected LANGUAGE for the {rendition.Type} \"{rendition.Name}\", found none; add the language tag, or und when it is unknown");
        }

        var videos = stream.Variants.Where(static v => v.Entry is not null && v.Track.FirstVideo is not null).Select(static v => v.Track).Distinct().ToArray();
        if (videos.Length == 1)
        {
            yield return MultipleBitrates.CreateFinding(stream.MasterName, $"expected more than one bitrate, found only {videos[0].Name}; add a lower one for slow networks");
        }
    }
}
