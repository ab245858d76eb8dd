using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Media.Interlacing;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Finds sources whose own video can be the top rendition as it is: H.264 that players take, at the rung's size and within
/// its bits, in closed groups of pictures of at most 4 s. The other renditions then take its key frames.
/// </summary>
/// <param name="launcher">Starts processes.</param>
/// <param name="ffmpeg">The path of ffmpeg.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
/// <param name="holdsFrames">Whether segments say how long a frame lasts, as MP4 does; in a transport stream it lasts until the next one.</param>
public sealed class CopyTop(ProcessLauncher launcher, string ffmpeg, string ffprobe, bool holdsFrames)
{
    private const double LongestGroupSeconds = 4;
    private const int HighestLevel = 42;

    /// <summary>
    /// For how many seconds the first or last frame of a copied video may be held. A playlist that claims more than the
    /// segment's frames last makes players seek wrongly.
    /// </summary>
    private readonly double _longestHold = holdsFrames ? 1 : 0.1;

    /// <summary>Four seconds of 23.976 pictures a second are a bit more.</summary>
    private const double Rounding = 0.1;

    private static readonly HashSet<string> Profiles = new(StringComparer.Ordinal) { "Constrained Baseline", "Baseline", "Main", "High" };
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "mov", "mp4", "matroska" };

    /// <summary>The plan with the top rendition copied, where that is possible; otherwise the plan as it is.</summary>
    /// <param name="plan">A plan.</param>
    /// <param name="cancellationToken">Stops ffprobe.</param>
    /// <exception cref="Core.ItemException">The source's packets cannot be listed.</exception>
    public async Task<EncodePlan> ApplyAsync(EncodePlan plan, CancellationToken cancellationToken)
    {
        if (!LooksRight(plan))
        {
            return plan;
        }

        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(plan.Media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!packets.TryGetValue(plan.Video.Index, out var video) || PacketOrder.IsShownAsDecoded(plan.Media, packets))
        {
            return plan;
        }

        var index = PacketIndex.Create(plan.Video.Codec, plan.Video.TimeBase, video);
        if (KeyTimes(plan, video, index) is not { } keys || MustHold(plan, packets, index)
            || !await new ParameterSets(launcher, ffmpeg).StayAsync(plan.Media, cancellationToken).ConfigureAwait(false))
        {
            return plan;
        }

        return plan with
        {
            Renditions = [plan.Renditions[0] with { IsCopy = true }, .. plan.Renditions.Skip(1).Select(r => Below(r, plan.Renditions[0], Bitrate(video, index)))],
            KeyTimes = keys,
        };
    }

    private static bool LooksRight(EncodePlan plan)
    {
        var (video, top) = (plan.Video, plan.Renditions[0]);
        return plan.Scan == ScanType.Progressive && video is { Codec: "h264", CodecTag: not "avc3", PixelFormat: "yuv420p", IsHdr: false, IsInterlaced: false, Orientation.IsUpright: true }
            && video.Profile is { } profile && Profiles.Contains(profile)
            && video.Level <= HighestLevel
            && !VideoFilters.LowersRate(video)
            && video.SampleAspectRatio == new Rational(1, 1)
            && (video.Width, video.Height) == (top.Width, top.Height)
            && plan.Media.FormatNames.Any(Containers.Contains);
    }

    /// <summary>The times of the key frames, when the stream is within the rung's bits and its groups are closed and short.</summary>
    private static double[]? KeyTimes(EncodePlan plan, IReadOnlyList<MediaPacket> packets, PacketIndex index)
    {
        if (packets.Any(static p => p.IsHidden) || index.ShownPts.Distinct().Count() != packets.Count || !packets[0].IsKeyframe || index.ClosedGopPts.Count != packets.Count(static p => p.IsKeyframe))
        {
            return null;
        }

        if (Bitrate(packets, index) > plan.Renditions[0].MaxBitrate)
        {
            return null;
        }

        var start = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        var times = index.ClosedGopPts.Select(p => Ticks.ToSeconds(p, index.TimeBase) - start).ToArray();
        var end = Ticks.ToSeconds(index.EndPts, index.TimeBase) - start;
        return times.Zip(times.Skip(1).Append(end)).All(static t => t.Second - t.First <= LongestGroupSeconds + Rounding) ? times : null;
    }

    /// <summary>Whether a frame must be held so long for the sound that it has to be repeated, which takes an encoder.</summary>
    private bool MustHold(EncodePlan plan, IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>> packets, PacketIndex index)
    {
        var sounds = plan.Audio.Where(a => packets.ContainsKey(a.Stream.Index)).Select(a => (a.Stream.TimeBase, Packets: packets[a.Stream.Index])).ToArray();
        return sounds.Length > 0
            && (Ticks.ToSeconds(index.ShownPts[0], index.TimeBase) - sounds.Min(static s => Ticks.ToSeconds(s.Packets[0].Pts, s.TimeBase)) > _longestHold
                || sounds.Max(static s => s.Packets.Max(p => Ticks.ToSeconds(p.Pts + p.Duration, s.TimeBase))) - Ticks.ToSeconds(index.EndPts, index.TimeBase) > _longestHold);
    }

    /// <summary>The average bits a second, in thousands.</summary>
    private static double Bitrate(IReadOnlyList<MediaPacket> packets, PacketIndex index) =>
        8 * packets.Sum(static p => (double)p.Size) / 1000 / Math.Max(0.001, Ticks.ToSeconds(index.EndPts - index.ShownPts[0], index.TimeBase));

    /// <summary>A rendition below a copied one: a smaller picture is not worth more bits than the larger one has.</summary>
    private static Rendition Below(Rendition rendition, Rendition top, double topBitrate)
    {
        var share = (double)rendition.Width * rendition.Height / ((double)top.Width * top.Height);
        var bitrate = Math.Max(RenditionPlan.LowestBitrate, DefaultBitrates.ForArea((int)topBitrate, share));
        return bitrate < rendition.Bitrate
            ? rendition with { Bitrate = bitrate, MaxBitrate = (int)((long)rendition.MaxBitrate * bitrate / rendition.Bitrate) }
            : rendition;
    }
}
