using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>A measured stream: the input of the rules.</summary>
/// <param name="MasterName">The file of the first playlist.</param>
/// <param name="Master">The master playlist; null when the first playlist is a media playlist.</param>
/// <param name="MasterProblems">The syntax violations of the master playlist.</param>
/// <param name="Variants">The variant streams, or the only media playlist.</param>
/// <param name="Renditions">The renditions with media playlists of their own.</param>
/// <param name="IFrames">The I-frame playlists.</param>
/// <param name="Tracks">Every media playlist, once.</param>
/// <param name="Keys">Every key that was looked up.</param>
/// <param name="KeyFiles">The key files among the published files.</param>
internal sealed record MeasuredStream(
    string MasterName,
    MasterPlaylist? Master,
    IReadOnlyList<PlaylistProblem> MasterProblems,
    IReadOnlyList<MeasuredVariant> Variants,
    IReadOnlyList<MeasuredRendition> Renditions,
    IReadOnlyList<MeasuredIFrameStream> IFrames,
    IReadOnlyList<MeasuredTrack> Tracks,
    IReadOnlyCollection<KeyLookupResult> Keys,
    IReadOnlyList<string> KeyFiles)
{
    /// <summary>The media playlists that could be read.</summary>
    public IEnumerable<(MeasuredTrack Track, MediaPlaylist Playlist)> ReadableTracks =>
        Tracks.Where(static t => t.Playlist is not null).Select(static t => (t, t.Playlist!));

    /// <summary>The variants whose media playlists could be read.</summary>
    public IEnumerable<(MeasuredVariant Variant, MeasuredTrack Track, MediaPlaylist Playlist)> ReadableVariants =>
        Variants.Where(static v => v.Track.Playlist is not null).Select(static v => (v, v.Track, v.Track.Playlist!));

    /// <summary>
    /// Returns the audio renditions of a variant. An audio-only variant may itself be in its group, and has none here so that
    /// it is not counted twice.
    /// </summary>
    public IEnumerable<MeasuredTrack> GetAudio(MeasuredVariant variant) => variant.Track.IsAudioOnly ? [] : Renditions
        .Where(r => r.Rendition.Type == MediaRendition.AudioType && r.Rendition.GroupId == variant.Entry?.Audio)
        .Select(static r => r.Track);

    /// <summary>Returns the bitrates of a variant plus the largest of its audio group, in bits per second.</summary>
    public (long Peak, long Average) GetBitrates(MeasuredVariant variant)
    {
        var audio = GetAudio(variant).ToArray();
        return (variant.Track.Peak + audio.Select(static t => t.Peak).DefaultIfEmpty().Max(),
            variant.Track.Average + audio.Select(static t => t.Average).DefaultIfEmpty().Max());
    }
}

/// <summary>A measured variant stream.</summary>
/// <param name="Entry">The entry in the master playlist; null without a master playlist.</param>
/// <param name="Track">The media playlist.</param>
internal sealed record MeasuredVariant(VariantStream? Entry, MeasuredTrack Track);

/// <summary>A measured rendition with a media playlist of its own.</summary>
/// <param name="Rendition">The entry in the master playlist.</param>
/// <param name="Track">The media playlist.</param>
internal sealed record MeasuredRendition(MediaRendition Rendition, MeasuredTrack Track);

/// <summary>A measured I-frame playlist.</summary>
/// <param name="Entry">The entry in the master playlist.</param>
/// <param name="Track">The media playlist.</param>
internal sealed record MeasuredIFrameStream(IFrameStream Entry, MeasuredTrack Track);
