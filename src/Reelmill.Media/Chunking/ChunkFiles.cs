using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Makes the file of one chunk.</summary>
internal sealed class ChunkFiles(FfmpegRun ffmpeg, PacketReader packets, ChunkEncoding encoding)
{
    /// <summary>Copies the chunk's packets.</summary>
    public async Task<(string Sha256, long Bytes)> CopyAsync(ChunkSource source, ChunkRange range, string target, CancellationToken cancellationToken)
    {
        var video = source.Index.Packets.SelectRange(range.From, range.Until, source.TimeBase);
        if (source.Tracks is { } tracks)
        {
            var track = new Mp4TrackPlan(tracks[source.Video.Index], [new Mp4SampleRun(source.Path, 1, video)]);
            return Mp4Writer.Write(target, range.StartPts, source.TimeBase, [track, .. Sound(source, range, tracks, static p => p)], cancellationToken);
        }

        await ffmpeg.WriteAsync($"Copying chunk {range.Sequence}", source.Original, ChunkArguments.Copy(source, range, target), cancellationToken).ConfigureAwait(false);
        var written = await VideoOfAsync(target, cancellationToken).ConfigureAwait(false);
        Require(range, video.Length, written.Count);
        return await HashAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Encodes the chunk's frames; the sound, where MP4 can hold it as it is, goes along.</summary>
    public async Task<ChunkResult> EncodeAsync(ChunkSource source, ChunkRange range, ChunkResult result, string target, CancellationToken cancellationToken)
    {
        var pictures = target + ".video";
        var log = FfmpegRun.LogOf(range);
        try
        {
            await ffmpeg.RunAsync(
                $"Encoding chunk {range.Sequence}", source.Original, ChunkArguments.Encode(source, range, encoding, pictures), log, cancellationToken).ConfigureAwait(false);
            var frames = ShownFrames.Of(log);
            if (frames.Count == 0)
            {
                throw new ItemException("no_frames", $"Encoding chunk {range.Sequence} of '{source.Original}': no frame of it could be decoded: {log.FirstError ?? "the decoder did not say why"}. The file is damaged there; fetch it again.");
            }

            var encoded = await VideoOfAsync(pictures, cancellationToken).ConfigureAwait(false);
            Require(range, frames.Count, encoded.Count);
            var (sha256, bytes) = Finish(source, range, pictures, encoded, target, cancellationToken);
            return frames.Into(result) with { Sha256 = sha256, Bytes = bytes, Damage = log.FirstError };
        }
        finally
        {
            File.Delete(pictures);
        }
    }

    /// <summary>The SHA-256 and the size of a file.</summary>
    public static async Task<(string Sha256, long Bytes)> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, 1 << 17);
        await using var _ = stream.ConfigureAwait(false);
        return (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)), stream.Length);
    }

    /// <summary>Puts encoded pictures and the source's own sound into one file.</summary>
    private static (string Sha256, long Bytes) Finish(
        ChunkSource source, ChunkRange range, string pictures, IReadOnlyList<MediaPacket> encoded, string target, CancellationToken cancellationToken)
    {
        var track = Mp4HeaderReader.Read(pictures)![0];
        var unit = new Rational(1, track.Timescale);

        // The encoder's times begin at 0, the sound's where the chunk does in the source.
        var shift = Ticks.Round(range.StartPts, source.TimeBase, unit);
        var video = encoded.Select(p => p with { Pts = p.Pts + shift, Dts = p.Dts + shift }).ToArray();
        return Mp4Writer.Write(
            target, range.StartPts, source.TimeBase,
            [new Mp4TrackPlan(track, [new Mp4SampleRun(pictures, 1, video)]), .. source.Tracks is { } tracks ? Sound(source, range, tracks, Playable) : []],
            cancellationToken);
    }

    private static IEnumerable<Mp4TrackPlan> Sound(
        ChunkSource source, ChunkRange range, IReadOnlyList<Mp4TrackHeader> tracks, Func<MediaPacket[], MediaPacket[]> select)
    {
        foreach (var audio in source.Audio)
        {
            if (select(audio.Packets.SelectRange(range.From, range.Until, source.TimeBase)) is { Length: > 0 } packets)
            {
                yield return new Mp4TrackPlan(tracks[audio.Stream.Index], [new Mp4SampleRun(source.Path, 1, packets)]);
            }
        }
    }

    /// <summary>Without what an edit list hides between two parts; there times of decoding go back, which no file can say.</summary>
    private static MediaPacket[] Playable(MediaPacket[] packets)
    {
        var last = long.MinValue;
        return packets.Zip(packets.Skip(1)).All(static p => p.Second.Dts >= p.First.Dts)
            ? packets
            : [.. packets.Where(static p => !p.IsHidden).OrderBy(static p => p.Pts).Select(p => p with { Dts = last = Math.Max(last + 1, p.Dts) })];
    }

    private async Task<IReadOnlyList<MediaPacket>> VideoOfAsync(string path, CancellationToken cancellationToken)
    {
        var streams = await packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        return streams.TryGetValue(0, out var video) ? video : [];
    }

    private static void Require(ChunkRange range, int expected, int written)
    {
        if (written != expected)
        {
            throw new ItemException("chunk_inexact", $"Writing chunk {range.Sequence}: its file holds {written} packets of video where {expected} belong. This ffmpeg cuts otherwise than 5.1, with which it was tested; please report it.");
        }
    }
}
