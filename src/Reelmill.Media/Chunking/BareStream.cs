using System.Globalization;
using System.Text;
using Reelmill.Core;
using Reelmill.Media.Chunking.Mp4;
using Reelmill.Media.Probing;
using Reelmill.Media.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Gives a stream without times those that it would have in a container. It was copied into MP4 with times in the order
/// of decoding; in which order its frames are shown, only a decoder knows.
/// </summary>
internal sealed class BareStream(ProcessLauncher launcher, string ffprobe, PacketReader packets)
{
    private const int MaxOutputBytes = 64 << 20;
    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(5);

    /// <summary>Writes the file again with the times at which its frames are shown.</summary>
    /// <param name="original">The stream, for messages.</param>
    /// <param name="path">The MP4 file, which is replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException"><c>no_timestamps</c>: not every packet gives one frame.</exception>
    public async Task OrderAsync(string original, string path, CancellationToken cancellationToken)
    {
        var streams = await packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        var shown = await ShownAsync(path, cancellationToken).ConfigureAwait(false);
        if (Mp4Header.Read(path) is not [var track] || !streams.TryGetValue(0, out var decoded)
            || !shown.Order().SequenceEqual(decoded.Select(static p => p.Pts).Order()))
        {
            throw new ItemException("no_timestamps", $"Reading '{original}': it is a bare stream without times, and its frames cannot be put in order, because it is damaged or of a kind that MP4 does not hold. Put it into a container that has times first.");
        }

        var ordered = path + ".ordered";
        Mp4Writer.Write(ordered, 0, new Rational(1, track.Timescale), [new Mp4TrackPlan(track, [new Mp4Run(path, 1, Timed(decoded, shown))])], cancellationToken);
        File.Move(ordered, path, overwrite: true);
    }

    /// <summary>Each packet is shown at the place that its frame has among all; decoding is as far ahead as the order needs.</summary>
    private static MediaPacket[] Timed(IReadOnlyList<MediaPacket> decoded, List<long> shown)
    {
        var places = shown.Select(static (pts, place) => (pts, place)).ToDictionary(static p => p.pts, static p => (long)p.place);
        var frame = decoded.Count > 1 ? decoded[1].Pts - decoded[0].Pts : Math.Max(1, decoded[0].Duration);
        var ahead = decoded.Select((p, i) => i - places[p.Pts]).Max();
        return [.. decoded.Select((p, i) => p with
        {
            Pts = places[p.Pts] * frame,
            Dts = (i - ahead) * frame,
            Duration = frame,
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
