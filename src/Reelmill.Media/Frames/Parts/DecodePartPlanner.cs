using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames.Parts;

/// <summary>Plans the parts of a long video that are decoded in parallel.</summary>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
internal sealed class DecodePartPlanner(ProcessLauncher launcher, string ffprobe)
{
    /// <summary>The default part length. A part costs a process and one or two seconds that are decoded twice, which is little in twenty seconds.</summary>
    public static readonly TimeSpan DefaultLength = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a part decodes before its first sample. The sample is compared with the same sample of the previous part, which
    /// began earlier, so that artifacts of a bad seek are detected.
    /// </summary>
    private const long LeadMs = 1000;

    /// <summary>ffmpeg subtracts 3/23 s from a seek time in streams with frame reordering; without this margin it seeks one keyframe too early.</summary>
    private const long SeekMarginMs = 200;

    /// <summary>Whether the video is long enough for parts and has exact times; decided without reading the file.</summary>
    public static bool CanSplit(MediaInfo media, SamplingOptions sampling, TimeSpan length) =>
        sampling.Mode == SamplingMode.Interval && media.Duration >= 2 * GetMinLength(sampling, length) && media.KeepsExactTimes;

    /// <summary>Plans the parts after the first one, in order; empty where the packets have no reliable times.</summary>
    /// <exception cref="Core.ItemException">The packets of the file cannot be listed.</exception>
    public async Task<IReadOnlyList<DecodeSpan>> PlanAsync(string path, MediaInfo media, SamplingOptions sampling, TimeSpan length, CancellationToken cancellationToken)
    {
        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!packets.TryGetValue(media.RequireVideo().Index, out var video) || video.Any(static p => p.IsHidden) || PacketOrder.LacksPts(media, packets))
        {
            return [];
        }

        var index = PacketIndex.Create(media.RequireVideo().Codec, media.RequireVideo().TimeBase, video);
        var start = (media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        long ToMilliseconds(long pts) => (long)((Ticks.ToSeconds(pts, index.TimeBase) - start) * 1000);
        return Plan([.. index.ClosedGopPts.Select(ToMilliseconds)], ToMilliseconds(index.EndPts), sampling, length);
    }

    /// <summary>Begins each part at the keyframe with the shortest lead before a sampling target.</summary>
    /// <param name="keyframes">The times of the keyframes, in milliseconds.</param>
    /// <param name="end">The end of the video, in milliseconds.</param>
    /// <param name="sampling">The sampling rule.</param>
    /// <param name="length">The part length.</param>
    internal static IReadOnlyList<DecodeSpan> Plan(IReadOnlyList<long> keyframes, long end, SamplingOptions sampling, TimeSpan length)
    {
        var every = (long)sampling.Every.TotalMilliseconds;
        var minLength = (long)GetMinLength(sampling, length).TotalMilliseconds;
        var parts = new List<DecodeSpan>();
        for (var (i, from) = (0, minLength); ; from = parts[^1].FirstTargetMs + minLength)
        {
            (long Keyframe, long First)? best = null;
            for (; i < keyframes.Count && (best is null || keyframes[i] < from + minLength); i++)
            {
                var first = (keyframes[i] + LeadMs + every - 1) / every * every;
                if (keyframes[i] >= from && (best is null || first - keyframes[i] < best.Value.First - best.Value.Keyframe))
                {
                    best = (keyframes[i], first);
                }
            }

            if (best is not { } part || part.First + (minLength / 2) > end)
            {
                return parts;
            }

            parts.Add(new DecodeSpan { SeekMs = part.Keyframe + SeekMarginMs, FirstTargetMs = part.First });
        }
    }

    private static TimeSpan GetMinLength(SamplingOptions sampling, TimeSpan length) => sampling.Every * 2 > length ? sampling.Every * 2 : length;
}
