using System.Globalization;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Names the files of a stream, encrypts segments where requested, and passes each file on whole.</summary>
/// <param name="write">Receives the name and bytes of a file; the bytes are not used after the call.</param>
/// <param name="keys">The keys; null for a clear stream.</param>
public sealed class SegmentSink(Func<string, ReadOnlyMemory<byte>, CancellationToken, Task> write, StreamKeys? keys)
{
    /// <summary>The keys; null for a clear stream.</summary>
    public StreamKeys? Keys => keys;

    /// <summary>Writes a file unencrypted: a playlist, an image or an initialization segment.</summary>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => write(name, bytes, cancellationToken);

    /// <summary>Encrypts and writes a segment.</summary>
    /// <param name="track">The name of the track.</param>
    /// <param name="index">The index of the segment in the track, from 0.</param>
    /// <param name="seconds">The duration in seconds.</param>
    /// <param name="extension">The file extension.</param>
    /// <param name="clear">The clear bytes.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async Task<PackagedSegment> WriteSegmentAsync(
        string track, int index, double seconds, string extension, ReadOnlyMemory<byte> clear, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{track}-{index + 1:00000}.{extension}");
        var bytes = keys is null ? clear : keys.EncryptSegment(index, clear.Span);
        await write(name, bytes, cancellationToken).ConfigureAwait(false);
        return new PackagedSegment(name, PackagedTrack.RoundDuration(seconds), bytes.Length);
    }
}
