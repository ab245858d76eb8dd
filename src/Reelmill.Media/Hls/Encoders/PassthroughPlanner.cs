using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Decides whether the source's elementary stream can be the top rendition without an encode: H.264 that players
/// decode, of the rung's frame size and within its bitrate, in closed GOPs of at most 4 s. The other renditions then
/// use the source's keyframes.
/// </summary>
/// <param name="launcher">The process launcher.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="hasFrameDurations">Whether segments state frame durations, as MP4 does; in MPEG-TS a frame lasts until the next one.</param>
public sealed class PassthroughPlanner(ProcessLauncher launcher, string ffmpeg, string ffprobe, bool hasFrameDurations)
{
    private const double MaxGopSeconds = 4;
    private const int MaxLevel = 42;

    /// <summary>
    /// The maximum time in seconds by which the first or last frame of a passthrough rendition may be extended. Players
    /// seek wrongly when a playlist declares more than the duration of a segment's frames.
    /// </summary>
    private readonly double _maxExtension = hasFrameDurations ? 1 : 0.1;

    /// <summary>Four seconds of whole frames at 23.976 frames per second are slightly longer than 4 s.</summary>
    private const double Rounding = 0.1;

    private static readonly HashSet<string> Profiles = new(StringComparer.Ordinal) { "Constrained Baseline", "Baseline", "Main", "High" };
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "mov", "mp4", "matroska" };

    /// <summary>Makes the top rendition a passthrough rendition where possible; otherwise returns the plan unchanged.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels ffprobe and ffmpeg.</param>
    /// <exception cref="Core.ItemException">The source's packets cannot be listed.</exception>
    public async Task<EncodePlan> ApplyAsync(EncodePlan plan, CancellationToken cancellationToken)
    {
        if (!IsCandidate(plan))
        {
            return plan;
        }

        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(plan.Media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!packets.TryGetValue(plan.Video.Index, out var video) || PacketOrder.IsShownAsDecoded(plan.Media, packets))
        {
            return plan;
        }

        var index = PacketIndex.Of(plan.Video.Codec, plan.Video.TimeBase, video);
        if (FindKeyframeTimes(plan, video, index) is not { } keyframeTimes || NeedsRepeatedFrames(plan, packets, index)
            || !await new ParameterSetScanner(launcher, ffmpeg).AreConstantAsync(plan.Media, cancellationToken).ConfigureAwait(false))
        {
            return plan;
        }

        return plan with
        {
            Renditions = [plan.Renditions[0] with { IsPassthrough = true }, .. plan.Renditions.Skip(1).Select(r => CapBitrate(r, plan.Renditions[0], MeasureBitrate(video, index)))],
            KeyframeTimes = keyframeTimes,
        };
    }

    private static bool IsCandidate(EncodePlan plan)
    {
        var (video, top) = (plan.Video, plan.Renditions[0]);
        return plan.Scan == ScanType.Progressive && video is { Codec: "h264", CodecTag: not "avc3", PixelFormat: "yuv420p", IsHdr: false, IsInterlaced: false, Orientation.IsUpright: true }
            && video.Profile is { } profile && Profiles.Contains(profile)
            && video.Level <= MaxLevel
            && !VideoFilters.LowersFrameRate(video)
            && video.SampleAspectRatio == new Rational(1, 1)
            && (video.Width, video.Height) == (top.Width, top.Height)
            && plan.Media.FormatNames.Any(Containers.Contains);
    }

    /// <summary>Finds the keyframe times; null when the stream exceeds the rung's bitrate, or its GOPs are open or too long.</summary>
    private static double[]? FindKeyframeTimes(EncodePlan plan, IReadOnlyList<MediaPacket> packets, PacketIndex index)
    {
        if (packets.Any(static p => p.IsHidden) || index.ShownPts.Distinct().Count() != packets.Count || !packets[0].IsKey || index.CleanKeyPts.Count != packets.Count(static p => p.IsKey))
        {
            return null;
        }

        if (MeasureBitrate(packets, index) > plan.Renditions[0].MaxBitrate)
        {
            return null;
        }

        var start = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        var times = index.CleanKeyPts.Select(p => Ticks.Seconds(p, index.TimeBase) - start).ToArray();
        var end = Ticks.Seconds(index.EndPts, index.TimeBase) - start;
        return times.Zip(times.Skip(1).Append(end)).All(static t => t.Second - t.First <= MaxGopSeconds + Rounding) ? times : null;
    }

    /// <summary>
    /// Whether the audio begins so much earlier or ends so much later that frames must be repeated, which takes an
    /// encoder.
    /// </summary>
    private bool NeedsRepeatedFrames(EncodePlan plan, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, PacketIndex index)
    {
        var audio = plan.Audio.Where(a => packets.ContainsKey(a.Stream.Index)).Select(a => (a.Stream.TimeBase, Packets: packets[a.Stream.Index])).ToArray();
        return audio.Length > 0
            && (Ticks.Seconds(index.ShownPts[0], index.TimeBase) - audio.Min(static s => Ticks.Seconds(s.Packets[0].Pts, s.TimeBase)) > _maxExtension
                || audio.Max(static s => s.Packets.Max(p => Ticks.Seconds(p.Pts + p.Duration, s.TimeBase))) - Ticks.Seconds(index.EndPts, index.TimeBase) > _maxExtension);
    }

    /// <summary>Measures the average bitrate in kb/s.</summary>
    private static double MeasureBitrate(IReadOnlyList<MediaPacket> packets, PacketIndex index) =>
        8 * packets.Sum(static p => (double)p.Size) / 1000 / Math.Max(0.001, Ticks.Seconds(index.EndPts - index.ShownPts[0], index.TimeBase));

    /// <summary>
    /// Caps the bitrate of a rendition below the passthrough one: a smaller frame size gains nothing from a higher
    /// bitrate than the larger one has.
    /// </summary>
    private static Rendition CapBitrate(Rendition rendition, Rendition top, double topBitrate)
    {
        var share = (double)rendition.Width * rendition.Height / ((double)top.Width * top.Height);
        var bitrate = Math.Max(RenditionPlanner.LowestBitrate, DefaultBitrates.ScaleByArea((int)topBitrate, share));
        return bitrate < rendition.Bitrate
            ? rendition with { Bitrate = bitrate, MaxBitrate = (int)((long)rendition.MaxBitrate * bitrate / rendition.Bitrate) }
            : rendition;
    }
}
