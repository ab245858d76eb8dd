using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads an entry of an I-frame playlist as a player does, and checks that the entry is exactly one I-frame.</summary>
internal sealed class IFrameReader(StreamFiles files, KeyFinder keys, Uri playlist, MeasuredInitSegment? init, bool isHevc)
{
    private const int BlockBytes = SegmentCipher.BlockBytes;

    /// <summary>Reads and checks one entry.</summary>
    /// <returns>The number of bytes that a player loads.</returns>
    /// <exception cref="SegmentException">The entry is not exactly one I-frame, or cannot be read.</exception>
    public async Task<long> CheckAsync(MediaSegment entry, Uri? file, long mediaSequence, CancellationToken cancellationToken)
    {
        var clear = await ReadAsync(entry, file, mediaSequence, cancellationToken).ConfigureAwait(false);
        var fault = SegmentReader.FindIFrameFault(clear, init, isHevc);
        return fault is null
            ? clear.Length
            : throw new SegmentException(SegmentFaultKind.NotSingleIFrame, $"{Describe(entry)} is not exactly one I-frame: {fault}. Take the byte ranges from the positions of the IDR frames");
    }

    /// <summary>Finds the key and the initialization vector of a segment.</summary>
    /// <exception cref="SegmentException">There is no usable key or initialization vector.</exception>
    public static async Task<(byte[] Key, byte[] Iv)> FindKeyAsync(KeyFinder keys, Uri playlist, SegmentKey key, long mediaSequence, CancellationToken cancellationToken)
    {
        if (key.Method != SegmentKey.Aes128)
        {
            throw new SegmentException(SegmentFaultKind.Encryption, $"the segment is encrypted with {key.Method}, which this check cannot decrypt; use {SegmentKey.Aes128}");
        }

        var iv = SegmentCipher.CreateIv(mediaSequence);
        if (key.Vector is { } text && !SegmentCipher.TryParseIv(text, out iv))
        {
            throw new SegmentException(SegmentFaultKind.Encryption, $"IV '{text}' is not 0x and 32 hexadecimal digits; fix the playlist");
        }

        var found = await keys.FindAsync(playlist, key, cancellationToken).ConfigureAwait(false);
        return found.Bytes is { } bytes
            ? (bytes, iv)
            : throw new SegmentException(SegmentFaultKind.Encryption, $"the segment is encrypted, and its key {found.Name} is not usable: {found.Problem}");
    }

    private static string Describe(MediaSegment entry) => entry.Range is { } range ? $"the byte range {range}" : "the whole file";

    private async Task<byte[]> ReadAsync(MediaSegment entry, Uri? file, long mediaSequence, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            throw new SegmentException(SegmentFaultKind.Missing, "the URI is not valid; fix the playlist");
        }

        try
        {
            return entry is { Key: { } key, Range: { } range }
                ? await DecryptRangeAsync(file, range, key, mediaSequence, cancellationToken).ConfigureAwait(false)
                : entry.Key is { } whole
                ? await DecryptWholeAsync(file, whole, mediaSequence, cancellationToken).ConfigureAwait(false)
                : (await files.ReadAsync(file, entry.Range, StreamFiles.MaxSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }
        catch (ReadException e)
        {
            throw new SegmentException(e.Fault == ReadFault.OutOfRange ? SegmentFaultKind.OutOfRange : SegmentFaultKind.Missing, e.Message);
        }
    }

    private async Task<byte[]> DecryptWholeAsync(Uri file, SegmentKey key, long mediaSequence, CancellationToken cancellationToken)
    {
        var (bytes, iv) = await FindKeyAsync(keys, playlist, key, mediaSequence, cancellationToken).ConfigureAwait(false);
        var content = await files.ReadAsync(file, null, StreamFiles.MaxSegmentBytes, cancellationToken).ConfigureAwait(false);
        return content.Bytes.Length % BlockBytes == 0
            ? SegmentCipher.DecryptBlocks(content.Bytes, bytes, iv)
            : throw new SegmentException(SegmentFaultKind.Encryption, "the size is not a multiple of 16 bytes; encrypt the segment again");
    }

    /// <summary>
    /// Extends the range to whole blocks and uses the preceding block as the initialization vector (RFC 8216, 6.3.6).
    /// Byte positions are the same in the encrypted and the clear file.
    /// </summary>
    private async Task<byte[]> DecryptRangeAsync(Uri file, ByteRange range, SegmentKey key, long mediaSequence, CancellationToken cancellationToken)
    {
        var (bytes, iv) = await FindKeyAsync(keys, playlist, key, mediaSequence, cancellationToken).ConfigureAwait(false);
        var first = range.Offset / BlockBytes * BlockBytes;
        var from = Math.Max(0, first - BlockBytes);
        var to = range.End > long.MaxValue - BlockBytes ? range.End : (range.End + BlockBytes - 1) / BlockBytes * BlockBytes;
        var content = (await files.ReadAsync(file, new ByteRange(to - from, from), StreamFiles.MaxSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        var blockIv = first > 0 ? content.AsSpan(0, BlockBytes) : iv;
        var clear = SegmentCipher.DecryptBlocks(content.AsSpan((int)(first - from)), bytes, blockIv);
        return clear.AsSpan((int)(range.Offset - first), (int)range.Length).ToArray();
    }
}
