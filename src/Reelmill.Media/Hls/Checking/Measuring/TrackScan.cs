using System.Security.Cryptography;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads, decrypts and measures the segments of one media playlist, one after the other.</summary>
/// <param name="files">The stream's files.</param>
/// <param name="keys">Its keys.</param>
/// <param name="address">The playlist's address.</param>
/// <param name="playlist">The playlist.</param>
/// <param name="isHevc">Whether its key pictures are HEVC; only an I-frame playlist asks for it.</param>
internal sealed class TrackScan(StreamFiles files, KeyFinder keys, Uri address, MediaPlaylist playlist, bool isHevc)
{
    private readonly Dictionary<MediaMap, InitFacts> _inits = [];
    private double? _near;

    public IReadOnlyList<InitFacts> Inits => [.. _inits.Values];

    public async Task<IReadOnlyList<SegmentFacts>> SegmentsAsync(CancellationToken cancellationToken)
    {
        var segments = new List<SegmentFacts>(playlist.Segments.Count);
        var start = 0m;
        for (var i = 0; i < playlist.Segments.Count; i++)
        {
            segments.Add(await SegmentAsync(playlist.Segments[i], playlist.MediaSequence + i, start, cancellationToken).ConfigureAwait(false));
            start += playlist.Segments[i].Seconds;
        }

        return segments;
    }

    private async Task<SegmentFacts> SegmentAsync(MediaSegment entry, long number, decimal start, CancellationToken cancellationToken)
    {
        var file = StreamFiles.Resolve(address, entry.Uri);
        var name = file is null ? entry.Uri : files.NameOf(file);
        var bytes = 0L;
        try
        {
            var init = entry.Map is { } map ? await InitAsync(map, cancellationToken).ConfigureAwait(false) : null;
            if (playlist.IFramesOnly)
            {
                bytes = await new KeyframeRead(files, keys, address, init, isHevc).CheckAsync(entry, file, number, cancellationToken).ConfigureAwait(false);
                return new SegmentFacts(entry, name, start, bytes, null, null);
            }

            var content = await ReadAsync(file, entry.Range, cancellationToken).ConfigureAwait(false);
            bytes = content.Length;
            var clear = entry.Key is { } key ? await DecryptAsync(content, key, number, cancellationToken).ConfigureAwait(false) : content;
            var media = Look(clear, entry, init);
            return new SegmentFacts(entry, name, start, bytes, media, null);
        }
        catch (FaultException e)
        {
            return new SegmentFacts(entry, name, start, entry.Range is { } range && bytes == 0 ? range.Length : bytes, null, e.Fault);
        }
    }

    private SegmentMedia Look(byte[] clear, MediaSegment entry, InitFacts? init)
    {
        try
        {
            var media = MediaReading.Read(clear, entry.Range?.Offset ?? 0, init, entry.Discontinuity ? null : _near);
            _near = media.End ?? _near;
            return media;
        }
        catch (FaultException e) when (entry.Key is not null && e.Fault.Kind == FaultKind.NotMedia)
        {
            throw new FaultException(FaultKind.Encryption, $"decrypted with the key {entry.Key.Uri}, {e.Message}. Key, IV or segment do not belong together");
        }
    }

    private async Task<byte[]> ReadAsync(Uri? file, ByteRange? range, CancellationToken cancellationToken)
    {
        try
        {
            return file is null
                ? throw new FaultException(FaultKind.Missing, "its URI is none; mend the playlist")
                : (await files.ReadAsync(file, range, StreamFiles.MostSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }
        catch (ReadException e)
        {
            throw new FaultException(e.Fault == ReadFault.OutOfRange ? FaultKind.OutOfRange : FaultKind.Missing, e.Message);
        }
    }

    private async Task<byte[]> DecryptAsync(byte[] content, SegmentKey key, long number, CancellationToken cancellationToken)
    {
        var (bytes, vector) = await KeyframeRead.KeyAsync(keys, address, key, number, cancellationToken).ConfigureAwait(false);
        try
        {
            return SegmentCipher.Decrypt(content, bytes, vector);
        }
        catch (CryptographicException)
        {
            throw new FaultException(FaultKind.Encryption, FormattableString.Invariant(
                $"its {content.Length} bytes do not decrypt with the key {key.Uri} and PKCS7 padding. Key, IV or segment do not belong together, or the segment is not encrypted; encrypt it again"));
        }
    }

    private async Task<InitFacts> InitAsync(MediaMap map, CancellationToken cancellationToken)
    {
        if (!_inits.TryGetValue(map, out var facts))
        {
            _inits[map] = facts = await ReadInitAsync(map, cancellationToken).ConfigureAwait(false);
        }

        return facts;
    }

    private async Task<InitFacts> ReadInitAsync(MediaMap map, CancellationToken cancellationToken)
    {
        var file = StreamFiles.Resolve(address, map.Uri);
        var name = file is null ? map.Uri : files.NameOf(file);
        try
        {
            var bytes = await ReadAsync(file, map.Range, cancellationToken).ConfigureAwait(false);

            // Before a transport stream stand its program tables, which say nothing that the segments do not say too.
            return new InitFacts(name, FragmentedSegment.HasSignature(bytes) || bytes is not [TransportPacket.SyncByte, ..] ? InitSegment.Parse(bytes) : [], null);
        }
        catch (FaultException e)
        {
            return new InitFacts(name, [], e.Fault);
        }
        catch (Mp4Exception e)
        {
            return new InitFacts(name, [], new SegmentFault(FaultKind.NotMedia, $"it is no initialisation segment in the clear: {e.Message}; players fail on it. Write ftyp and moov as they are, also when the segments are encrypted"));
        }
    }
}
