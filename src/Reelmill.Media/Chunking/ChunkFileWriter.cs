using System.Security.Cryptography;
using Reelmill.Core;
using Reelmill.Media.Fetching;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;

namespace Reelmill.Media.Chunking;

/// <summary>Writes the file of one chunk.</summary>
internal sealed class ChunkFileWriter(FfmpegRunner ffmpeg, PacketReader packets, ChunkEncoding encoding)
{
    /// <summary>Copies the chunk's packets into <paramref name="target"/>.</summary>
    public async Task<(string Sha256, long Bytes)> CopyAsync(ChunkSource source, ChunkRange range, string target, CancellationToken cancellationToken)
    {
        var video = source.Index.Packets.SelectRange(range.From, range.Until, source.TimeBase);
        if (source.Tracks is { } tracks)
        {
            var track = new Mp4TrackPlan(tracks[source.Video.Index], [new Mp4SampleRun(source.Path, 1, video)]);
            return Mp4Writer.Write(target, range.StartPts, source.TimeBase, [track, .. PlanAudio(source, range, tracks, static p => p)], cancellationToken);
        }

        await ffmpeg.WriteAsync($"Copying chunk {range.Sequence}", source.Original, ChunkArguments.Copy(source, range, target), cancellationToken).ConfigureAwait(false);
        var written = await ReadVideoAsync(target, cancellationToken).ConfigureAwait(false);
        RequirePacketCount(range, video.Length, written.Count);
        return await HashAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Encodes the chunk's frames. The source's audio is copied along where MP4 can hold it.</summary>
    public async Task<ChunkResult> EncodeAsync(ChunkSource source, ChunkRange range, ChunkResult result, string target, CancellationToken cancellationToken)
    {
        var encodedVideo = target + ".video";
        var log = FfmpegRunner.CreateLog(range);
        try
        {
            await ffmpeg.RunAsync(
                $"Encoding chunk {range.Sequence}", source.Original, ChunkArguments.Encode(source, range, encoding, encodedVideo), log, cancellationToken).ConfigureAwait(false);
            var frames = DecodedFrames.Read(log);
            if (frames.Count == 0)
            {
                throw new ItemException("no_frames", $"Encoding chunk {range.Sequence} of '{source.Original}': no frame decodes: {log.FirstError ?? "the decoder gave no reason"}. The file is damaged there; fetch the file again.");
            }

            var packetsOfVideo = await ReadVideoAsync(encodedVideo, cancellationToken).ConfigureAwait(false);
            RequirePacketCount(range, frames.Count, packetsOfVideo.Count);
            var (sha256, bytes) = Mux(source, range, encodedVideo, packetsOfVideo, target, cancellationToken);
            return frames.ApplyTo(result) with { Sha256 = sha256, Bytes = bytes, Damage = log.FirstError };
        }
        finally
        {
            File.Delete(encodedVideo);
        }
    }

    /// <summary>Computes the SHA-256 and the size of a file.</summary>
    public static async Task<(string Sha256, long Bytes)> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = LocalFile.OpenRead("Reading", path, 1 << 17);
        await using var _ = stream.ConfigureAwait(false);
        return (Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false)), stream.Length);
    }

    /// <summary>Muxes the encoded video and the source's own audio packets into one file.</summary>
    private static (string Sha256, long Bytes) Mux(
        ChunkSource source, ChunkRange range, string encodedVideo, IReadOnlyList<MediaPacket> encoded, string target, CancellationToken cancellationToken)
    {
        var track = Mp4HeaderReader.Read(encodedVideo)![0];
        var unit = new Rational(1, track.Timescale);

        // The encoder's timestamps begin at 0; those of the audio begin where the chunk does in the source.
        var shift = Ticks.Round(range.StartPts, source.TimeBase, unit);
        var video = encoded.Select(p => p with { Pts = p.Pts + shift, Dts = p.Dts + shift }).ToArray();
        return Mp4Writer.Write(
            target, range.StartPts, source.TimeBase,
            [new Mp4TrackPlan(track, [new Mp4SampleRun(encodedVideo, 1, video)]), .. source.Tracks is { } tracks ? PlanAudio(source, range, tracks, MakeDecodable) : []],
            cancellationToken);
    }

    private static IEnumerable<Mp4TrackPlan> PlanAudio(
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

    /// <summary>
    /// Drops the packets that an edit list hides between two parts, where decode timestamps go back. A file cannot express
    /// a decode timestamp that goes back.
    /// </summary>
    private static MediaPacket[] MakeDecodable(MediaPacket[] packets)
    {
        var last = long.MinValue;
        return packets.Zip(packets.Skip(1)).All(static p => p.Second.Dts >= p.First.Dts)
            ? packets
            : [.. packets.Where(static p => !p.IsHidden).OrderBy(static p => p.Pts).Select(p => p with { Dts = last = Math.Max(last + 1, p.Dts) })];
    }

    private async Task<IReadOnlyList<MediaPacket>> ReadVideoAsync(string path, CancellationToken cancellationToken)
    {
        var streams = await packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        return streams.TryGetValue(0, out var video) ? video : [];
    }

    private static void RequirePacketCount(ChunkRange range, int expected, int written)
    {
        if (written != expected)
        {
            throw new ItemException("chunk_inexact", $"Writing chunk {range.Sequence}: the file has {written} video packets instead of {expected}. This ffmpeg cuts differently from 5.1, the tested version; please report it.");
        }
    }
}
