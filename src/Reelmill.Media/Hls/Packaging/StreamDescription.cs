using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>What a master playlist offers.</summary>
/// <param name="Videos">The video renditions, largest first.</param>
/// <param name="Audio">The audio renditions, the default one first; none for a silent stream.</param>
/// <param name="Subtitles">The subtitle renditions.</param>
/// <param name="FrameRate">The most pictures a second; null when unknown.</param>
public sealed record StreamDescription(
    IReadOnlyList<VideoVariant> Videos, IReadOnlyList<AlternateTrack> Audio, IReadOnlyList<AlternateTrack> Subtitles, double? FrameRate)
{
    /// <summary>What was held or filled so that sound and picture begin and end together.</summary>
    /// <value>Nothing by default.</value>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>All tracks: videos, sound, text.</summary>
    public IEnumerable<PackagedTrack> Tracks => Videos.Select(static v => v.Track).Concat(Audio.Concat(Subtitles).Select(static a => a.Track));

    /// <summary>The most segments of a track.</summary>
    public int Segments => Tracks.Max(static t => t.Segments.Count);

    /// <summary>The longest segment in whole seconds, at least 1: the target duration of all playlists.</summary>
    public int TargetSeconds =>
        Math.Max(1, (int)Tracks.SelectMany(static t => t.Segments).Max(static s => Math.Round(s.Seconds, MidpointRounding.AwayFromZero)));
}

/// <summary>A video rendition and its files.</summary>
/// <param name="Rendition">What it was made to be.</param>
/// <param name="Track">Its files.</param>
public sealed record VideoVariant(Rendition Rendition, PackagedTrack Track);

/// <summary>A rendition of sound or text and its files.</summary>
/// <param name="Track">Its files.</param>
/// <param name="Language">Its language tag.</param>
/// <param name="Label">What a viewer reads.</param>
/// <param name="Channels">How many channels it has; null for text.</param>
/// <param name="IsForced">Whether it is text that is shown always.</param>
public sealed record AlternateTrack(PackagedTrack Track, string Language, string Label, int? Channels, bool IsForced = false);
