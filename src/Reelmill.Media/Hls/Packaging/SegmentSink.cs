using System.Globalization;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Where the files of a stream go: named, encrypted where that is asked for, and handed on whole.</summary>
/// <param name="write">Takes a file: its name and its bytes, which are not held after the call.</param>
/// <param name="keys">The keys; null for a clear stream.</param>
public sealed class SegmentSink(Func<string, ReadOnlyMemory<byte>, CancellationToken, Task> write, StreamKeys? keys)
{
    /// <summary>The keys; null for a clear stream.</summary>
    public StreamKeys? Keys => keys;

    /// <summary>Writes a file as it is: playlists, pictures, and what players read first, which is never encrypted.</summary>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => write(name, bytes, cancellationToken);

    /// <summary>Writes a segment.</summary>
    /// <param name="track">The track's name.</param>
    /// <param name="index">The segment's place in the track, from 0.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="extension">The file's extension.</param>
    /// <param name="clear">Its bytes.</param>
    /// <param name="cancellationToken">Stops the write.</param>
    public async Task<PackagedSegment> WriteSegmentAsync(
        string track, int index, double seconds, string extension, ReadOnlyMemory<byte> clear, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{track}-{index + 1:00000}.{extension}");
        var bytes = keys is null ? clear : keys.Encrypt(index, clear.Span);
        await write(name, bytes, cancellationToken).ConfigureAwait(false);
        return new PackagedSegment(name, PackagedTrack.Rounded(seconds), bytes.Length);
    }
}
