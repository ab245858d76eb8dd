using System.Buffers;
using Reelmill.Core;
using Reelmill.Media.Formats.H264;
using Reelmill.Media.Formats.MpegTs;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>
/// Remuxes encoded tracks into MPEG-TS segments: writes each track to one file on the stream's timeline, and lets
/// ffmpeg split it at the same boundaries with unchanged timestamps.
/// </summary>
/// <param name="launcher">The process launcher.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="sink">Receives the segments.</param>
internal sealed class TransportPackager(ProcessLauncher launcher, string ffmpeg, SegmentSink sink)
{
    private const string Extension = "ts";

    /// <summary>
    /// The offset of all tracks in seconds, since the audio priming begins before 0 and MPEG-TS has no negative
    /// timestamps.
    /// </summary>
    private const long OffsetSeconds = 10;

    /// <summary>The offset in ticks of the 90 kHz clock: the timestamp at which a stream begins.</summary>
    public const long StartTicks = OffsetSeconds * PesPacket.Timescale;

    /// <summary>The size of the service description, PAT and PMT at the start of every segment: three packets.</summary>
    private const int TableBytes = 3 * TransportPacket.Size;

    public async Task<PackagedTrack> PackageVideoAsync(string name, VideoTrackFile file, SegmentPlan plan, string folder, CancellationToken cancellationToken)
    {
        var counts = CountFrames(file, plan);
        var source = await JoinAsync(
            name, file.Init, file.Fragments.Select((f, i) => f.CreateShiftedWriter(OffsetSeconds * file.Track.Timescale, (uint)i + 1, file.Track.Id)), folder, cancellationToken).ConfigureAwait(false);
        var files = await SplitAsync(name, source, counts, cancellationToken).ConfigureAwait(false);
        var segments = new List<PackagedSegment>();
        var keyframes = new List<(int Segment, long Position, long Bytes)>();
        byte[]? tables = null;
        var counters = new ContinuityCounters();
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i], cancellationToken).ConfigureAwait(false);
            counters.Renumber(bytes);
            tables ??= bytes[..Math.Min(TableBytes, bytes.Length)];
            keyframes.AddRange(FindKeyframes(bytes).Select(p => (i, p.Offset, p.End - p.Offset)));
            var segment = await sink.WriteSegmentAsync(name, i, plan.GetEnd(i) - plan.Starts[i], Extension, bytes, cancellationToken).ConfigureAwait(false);
            segments.Add(segment with { FrameCount = counts[i] });
        }

        Require(name, keyframes.Count == file.Fragments.Count, $"{keyframes.Count} of {file.Fragments.Count} keyframes were found");
        var init = $"{name}-tables.ts";
        await sink.WriteAsync(init, tables, cancellationToken).ConfigureAwait(false);
        var ends = file.KeyframeTimes.Skip(1).Append(plan.End);
        return new PackagedTrack(
            name, null, file.Track.Codec!, segments, [.. keyframes.Zip(file.KeyframeTimes.Zip(ends), static (p, t) => new PackagedKeyframe(p.Segment, p.Position, p.Bytes, PackagedTrack.RoundDuration(t.Second - t.First)))])
        {
            IFrameInit = init,
        };
    }

    /// <summary>
    /// Packages audio. The priming frame before the start stays in the first segment, with a timestamp before the first
    /// video frame.
    /// </summary>
    public async Task<PackagedTrack> PackageAudioAsync(
        string name, AudioTrackFile file, StreamSpan span, SegmentPlan plan, string folder, CancellationToken cancellationToken)
    {
        var runs = file.SplitIntoSegments(span, plan, primed: true);
        var offset = OffsetSeconds * file.Track.Timescale;
        var source = await JoinAsync(
            name,
            file.Init,
            runs.Select((run, i) => (Action<IBufferWriter<byte>>)(o => file.Write(o, (uint)i + 1, [.. run.Select(s => s with { DecodeTime = s.DecodeTime + offset })]))),
            folder,
            cancellationToken).ConfigureAwait(false);
        var files = await SplitAsync(name, source, [.. runs.Select(static r => r.Count)], cancellationToken).ConfigureAwait(false);
        var (segments, counters) = (new List<PackagedSegment>(), new ContinuityCounters());
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i], cancellationToken).ConfigureAwait(false);
            counters.Renumber(bytes);
            var seconds = file.ToSeconds(runs[i].Where(static s => s.DecodeTime >= 0).Sum(static s => s.Duration));
            segments.Add(await sink.WriteSegmentAsync(name, i, seconds, Extension, bytes, cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, null, file.Track.Codec!, segments, []);
    }

    private static IEnumerable<PesPacket> FindKeyframes(byte[] segment) =>
        TransportStream.Read(segment).Packets.Where(static p => p.IsVideo && NalUnit.SplitStartCodes(p.Payload.Span).Exists(static n => n.IsKey(hevc: false)));

    /// <summary>Counts the frames of each segment.</summary>
    private static int[] CountFrames(VideoTrackFile file, SegmentPlan plan)
    {
        var (counts, times, first) = (new int[plan.Count], file.KeyframeTimes, 0);
        for (var i = 0; i < plan.Count; i++)
        {
            var next = plan.FindNextKeyframe(i, times, first);
            counts[i] = file.Fragments.Skip(first).Take(next - first).Sum(static f => f.Samples.Count);
            first = next;
        }

        return counts;
    }

    /// <summary>Writes a track to one file.</summary>
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

    /// <summary>Remuxes a file into segments with the given numbers of frames.</summary>
    private async Task<string[]> SplitAsync(string name, string source, int[] counts, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(source)!;
        var boundaries = counts.Take(counts.Length - 1).Aggregate(new List<int>(), static (all, count) => [.. all, all.LastOrDefault() + count]);
        try
        {
            await launcher.RunAsync(
                new ProcessSpec(
                    ffmpeg,
                    [
                        "-nostdin", "-hide_banner", "-nostats", "-v", "level+error", "-y", "-protocol_whitelist", "file", "-f", "mov", "-copyts", "-i", $"file:{source}",
                        "-map", "0", "-c", "copy", "-fflags", "+bitexact", "-map_metadata", "-1",
                        "-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled",
                        "-f", "segment", "-segment_format", "mpegts", .. boundaries.Count == 0 ? ["-segment_time", "1000000"] : new[] { "-segment_frames", string.Join(',', boundaries) }, $"{name}-%06d.ts",
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
            throw new ItemException("package_failed", $"Remuxing {name} to MPEG-TS: {e.Message}", false, e);
        }

        var files = Directory.EnumerateFiles(folder, $"{name}-*.ts").Order(StringComparer.Ordinal).ToArray();
        Require(name, files.Length == counts.Length, $"ffmpeg wrote {files.Length} of {counts.Length} segments");
        return files;
    }

    private static void Require(string name, bool holds, string found)
    {
        if (!holds)
        {
            throw new ItemException("package_failed", $"Remuxing {name} to MPEG-TS: {found}. Use --format fmp4 for this source.");
        }
    }
}
