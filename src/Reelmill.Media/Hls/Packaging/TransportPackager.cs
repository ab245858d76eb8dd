using System.Globalization;
using Reelmill.Core;
using Reelmill.Media.H264;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.MpegTs;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Cuts encoded tracks into transport stream segments: ffmpeg packs the same packets otherwise, at the same cuts.</summary>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="sink">Where the segments go.</param>
internal sealed class TransportPackager(ProcessLauncher launcher, string ffmpeg, SegmentSink sink)
{
    private const string Extension = "ts";

    /// <summary>Decode times before the first picture are negative, which a transport stream cannot say: all tracks are this much later.</summary>
    private const double OffsetSeconds = 10;

    /// <summary>The same in ticks of 90 kHz: where the clock stands when a stream begins.</summary>
    public const long Origin = 900_000;

    /// <summary>The tables at the start of every segment, of which the second names the streams: three packets, with the description of the service.</summary>
    private const int TableBytes = 3 * TransportPacket.Size;

    public async Task<PackagedTrack> VideoAsync(string name, IReadOnlyList<string> paths, VideoTrackFile file, SegmentPlan plan, CancellationToken cancellationToken)
    {
        var source = await JoinAsync(name, paths, file, cancellationToken).ConfigureAwait(false);
        var cuts = FrameCuts(file, plan);
        var files = await CutAsync(name, source, cuts.Length == 0 ? [] : ["-segment_frames", string.Join(',', cuts)], OffsetSeconds, cancellationToken).ConfigureAwait(false);
        Require(name, files.Length == plan.Count, $"{files.Length} segments came of {plan.Count}");
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
            segments.Add(await sink.WriteSegmentAsync(name, i, plan.EndOf(i) - plan.Starts[i], Extension, bytes, cancellationToken).ConfigureAwait(false));
        }

        Require(name, pictures.Count == file.Fragments.Count, $"{pictures.Count} key frames were found of {file.Fragments.Count}");
        var init = $"{name}-tables.ts";
        await sink.WriteAsync(init, tables, cancellationToken).ConfigureAwait(false);
        var ends = file.KeyTimes.Skip(1).Append(file.End);
        return new PackagedTrack(
            name, null, file.Track.Codec!, segments, [.. pictures.Zip(file.KeyTimes.Zip(ends), static (p, t) => new KeyPicture(p.Segment, p.Position, p.Bytes, PackagedTrack.Rounded(t.Second - t.First)))])
        {
            KeyPictureInit = init,
        };
    }

    /// <summary>The encoder's priming stays in front of the sound, where its times put it: before the first picture.</summary>
    public async Task<PackagedTrack> AudioAsync(string name, string path, AudioTrack track, SegmentPlan video, CancellationToken cancellationToken)
    {
        var (codec, end) = AudioPackager.Describe(path);
        var plan = video.Until(end);
        var half = AudioPackager.FrameSamples / 2.0 / track.SampleRate;
        var times = plan.Starts.Skip(1).Select(t => (t + OffsetSeconds - half).ToString("0.######", CultureInfo.InvariantCulture)).ToArray();
        var files = await CutAsync(name, path, times.Length == 0 ? [] : ["-segment_times", string.Join(',', times)], OffsetSeconds, cancellationToken).ConfigureAwait(false);
        var (segments, counters) = (new List<PackagedSegment>(), new ContinuityCounters());
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i], cancellationToken).ConfigureAwait(false);
            counters.Renumber(bytes);
            var until = i + 1 < files.Length ? plan.EndOf(i) : end;
            segments.Add(await sink.WriteSegmentAsync(name, i, until - (i == 0 ? 0 : plan.Starts[i]), Extension, bytes, cancellationToken).ConfigureAwait(false));
        }

        return new PackagedTrack(name, null, codec, segments, []);
    }

    private static IEnumerable<PesPacket> KeyPictures(byte[] segment) =>
        TransportStream.Read(segment).Packets.Where(static p => p.IsVideo && NalUnit.SplitStartCodes(p.Payload.Span).Exists(static n => n.IsKey(hevc: false)));

    /// <summary>How many pictures come before each segment but the first.</summary>
    private static int[] FrameCuts(VideoTrackFile file, SegmentPlan plan)
    {
        var cuts = new List<int>();
        var (first, frames) = (0, 0);
        for (var i = 0; i + 1 < plan.Count; i++)
        {
            var next = plan.FirstKeyAfter(i, file.KeyTimes, first);
            frames += file.Fragments.Skip(first).Take(next - first).Sum(static f => f.Content.Samples.Count);
            cuts.Add(frames);
            first = next;
        }

        return [.. cuts];
    }

    /// <summary>Parts that follow each other, as one file: fragments need no more than to stand one after the other.</summary>
    private static async Task<string> JoinAsync(string name, IReadOnlyList<string> paths, VideoTrackFile file, CancellationToken cancellationToken)
    {
        if (paths.Count == 1)
        {
            return paths[0];
        }

        var joined = Path.Combine(Path.GetDirectoryName(paths[0])!, $"{name}-joined.mp4");
        var output = File.Create(joined);
        await using var _ = output.ConfigureAwait(false);
        await output.WriteAsync(file.Init, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < file.Fragments.Count; i++)
        {
            var bytes = new byte[file.Fragments[i].Content.Bytes];
            file.Fragments[i].Read((uint)i + 1, bytes);
            await output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }

        return joined;
    }

    private async Task<string[]> CutAsync(string name, string source, string[] cuts, double offset, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(source)!;
        try
        {
            await launcher.RunAsync(
                new ProcessSpec(
                    ffmpeg,
                    [
                        "-nostdin", "-hide_banner", "-nostats", "-v", "level+error", "-y", "-protocol_whitelist", "file", "-f", "mov", "-copyts", "-i", $"file:{source}",
                        "-map", "0", "-c", "copy", "-fflags", "+bitexact", "-map_metadata", "-1",
                        "-muxdelay", "0", "-muxpreload", "0", "-avoid_negative_ts", "disabled",
                        "-output_ts_offset", offset.ToString("0.######", CultureInfo.InvariantCulture),
                        "-f", "segment", "-segment_format", "mpegts", .. cuts.Length == 0 ? ["-segment_time", "1000000"] : cuts, $"{name}-%06d.ts",
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

        return [.. Directory.EnumerateFiles(folder, $"{name}-*.ts").Order(StringComparer.Ordinal)];
    }

    private static void Require(string name, bool holds, string found)
    {
        if (!holds)
        {
            throw new ItemException("package_failed", $"Packing {name} into transport streams: {found}. Use --format fmp4 for this source.");
        }
    }
}
