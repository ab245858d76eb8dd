using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads an entry of an I-frame playlist as a player does, and looks whether it is one key picture.</summary>
internal sealed class KeyframeRead(StreamFiles files, KeyFinder keys, Uri playlist, InitFacts? init, bool isHevc)
{
    private const int Block = SegmentCipher.BlockBytes;

    /// <summary>Reads and looks.</summary>
    /// <returns>How many bytes a player loads.</returns>
    /// <exception cref="FaultException">It is not one key picture, or cannot be read.</exception>
    public async Task<long> CheckAsync(MediaSegment entry, Uri? file, long number, CancellationToken cancellationToken)
    {
        var clear = await ReadAsync(entry, file, number, cancellationToken).ConfigureAwait(false);
        var fault = MediaReading.FaultOfPart(clear, init, isHevc);
        return fault is null
            ? clear.Length
            : throw new FaultException(FaultKind.NotKeyPicture, $"{What(entry)} is not exactly one I-frame: {fault}. Write the ranges from the positions of the IDR pictures");
    }

    /// <summary>A key and the vector to begin with.</summary>
    /// <exception cref="FaultException">There is none.</exception>
    public static async Task<(byte[] Key, byte[] Vector)> KeyAsync(KeyFinder keys, Uri playlist, SegmentKey key, long number, CancellationToken cancellationToken)
    {
        if (key.Method != SegmentKey.Aes128)
        {
            throw new FaultException(FaultKind.Encryption, $"it is encrypted with {key.Method}, which is not checked here; only {SegmentKey.Aes128} is");
        }

        var vector = SegmentCipher.VectorOf(number);
        if (key.InitializationVector is { } text && !SegmentCipher.TryParseVector(text, out vector))
        {
            throw new FaultException(FaultKind.Encryption, $"its IV '{text}' is not 0x and 32 hexadecimal digits; mend the playlist");
        }

        var found = await keys.FindAsync(playlist, key, cancellationToken).ConfigureAwait(false);
        return found.Bytes is { } bytes
            ? (bytes, vector)
            : throw new FaultException(FaultKind.Encryption, $"it is encrypted, and its key {found.Name} cannot be used: {found.Problem}");
    }

    private static string What(MediaSegment entry) => entry.Range is { } range ? $"the byte range {range}" : "the whole file";

    private async Task<byte[]> ReadAsync(MediaSegment entry, Uri? file, long number, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            throw new FaultException(FaultKind.Missing, "its URI is none; mend the playlist");
        }

        try
        {
            return entry is { Key: { } key, Range: { } range }
                ? await DecryptPartAsync(file, range, key, number, cancellationToken).ConfigureAwait(false)
                : entry.Key is { } whole
                ? await DecryptWholeAsync(file, whole, number, cancellationToken).ConfigureAwait(false)
                : (await files.ReadAsync(file, entry.Range, StreamFiles.MostSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }
        catch (ReadException e)
        {
            throw new FaultException(e.Fault == ReadFault.OutOfRange ? FaultKind.OutOfRange : FaultKind.Missing, e.Message);
        }
    }

    private async Task<byte[]> DecryptWholeAsync(Uri file, SegmentKey key, long number, CancellationToken cancellationToken)
    {
        var (bytes, vector) = await KeyAsync(keys, playlist, key, number, cancellationToken).ConfigureAwait(false);
        var content = await files.ReadAsync(file, null, StreamFiles.MostSegmentBytes, cancellationToken).ConfigureAwait(false);
        return content.Bytes.Length % Block == 0
            ? SegmentCipher.DecryptBlocks(content.Bytes, bytes, vector)
            : throw new FaultException(FaultKind.Encryption, "its bytes are no whole number of blocks of 16; encrypt it again");
    }

    /// <summary>
    /// Widens a range to whole blocks and takes the block before it as the vector (RFC 8216, 6.3.6). Positions in the
    /// encrypted file are those in the clear one.
    /// </summary>
    private async Task<byte[]> DecryptPartAsync(Uri file, ByteRange range, SegmentKey key, long number, CancellationToken cancellationToken)
    {
        var (bytes, vector) = await KeyAsync(keys, playlist, key, number, cancellationToken).ConfigureAwait(false);
        var first = range.Offset / Block * Block;
        var from = Math.Max(0, first - Block);
        var to = range.End > long.MaxValue - Block ? range.End : (range.End + Block - 1) / Block * Block;
        var content = (await files.ReadAsync(file, new ByteRange(to - from, from), StreamFiles.MostSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        var before = first > 0 ? content.AsSpan(0, Block) : vector;
        var clear = SegmentCipher.DecryptBlocks(content.AsSpan((int)(first - from)), bytes, before);
        return clear.AsSpan((int)(range.Offset - first), (int)range.Length).ToArray();
    }
}
