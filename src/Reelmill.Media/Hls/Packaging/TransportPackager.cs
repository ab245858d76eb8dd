using System.Buffers;
using Reelmill.Core;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>
/// Cuts encoded tracks into transport stream segments: each is written as one file with the times of the stream, whose
/// frames ffmpeg then packs at the same cuts, times unchanged.
/// </summary>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="sink">Where the segments go.</param>
internal sealed class TransportPackager(ProcessLauncher launcher, string ffmpeg, SegmentSink sink)
{
    private const string Extension = "ts";

    /// <summary>The encoder's priming has times before 0, which a transport stream cannot say: all tracks are this much later.</summary>
    private const long OffsetSeconds = 10;

    /// <summary>The same in ticks of 90 kHz: where the clock stands when a stream begins.</summary>
    public const long Origin = OffsetSeconds * PesPacket.Timescale;

    /// <summary>The tables at the start of every segment, of which the second names the streams: three packets, with the description of the service.</summary>
    private const int TableBytes = 3 * TransportPacket.Size;

    public async Task<PackagedTrack> VideoAsync(string name, VideoTrackFile file, SegmentPlan plan, string folder, CancellationToken cancellationToken)
    {
        var counts = FrameCounts(file, plan);
        var source = await JoinAsync(
            name, file.Init, file.Fragments.Select((f, i) => f.WriterAt(OffsetSeconds * file.Track.Timescale, (uint)i + 1, file.Track.Id)), folder, cancellationToken).ConfigureAwait(false);
        var files = await CutAsync(name, source, counts, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>();
        var pictures = new List<(int Segment, long Position, long Bytes)>();
        byte[]? tables = null;
        var counters = new ContinuityCounters();
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i], cancellationToken).ConfigureAwait(false);
            counters.Renumber(bytes);
            tables ??= bytes[..Math.Min(TableBytes, bytes.Length)];
            pictures.AddRange(KeyPictures(bytes).Select(p => (i, p.Offset, p.End - p.Offset)));
            var segment = await sink.WriteSegmentAsync(name, i, plan.EndOf(i) - plan.Starts[i], Extension, bytes, cancellationToken).ConfigureAwait(false);
            segments.Add(segment with { Pictures = counts[i] });
        }

        Require(name, pictures.Count == file.Fragments.Count, $"{pictures.Count} key frames were found of {file.Fragments.Count}");
        var init = $"{name}-tables.ts";
        await sink.WriteAsync(init, tables, cancellationToken).ConfigureAwait(false);
        var ends = file.KeyTimes.Skip(1).Append(plan.End);
        return new PackagedTrack(
            name, null, file.Track.Codec!, segments, [.. pictures.Zip(file.KeyTimes.Zip(ends), static (p, t) => new KeyPicture(p.Segment, p.Position, p.Bytes, PackagedTrack.Rounded(t.Second - t.First)))])
        {
            KeyPictureInit = init,
        };
    }

    /// <summary>The frame before the first one stays in front of the sound, where its times put it: before the first picture.</summary>
    public async Task<PackagedTrack> AudioAsync(
        string name, AudioTrackFile file, StreamSpan span, SegmentPlan plan, string folder, CancellationToken cancellationToken)
    {
        var runs = file.Segments(span, plan, primed: true);
        var offset = OffsetSeconds * file.Track.Timescale;
        var source = await JoinAsync(
            name,
            file.Init,
            runs.Select((run, i) => (Action<IBufferWriter<byte>>)(o => file.Write(o, (uint)i + 1, [.. run.Select(s => s with { DecodeTime = s.DecodeTime + offset })]))),
            folder,
            cancellationToken).ConfigureAwait(false);
        var files = await CutAsync(name, source, [.. runs.Select(static r => r.Count)], cancellationToken).ConfigureAwait(false);
        var (segments, counters) = (new List<PackagedSegment>(), new ContinuityCounters());
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i], cancellationToken).ConfigureAwait(false);
            counters.Renumber(bytes);
            var seconds = file.Seconds(runs[i].Where(static s => s.DecodeTime >= 0).Sum(static s => s.Duration));
            segments.Add(await sink.WriteSegmentAsync(name, i, seconds, Extension, bytes, cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, null, file.Track.Codec!, segments, []);
    }

    private static IEnumerable<PesPacket> KeyPictures(byte[] segment) =>
        TransportStream.Read(segment).Packets.Where(static p => p.IsVideo && NalUnit.SplitAnnexB(p.Payload.Span).Exists(static n => n.IsRandomAccess(hevc: false)));

    /// <summary>How many frames each segment has.</summary>
    private static int[] FrameCounts(VideoTrackFile file, SegmentPlan plan)
    {
        var (counts, keys, first) = (new int[plan.Count], file.KeyTimes, 0);
        for (var i = 0; i < plan.Count; i++)
        {
            var next = plan.FirstKeyAfter(i, keys, first);
            counts[i] = file.Fragments.Skip(first).Take(next - first).Sum(static f => f.Samples.Count);
            first = next;
        }

        return counts;
    }

    /// <summary>A track as one file.</summary>
    private static async Task<string> JoinAsync(
        string name, byte[] init, IEnumerable<Action<IBufferWriter<byte>>> fragments, string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $"{name}-joined.mp4");
        var output = File.Create(path);
        await using var _ = output.ConfigureAwait(false);
        await output.WriteAsync(init, cancellationToken).ConfigureAwait(false);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var write in fragments)
        {
            bytes.ResetWrittenCount();
            write(bytes);
            await output.WriteAsync(bytes.WrittenMemory, cancellationToken).ConfigureAwait(false);
        }

        return path;
    }

    /// <summary>Packs a file into segments of so many frames.</summary>
    private async Task<string[]> CutAsync(string name, string source, int[] counts, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(source)!;
        var cuts = counts.Take(counts.Length - 1).Aggregate(new List<int>(), static (all, count) => [.. all, all.LastOrDefault() + count]);
        try
        {
            await launcher.RunAsync(
                new ProcessSpec(
                    ffmpeg,
                    [
                        "-nostdin", "-hide_banner", "-nostats", "-v", "level+error", "-y", "-protocol_whitelist", "file", "-f", "mov", "-copyts", "-i", $"file:{source}",
                        "-map", "0", "-c", "copy", "-fflags", "+bitexact", "-map_metadata", "-1",
                        "-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled",
                        "-f", "segment", "-segment_format", "mpegts", .. cuts.Count == 0 ? ["-segment_time", "1000000"] : new[] { "-segment_frames", string.Join(',', cuts) }, $"{name}-%06d.ts",
                    ])
                {
                    WorkingDirectory = folder,
                    WallLimit = Timeout.InfiniteTimeSpan,
                    StallLimit = Timeout.InfiniteTimeSpan,
                },
                0,
                cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessFailedException e)
        {
            throw new ItemException("package_failed", $"Packing {name} into transport streams: {e.Message}", false, e);
        }

        var files = Directory.EnumerateFiles(folder, $"{name}-*.ts").Order(StringComparer.Ordinal).ToArray();
        Require(name, files.Length == counts.Length, $"{files.Length} segments came of {counts.Length}");
        return files;
    }

    private static void Require(string name, bool holds, string found)
    {
        if (!holds)
        {
            throw new ItemException("package_failed", $"Packing {name} into transport streams: {found}. Use --format fmp4 for this source.");
        }
    }
}
