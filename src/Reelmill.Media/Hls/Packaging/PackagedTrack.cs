namespace Reelmill.Media.Hls.Packaging;

/// <summary>A segment that was written.</summary>
/// <param name="Uri">Its file's name.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Bytes">The size of the file.</param>
public sealed record PackagedSegment(string Uri, double Seconds, long Bytes)
{
    /// <summary>How many frames of video it has; 0 for sound and text.</summary>
    public int Pictures { get; init; }
}

/// <summary>A picture that can be decoded by itself: a part of a segment.</summary>
/// <param name="Segment">The segment's place in the track, from 0.</param>
/// <param name="Position">Where it begins in the segment, in bytes.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="Seconds">The time until the next one.</param>
public sealed record KeyPicture(int Segment, long Position, long Bytes, double Seconds);

/// <summary>A track whose segments were written.</summary>
/// <param name="Name">Its name, with which all its files begin.</param>
/// <param name="Init">The file that a player reads first; null where segments need none.</param>
/// <param name="Codec">Its codec as RFC 6381 names it.</param>
/// <param name="Segments">The segments in order.</param>
/// <param name="KeyPictures">The key frames in order; none for sound and text.</param>
public sealed record PackagedTrack(
    string Name, string? Init, string Codec, IReadOnlyList<PackagedSegment> Segments, IReadOnlyList<KeyPicture> KeyPictures)
{
    /// <summary>The decimals of every duration in a playlist.</summary>
    private const int Decimals = 5;

    /// <summary>The file that a player reads before key frames alone; null for the one it reads before segments.</summary>
    public string? KeyPictureInit { get; init; }

    /// <summary>The name of its media playlist.</summary>
    public string Playlist => $"{Name}.m3u8";

    /// <summary>The name of the playlist of its key frames.</summary>
    public string KeyPicturePlaylist => $"{Name}-iframes.m3u8";

    /// <summary>A duration as players read it: what is measured is measured by it too.</summary>
    internal static double Rounded(double seconds) => Math.Round(seconds, Decimals);
}
