using System.Globalization;
using System.Text;
using Reelmill.Core;
using Reelmill.Media.Chunking.Mp4;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Gives a video whose packets do not say when they are shown those times. It was copied into MP4 with the times of
/// decoding alone; in which order its frames are shown, only a decoder knows.
/// </summary>
internal sealed class FrameOrder(ProcessLauncher launcher, string ffprobe, PacketReader packets)
{
    private const int MaxOutputBytes = 64 << 20;

    /// <summary>A packet of MPEG-4 that only stands for a frame that came packed with the one before it.</summary>
    private const int PlaceholderBytes = 16;

    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(5);

    /// <summary>Writes the file again with the times at which its frames are shown.</summary>
    /// <param name="original">The source, for messages.</param>
    /// <param name="path">The MP4 file with the video alone, which is replaced.</param>
    /// <param name="fromZero">Whether the first frame is shown at 0, as of a bare stream; otherwise the clock of decoding is kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException"><c>no_timestamps</c>: not every packet gives one frame; <c>no_frames</c>: there is no packet.</exception>
    public async Task RestoreAsync(string original, string path, bool fromZero, CancellationToken cancellationToken)
    {
        var streams = await packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!streams.TryGetValue(0, out var all))
        {
            throw ProbeFailure.NoFrames(original);
        }

        var shown = await ShownAsync(path, cancellationToken).ConfigureAwait(false);
        var decoded = Decodable(all, shown);
        if (Mp4Header.Read(path) is not [var track] || decoded.Length == 0 || !shown.Order().SequenceEqual(decoded.Select(static p => p.Pts).Order()))
        {
            throw Unordered(original);
        }

        var ordered = path + ".ordered";
        Mp4Writer.Write(ordered, 0, new Rational(1, track.Timescale), [new Mp4TrackPlan(track, [new Mp4Run(path, 1, Timed(decoded, shown, fromZero))])], cancellationToken);
        File.Move(ordered, path, overwrite: true);
    }

    /// <summary>The refusal of a source whose packets have no times and cannot be given any.</summary>
    public static ItemException Unordered(string original) => new(
        "no_timestamps",
        $"Reading '{original}': its packets do not say when they are shown, and not every one gives a frame from which that could be told. Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.");

    /// <summary>Without the placeholders that give no frame.</summary>
    private static MediaPacket[] Decodable(IReadOnlyList<MediaPacket> packets, List<long> shown)
    {
        var times = shown.ToHashSet();
        return [.. packets.Where(p => p.Size > PlaceholderBytes || times.Contains(p.Pts))];
    }

    /// <summary>
    /// Each frame is shown when the packet as many places on as the order needs is decoded: at once, where nothing is
    /// reordered.
    /// </summary>
    private static MediaPacket[] Timed(MediaPacket[] decoded, List<long> shown, bool fromZero)
    {
        var places = shown.Select(static (pts, place) => (pts, place)).ToDictionary(static p => p.pts, static p => p.place);
        var frame = Math.Max(1, decoded.Length > 1 ? decoded.Zip(decoded.Skip(1), static (a, b) => b.Dts - a.Dts).Order().ElementAt(decoded.Length / 2 - 1 + (decoded.Length % 2)) : decoded[0].Duration);
        var ahead = decoded.Select((p, i) => i - places[p.Pts]).Max();
        long At(int place) => place < decoded.Length ? decoded[place].Dts : decoded[^1].Dts + ((place - decoded.Length + 1) * frame);
        var back = fromZero ? At(ahead) : 0;
        return [.. decoded.Select((p, i) => p with
        {
            Pts = At(places[p.Pts] + ahead) - back,
            Dts = p.Dts - back,
            Duration = At(places[p.Pts] + ahead + 1) - At(places[p.Pts] + ahead),
            IsHidden = false,
        })];
    }

    /// <summary>The times of decoding of all frames, in the order in which they are shown.</summary>
    private async Task<List<long>> ShownAsync(string path, CancellationToken cancellationToken)
    {
        var spec = new ProcessSpec(
            ffprobe,
            ["-hide_banner", "-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts", "-of", "csv=p=0", .. InputGuard.Arguments(path)])
        {
            StallLimit = StallLimit,
        };
        try
        {
            var output = await launcher.RunAsync(spec, MaxOutputBytes, cancellationToken).ConfigureAwait(false);
            return [.. Encoding.ASCII.GetString(output.Bytes.Span).Split('\n')
                .Select(static l => long.TryParse(l.Trim().TrimEnd(','), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pts) ? pts : (long?)null)
                .OfType<long>()];
        }
        catch (ProcessFailedException e)
        {
            throw ProbeFailure.From(path, e);
        }
    }
}
