using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Frames.Parts;

/// <summary>Finds where a long video can be entered, so that its parts are decoded at once.</summary>
/// <param name="launcher">Starts ffprobe.</param>
/// <param name="ffprobe">The path of ffprobe.</param>
internal sealed class DecodeCuts(ProcessLauncher launcher, string ffprobe)
{
    /// <summary>A part costs a process and a second or two that are decoded twice: twenty seconds make that small.</summary>
    public static readonly TimeSpan UsualLength = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a decode runs before its first sample. That sample is held against the one of the part before, which has come
    /// there from further back, so that what a wrong start leaves behind would be seen.
    /// </summary>
    private const long LeadMs = 1000;

    /// <summary>ffmpeg takes 3/23 s off what it is asked for where pictures are reordered; with less than that, it enters a key frame too early.</summary>
    private const long ReorderMs = 200;

    /// <summary>Whether parts are worth it, and can be told exactly, before anything is read of the file.</summary>
    public static bool MayCut(MediaInfo media, SamplingOptions sampling, TimeSpan length) =>
        sampling.Mode == SamplingMode.Interval && media.Duration >= 2 * LengthOf(sampling, length) && media.KeepsExactTimes;

    /// <summary>The parts after the first, in order; none where the file's packets do not tell.</summary>
    /// <exception cref="Core.ItemException">The file's packets cannot be listed.</exception>
    public async Task<IReadOnlyList<DecodeSpan>> FindAsync(string path, MediaInfo media, SamplingOptions sampling, TimeSpan length, CancellationToken cancellationToken)
    {
        var packets = await new PacketReader(launcher, ffprobe).ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!packets.TryGetValue(media.RequireVideo().Index, out var video) || video.Any(static p => p.IsHidden) || PacketOrder.LacksPts(media, packets))
        {
            return [];
        }

        var index = PacketIndex.Of(media.RequireVideo().Codec, media.RequireVideo().TimeBase, video);
        var start = (media.StartTime ?? TimeSpan.Zero).TotalSeconds;
        long Milliseconds(long pts) => (long)((Ticks.Seconds(pts, index.TimeBase) - start) * 1000);
        return Of([.. index.CleanKeyPts.Select(Milliseconds)], Milliseconds(index.EndPts), sampling, length);
    }

    /// <summary>Cuts at the key frame of each stretch that is closest before a target.</summary>
    internal static IReadOnlyList<DecodeSpan> Of(IReadOnlyList<long> keys, long end, SamplingOptions sampling, TimeSpan length)
    {
        var every = (long)sampling.Every.TotalMilliseconds;
        var least = (long)LengthOf(sampling, length).TotalMilliseconds;
        var cuts = new List<DecodeSpan>();
        for (var (i, from) = (0, least); ; from = cuts[^1].FirstMs + least)
        {
            (long Key, long First)? best = null;
            for (; i < keys.Count && (best is null || keys[i] < from + least); i++)
            {
                var first = (keys[i] + LeadMs + every - 1) / every * every;
                if (keys[i] >= from && (best is null || first - keys[i] < best.Value.First - best.Value.Key))
                {
                    best = (keys[i], first);
                }
            }

            if (best is not { } cut || cut.First + (least / 2) > end)
            {
                return cuts;
            }

            cuts.Add(new DecodeSpan { SeekMs = cut.Key + ReorderMs, FirstMs = cut.First });
        }
    }

    private static TimeSpan LengthOf(SamplingOptions sampling, TimeSpan length) => sampling.Every * 2 > length ? sampling.Every * 2 : length;
}
