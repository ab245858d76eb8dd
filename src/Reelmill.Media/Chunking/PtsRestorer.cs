using System.Globalization;
using System.Text;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats;
using Reelmill.Media.Formats.Mp4.Files;
using Reelmill.Media.Formats.Packets;
using Reelmill.Media.Probing;
using Reelmill.Processes;

namespace Reelmill.Media.Chunking;

/// <summary>
/// Restores presentation timestamps of a video whose packets have decode timestamps only. The video is copied into MP4 with
/// its decode timestamps, and then decoded, because only a decoder knows the order in which frames are shown.
/// </summary>
internal sealed class PtsRestorer(ProcessLauncher launcher, string ffmpeg, string ffprobe)
{
    /// <summary>The operation of the copy, in messages.</summary>
    public const string Copying = "Copying into a container that can be cut";

    private const int MaxOutputBytes = 64 << 20;

    /// <summary>The largest size in bytes of an MPEG-4 placeholder packet, which stands for a frame packed with the one before it.</summary>
    private const int PlaceholderBytes = 16;

    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(5);

    private readonly FfmpegRunner _ffmpeg = new(launcher, ffmpeg);
    private readonly PacketReader _packets = new(launcher, ffprobe);

    /// <summary>Copies a source. The video alone gets its presentation timestamps first; then the audio is muxed with it.</summary>
    /// <param name="media">The source.</param>
    /// <param name="plan">The plan of the copy.</param>
    /// <param name="copy">The file to write: MP4, QuickTime or Matroska by its extension. A temporary file is written beside it.</param>
    /// <param name="withText">Whether to copy text subtitles.</param>
    /// <param name="cancellationToken">Stops the copy.</param>
    /// <exception cref="ItemException"><c>no_timestamps</c>: some packet does not decode to one frame; <c>no_frames</c>: the video has no packet.</exception>
    public async Task CopyAsync(MediaInfo media, CopyPlan plan, string copy, bool withText, CancellationToken cancellationToken)
    {
        if (!Mp4Codecs.Supports(media.RequireVideo()))
        {
            throw Unrestorable(media.Path);
        }

        var video = Path.ChangeExtension(copy, ".video.mp4");
        await _ffmpeg.WriteAsync(Copying, media.Path, plan.VideoArguments(video), cancellationToken).ConfigureAwait(false);
        await RestoreAsync(media.Path, video, plan.FirstFrame, cancellationToken).ConfigureAwait(false);
        await _ffmpeg.WriteAsync(Copying, media.Path, plan.MuxArguments(video, copy, withText), cancellationToken).ConfigureAwait(false);
        File.Delete(video);
    }

    private async Task RestoreAsync(string original, string path, FirstFrameTime first, CancellationToken cancellationToken)
    {
        var streams = await _packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!streams.TryGetValue(0, out var all))
        {
            throw ProbeFailure.NoFrames(original);
        }

        var shown = await ReadShownOrderAsync(path, cancellationToken).ConfigureAwait(false);
        var decoded = DropPlaceholders(all, shown);
        if (Mp4HeaderReader.Read(path) is not [var track] || decoded.Length == 0 || !shown.Order().SequenceEqual(decoded.Select(static p => p.Pts).Order()))
        {
            throw Unrestorable(original);
        }

        var ordered = path + ".ordered";
        Mp4Writer.Write(ordered, 0, new Rational(1, track.Timescale), [new Mp4TrackPlan(track, [new Mp4SampleRun(path, 1, SetPts(decoded, shown, first))])], cancellationToken);
        File.Move(ordered, path, overwrite: true);
    }

    /// <summary>Creates the error for a source whose packets have no presentation timestamps and cannot be given any.</summary>
    public static ItemException Unrestorable(string original) => new(
        "no_timestamps",
        $"Reading '{original}': packets have no presentation timestamps, and these cannot be restored, because not every packet decodes to one frame. Encode it first: ffmpeg -i IN -c:v libx264 -c:a aac OUT.mp4.");

    /// <summary>Drops placeholder packets, which decode to no frame.</summary>
    private static MediaPacket[] DropPlaceholders(IReadOnlyList<MediaPacket> packets, List<long> shown)
    {
        var times = shown.ToHashSet();
        return [.. packets.Where(p => p.Size > PlaceholderBytes || times.Contains(p.Pts))];
    }

    /// <summary>
    /// Sets presentation timestamps. Each frame is shown when the packet as many positions ahead as the reorder delay is
    /// decoded; without reordering, the delay is 0.
    /// </summary>
    private static MediaPacket[] SetPts(MediaPacket[] decoded, List<long> shown, FirstFrameTime first)
    {
        var places = shown.Select(static (pts, place) => (pts, place)).ToDictionary(static p => p.pts, static p => p.place);
        var frame = Math.Max(1, decoded.Length > 1 ? decoded.Zip(decoded.Skip(1), static (a, b) => b.Dts - a.Dts).Order().ElementAt(decoded.Length / 2 - 1 + (decoded.Length % 2)) : decoded[0].Duration);
        var ahead = decoded.Select((p, i) => i - places[p.Pts]).Max();
        long At(int place) => place < decoded.Length ? decoded[place].Dts : decoded[^1].Dts + ((place - decoded.Length + 1) * frame);
        var back = first switch
        {
            FirstFrameTime.AtZero => At(ahead),
            FirstFrameTime.AtFirstPacket => At(ahead) - At(0),
            _ => 0,
        };
        return [.. decoded.Select((p, i) => p with
        {
            Pts = At(places[p.Pts] + ahead) - back,
            Dts = p.Dts - back,
            Duration = At(places[p.Pts] + ahead + 1) - At(places[p.Pts] + ahead),
            IsHidden = false,
        })];
    }

    /// <summary>Reads the decode timestamps of all frames in presentation order.</summary>
    private async Task<List<long>> ReadShownOrderAsync(string path, CancellationToken cancellationToken)
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

/// <summary>When the first frame of a video is shown whose packets have decode timestamps only.</summary>
internal enum FirstFrameTime
{
    /// <summary>After the reorder delay: the container's clock begins at the first decode.</summary>
    AfterReorderDelay,

    /// <summary>At 0, as in an elementary stream.</summary>
    AtZero,

    /// <summary>
    /// At the first packet's timestamp: the container's clock begins at the first shown frame, as in containers with
    /// presentation timestamps.
    /// </summary>
    AtFirstPacket,
}
