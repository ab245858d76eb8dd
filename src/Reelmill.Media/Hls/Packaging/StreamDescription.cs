using Reelmill.Media.Hls.Ladders;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>The tracks of a master playlist.</summary>
/// <param name="Videos">The video renditions, largest first.</param>
/// <param name="Audio">The audio renditions, the default one first; none for a silent stream.</param>
/// <param name="Subtitles">The subtitle renditions.</param>
/// <param name="FrameRate">The maximum frame rate; null when unknown.</param>
public sealed record StreamDescription(
    IReadOnlyList<VideoVariant> Videos, IReadOnlyList<AlternativeRendition> Audio, IReadOnlyList<AlternativeRendition> Subtitles, double? FrameRate)
{
    /// <summary>Notes on repeated frames and inserted silence, by which audio and video begin and end together.</summary>
    /// <value>Empty by default.</value>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>All tracks: video, audio, subtitles.</summary>
    public IEnumerable<PackagedTrack> Tracks => Videos.Select(static v => v.Track).Concat(Audio.Concat(Subtitles).Select(static a => a.Track));

    /// <summary>The number of segments of the longest track.</summary>
    public int SegmentCount => Tracks.Max(static t => t.Segments.Count);

    /// <summary>The duration of the longest segment in whole seconds, at least 1: the target duration of all playlists.</summary>
    public int TargetDuration =>
        Math.Max(1, (int)Tracks.SelectMany(static t => t.Segments).Max(static s => Math.Round(s.Seconds, MidpointRounding.AwayFromZero)));
}

/// <summary>A video rendition and its track.</summary>
/// <param name="Rendition">The planned rendition.</param>
/// <param name="Track">The packaged track.</param>
public sealed record VideoVariant(Rendition Rendition, PackagedTrack Track);

/// <summary>An audio or subtitle rendition and its track.</summary>
/// <param name="Track">The packaged track.</param>
/// <param name="Language">The RFC 5646 language tag.</param>
/// <param name="Label">The label that viewers see.</param>
/// <param name="Channels">The number of channels; null for subtitles.</param>
/// <param name="IsForced">Whether subtitles are forced.</param>
public sealed record AlternativeRendition(PackagedTrack Track, string Language, string Label, int? Channels, bool IsForced = false);
