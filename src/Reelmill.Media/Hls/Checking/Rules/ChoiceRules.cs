using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Measuring;

namespace Reelmill.Media.Hls.Checking.Rules;

/// <summary>16: there is something to choose from, and players can choose by language.</summary>
internal static class ChoiceRules
{
    public static HlsRule Language { get; } = new(
        16, "apple-language", HlsSeverity.Must, "Each EXT-X-MEDIA has LANGUAGE, except those of the type VIDEO.");

    public static HlsRule Bitrates { get; } = new(
        16, "apple-bitrates", HlsSeverity.Should, "There is more than one bitrate of video.");

    public static IEnumerable<HlsFinding> Check(StreamFacts stream)
    {
        foreach (var rendition in (stream.Master?.Renditions ?? []).Where(static r => r.Type != MediaRendition.VideoType && string.IsNullOrEmpty(r.Language)))
        {
            yield return Language.In(stream.MasterName, $"expected LANGUAGE for the {rendition.Type} \"{rendition.Name}\", found none; add its language tag, or und when it is not known");
        }

        var videos = stream.Variants.Where(static v => v.Entry is not null && v.Track.FirstPictures is not null).Select(static v => v.Track).Distinct().ToArray();
        if (videos.Length == 1)
        {
            yield return Bitrates.In(stream.MasterName, $"expected more than one bitrate, found only {videos[0].Name}; add a smaller one for slow networks");
        }
    }
}
