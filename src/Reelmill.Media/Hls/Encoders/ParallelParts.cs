using System.Globalization;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Encoders;

/// <summary>
/// Divides the encode of one long video into parts that run at once, at key frames of the output, so that they join
/// without a seam. Sound is encoded once, whole: parts of it would drift apart.
/// </summary>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
public sealed class ParallelParts(ProcessLauncher launcher, string ffprobe)
{
    /// <summary>Each part begins anew with the budget of its bits and decodes up to a group of pictures more: half a minute makes both small.</summary>
    private static readonly TimeSpan PartLength = TimeSpan.FromSeconds(30);

    /// <summary>The plan in parts; as it is, where its pictures cannot be counted beforehand or it is not worth it.</summary>
    /// <param name="plan">A plan that copies nothing.</param>
    /// <param name="cancellationToken">Stops ffprobe.</param>
    /// <exception cref="Core.ItemException">The source's packets cannot be listed.</exception>
    public async Task<EncodePlan> ApplyAsync(EncodePlan plan, CancellationToken cancellationToken)
    {
        var isWorthIt = plan.Media.Duration >= 1.5 * PartLength;
        if (!isWorthIt || !plan.KeepsPictures || plan.Encoded.Count < plan.Renditions.Count || !plan.Media.KeepsExactTimes)
        {
            return plan;
        }

        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(plan.Media.Path, hashed: false, cancellationToken).ConfigureAwait(false);
        return packets.TryGetValue(plan.Video.Index, out var video) && !video.Any(static p => p.IsHidden) && !PacketOrder.IsShownAsDecoded(plan.Media, packets)
            ? Divide(plan, PacketIndex.Create(plan.Video.Codec, plan.Video.TimeBase, video))
            : plan;
    }

    internal static EncodePlan Divide(EncodePlan plan, PacketIndex index)
    {
        var keys = FirstOfEach(index, EncodePlan.KeyFrameInterval, index.ShownPts);
        var starts = FirstOfEach(index, PartLength, keys);
        var offset = (plan.Media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        var parts = starts.Select((start, i) => new EncodePart(
            string.Create(CultureInfo.InvariantCulture, $"part-{i + 1:0000}"),
            new PictureRange(start, i + 1 < starts.Count ? starts[i + 1] : long.MaxValue, SeekOf(index, start, offset)),
            HasVideo: true,
            HasRest: false));
        return plan with
        {
            KeyTimes = [.. keys.Select(k => Ticks.ToSeconds(k, index.TimeBase) - offset)],
            Parts = [.. parts, EncodePart.Rest],
            Pictures = index.ShownPts.Count,
        };
    }

    /// <summary>The first time in each interval that has any, counted from the first picture.</summary>
    private static List<long> FirstOfEach(PacketIndex index, TimeSpan interval, IReadOnlyList<long> times)
    {
        var found = new List<long>();
        var (origin, length) = (index.ShownPts[0], Ticks.FromTimeSpan(interval, index.TimeBase));
        foreach (var time in times)
        {
            if (found.Count == 0 || (time - origin) / length > (found[^1] - origin) / length)
            {
                found.Add(time);
            }
        }

        return found;
    }

    private static double? SeekOf(PacketIndex index, long start, double offset)
    {
        var at = PacketIndex.LowerBound(index.ClosedGopPts, start + 1) - 1;
        return at > 0 ? Ticks.ToSeconds(index.ClosedGopPts[at], index.TimeBase) - offset : null;
    }
}
