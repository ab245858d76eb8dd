using System.Security.Cryptography;
using Reelmill.Media.Formats.Mp4;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Media.Formats.Playlists;
using Reelmill.Media.Hls.Checking.Reading;
using Reelmill.Media.Hls.Encryption;

namespace Reelmill.Media.Hls.Checking.Measuring;

/// <summary>Reads, decrypts and measures the segments of one media playlist, one after the other.</summary>
/// <param name="files">The files of the stream.</param>
/// <param name="keys">The keys of the stream.</param>
/// <param name="address">The URI of the playlist.</param>
/// <param name="playlist">The parsed playlist.</param>
/// <param name="isHevc">Whether the I-frames are HEVC; used for I-frame playlists only.</param>
internal sealed class TrackScanner(StreamFiles files, KeyFinder keys, Uri address, MediaPlaylist playlist, bool isHevc)
{
    private readonly Dictionary<MediaMap, MeasuredInitSegment> _inits = [];
    private double? _nearbyTime;

    public IReadOnlyList<MeasuredInitSegment> InitSegments => [.. _inits.Values];

    public async Task<IReadOnlyList<MeasuredSegment>> ScanSegmentsAsync(CancellationToken cancellationToken)
    {
        var segments = new List<MeasuredSegment>(playlist.Segments.Count);
        var start = 0m;
        for (var i = 0; i < playlist.Segments.Count; i++)
        {
            segments.Add(await ScanSegmentAsync(playlist.Segments[i], playlist.MediaSequence + i, start, cancellationToken).ConfigureAwait(false));
            start += playlist.Segments[i].Seconds;
        }

        return segments;
    }

    private async Task<MeasuredSegment> ScanSegmentAsync(MediaSegment entry, long mediaSequence, decimal start, CancellationToken cancellationToken)
    {
        var file = StreamFiles.Resolve(address, entry.Uri);
        var name = file is null ? entry.Uri : files.GetDisplayName(file);
        var bytes = 0L;
        try
        {
            var init = entry.Map is { } map ? await GetInitAsync(map, cancellationToken).ConfigureAwait(false) : null;
            if (playlist.IFramesOnly)
            {
                bytes = await new IFrameReader(files, keys, address, init, isHevc).CheckAsync(entry, file, mediaSequence, cancellationToken).ConfigureAwait(false);
                return new MeasuredSegment(entry, name, start, bytes, null, null);
            }

            var content = await ReadAsync(file, entry.Range, cancellationToken).ConfigureAwait(false);
            bytes = content.Length;
            var clear = entry.Key is { } key ? await DecryptAsync(content, key, mediaSequence, cancellationToken).ConfigureAwait(false) : content;
            var media = Measure(clear, entry, init);
            return new MeasuredSegment(entry, name, start, bytes, media, null);
        }
        catch (SegmentException e)
        {
            return new MeasuredSegment(entry, name, start, entry.Range is { } range && bytes == 0 ? range.Length : bytes, null, e.Fault);
        }
    }

    private SegmentMedia Measure(byte[] clear, MediaSegment entry, MeasuredInitSegment? init)
    {
        try
        {
            var media = SegmentReader.Read(clear, entry.Range?.Offset ?? 0, init, entry.Discontinuity ? null : _nearbyTime);
            _nearbyTime = media.End ?? _nearbyTime;
            return media;
        }
        catch (SegmentException e) when (entry.Key is not null && e.Fault.Kind == SegmentFaultKind.NotMedia)
        {
            throw new SegmentException(SegmentFaultKind.Encryption, $"after decryption with the key {entry.Key.Uri}, {e.Message}. Key, IV and segment do not match");
        }
    }

    private async Task<byte[]> ReadAsync(Uri? file, ByteRange? range, CancellationToken cancellationToken)
    {
        try
        {
            return file is null
                ? throw new SegmentException(SegmentFaultKind.Missing, "the URI is not valid; fix the playlist")
                : (await files.ReadAsync(file, range, StreamFiles.MaxSegmentBytes, cancellationToken).ConfigureAwait(false)).Bytes;
        }
        catch (ReadException e)
        {
            throw new SegmentException(e.Fault == ReadFault.OutOfRange ? SegmentFaultKind.OutOfRange : SegmentFaultKind.Missing, e.Message);
        }
    }

    private async Task<byte[]> DecryptAsync(byte[] content, SegmentKey key, long mediaSequence, CancellationToken cancellationToken)
    {
        var (bytes, iv) = await IFrameReader.FindKeyAsync(keys, address, key, mediaSequence, cancellationToken).ConfigureAwait(false);
        try
        {
            return SegmentCipher.Decrypt(content, bytes, iv);
        }
        catch (CryptographicException)
        {
            throw new SegmentException(SegmentFaultKind.Encryption, FormattableString.Invariant(
                $"the {content.Length} bytes do not decrypt with the key {key.Uri} and PKCS7 padding. Key, IV and segment do not match, or the segment is not encrypted; encrypt it again"));
        }
    }

    private async Task<MeasuredInitSegment> GetInitAsync(MediaMap map, CancellationToken cancellationToken)
    {
        if (!_inits.TryGetValue(map, out var init))
        {
            _inits[map] = init = await ReadInitAsync(map, cancellationToken).ConfigureAwait(false);
        }

        return init;
    }

    private async Task<MeasuredInitSegment> ReadInitAsync(MediaMap map, CancellationToken cancellationToken)
    {
        var file = StreamFiles.Resolve(address, map.Uri);
        var name = file is null ? map.Uri : files.GetDisplayName(file);
        try
        {
            var bytes = await ReadAsync(file, map.Range, cancellationToken).ConfigureAwait(false);

            // The map of a transport stream holds PAT and PMT, which every segment repeats.
            return new MeasuredInitSegment(name, FragmentedSegment.Begins(bytes) || bytes is not [TransportPacket.Sync, ..] ? InitSegment.Parse(bytes) : [], null);
        }
        catch (SegmentException e)
        {
            return new MeasuredInitSegment(name, [], e.Fault);
        }
        catch (Mp4Exception e)
        {
            return new MeasuredInitSegment(name, [], new SegmentFault(SegmentFaultKind.NotMedia, $"not a clear initialization segment: {e.Message}; players fail on it. Leave ftyp and moov unencrypted even when the segments are encrypted"));
        }
    }
}
