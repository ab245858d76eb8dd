using System.Globalization;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Splits the encode of one long video into parts that run in parallel. Parts begin at keyframes of the output, so that
/// they concatenate seamlessly. Audio is encoded once, whole, since parts of it would drift apart.
/// </summary>
/// <param name="launcher">The process launcher.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
public sealed class PartPlanner(ProcessLauncher launcher, string ffprobe)
{
    /// <summary>
    /// The duration of a part. Each part restarts rate control and decodes up to one GOP more; at half a minute both
    /// costs are small.
    /// </summary>
    private static readonly TimeSpan PartLength = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Splits a plan into parts; returns it unchanged where frames cannot be counted before the encode, or the video is
    /// too short.
    /// </summary>
    /// <param name="plan">A plan without a passthrough rendition.</param>
    /// <param name="cancellationToken">Cancels ffprobe.</param>
    /// <exception cref="Core.ItemException">The source's packets cannot be listed.</exception>
    public async Task<EncodePlan> ApplyAsync(EncodePlan plan, CancellationToken cancellationToken)
    {
        var isLongEnough = plan.Media.Duration >= 1.5 * PartLength;
        if (!isLongEnough || !plan.PreservesFrames || plan.Encoded.Count < plan.Renditions.Count || !plan.Media.KeepsExactTimes)
        {
            return plan;
        }

        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(plan.Media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        return packets.TryGetValue(plan.Video.Index, out var video) && !video.Any(static p => p.IsHidden) && !PacketOrder.IsShownAsDecoded(plan.Media, packets)
            ? Split(plan, PacketIndex.Of(plan.Video.Codec, plan.Video.TimeBase, video))
            : plan;
    }

    internal static EncodePlan Split(EncodePlan plan, PacketIndex index)
    {
        var keyframes = FindFirstInEach(index, EncodePlan.KeyframeInterval, index.ShownPts);
        var starts = FindFirstInEach(index, PartLength, keyframes);
        var offset = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        var parts = starts.Select((start, i) => new EncodePart(
            string.Create(CultureInfo.InvariantCulture, $"part-{i + 1:0000}"),
            new FrameRange(start, i + 1 < starts.Count ? starts[i + 1] : long.MaxValue, FindSeekSeconds(index, start, offset)),
            HasVideo: true,
            HasNonVideo: false));
        return plan with
        {
            KeyframeTimes = [.. keyframes.Select(k => Ticks.Seconds(k, index.TimeBase) - offset)],
            Parts = [.. parts, EncodePart.NonVideo],
            FrameCount = index.ShownPts.Count,
        };
    }

    /// <summary>Returns the first time in each non-empty interval, counted from the first frame.</summary>
    private static List<long> FindFirstInEach(PacketIndex index, TimeSpan interval, IReadOnlyList<long> times)
    {
        var found = new List<long>();
        var (origin, length) = (index.ShownPts[0], Ticks.From(interval, index.TimeBase));
        foreach (var time in times)
        {
            if (found.Count == 0 || (time - origin) / length > (found[^1] - origin) / length)
            {
                found.Add(time);
            }
        }

        return found;
    }

    private static double? FindSeekSeconds(PacketIndex index, long start, double offset)
    {
        var at = PacketIndex.LowerBound(index.CleanKeyPts, start + 1) - 1;
        return at > 0 ? Ticks.Seconds(index.CleanKeyPts[at], index.TimeBase) - offset : null;
    }
}
