using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A stream as it was found: what the rules judge.</summary>
/// <param name="MasterName">The file of the playlist with which reading began.</param>
/// <param name="Master">The master playlist; null when reading began with a media playlist.</param>
/// <param name="MasterProblems">What RFC 8216 forbids in it.</param>
/// <param name="Variants">The variants with video, or the one media playlist.</param>
/// <param name="Renditions">Sound and subtitles in playlists of their own.</param>
/// <param name="IFrames">The playlists of key pictures.</param>
/// <param name="Tracks">Every media playlist, once.</param>
/// <param name="Keys">Every key that was looked for.</param>
/// <param name="LooseKeys">Key files that lie among the stream's own files.</param>
internal sealed record StreamFacts(
    string MasterName,
    MasterPlaylist? Master,
    IReadOnlyList<PlaylistProblem> MasterProblems,
    IReadOnlyList<VariantFacts> Variants,
    IReadOnlyList<RenditionFacts> Renditions,
    IReadOnlyList<IFrameFacts> IFrames,
    IReadOnlyList<TrackFacts> Tracks,
    IReadOnlyCollection<KeyFacts> Keys,
    IReadOnlyList<string> LooseKeys)
{
    /// <summary>The playlists that could be read.</summary>
    public IEnumerable<(TrackFacts Track, MediaPlaylist Playlist)> Readable =>
        Tracks.Where(static t => t.Playlist is not null).Select(static t => (t, t.Playlist!));

    /// <summary>The variants whose playlists could be read.</summary>
    public IEnumerable<(VariantFacts Variant, TrackFacts Track, MediaPlaylist Playlist)> ReadableVariants =>
        Variants.Where(static v => v.Track.Playlist is not null).Select(static v => (v, v.Track, v.Track.Playlist!));

    /// <summary>The sound that goes with a variant; a variant of nothing but sound may itself be in its group, and is not counted twice.</summary>
    public IEnumerable<TrackFacts> AudioOf(VariantFacts variant) => variant.Track.IsAudioOnly ? [] : Renditions
        .Where(r => r.Rendition.Type == MediaRendition.AudioType && r.Rendition.GroupId == variant.Entry?.Audio)
        .Select(static r => r.Track);

    /// <summary>Bits a second of a variant and the largest of its audio group.</summary>
    public (long Peak, long Average) RatesOf(VariantFacts variant)
    {
        var audio = AudioOf(variant).ToArray();
        return (variant.Track.Peak + audio.Select(static t => t.Peak).DefaultIfEmpty().Max(),
            variant.Track.Average + audio.Select(static t => t.Average).DefaultIfEmpty().Max());
    }
}

/// <summary>A variant.</summary>
/// <param name="Entry">What the master playlist says; null without one.</param>
/// <param name="Track">Its media playlist.</param>
internal sealed record VariantFacts(VariantStream? Entry, TrackFacts Track);

/// <summary>A rendition with a playlist of its own.</summary>
/// <param name="Rendition">What the master playlist says.</param>
/// <param name="Track">Its media playlist.</param>
internal sealed record RenditionFacts(MediaRendition Rendition, TrackFacts Track);

/// <summary>A playlist of key pictures.</summary>
/// <param name="Entry">What the master playlist says.</param>
/// <param name="Track">Its media playlist.</param>
internal sealed record IFrameFacts(IFrameStream Entry, TrackFacts Track);
