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
/// Gives a video whose packets do not say when they are shown those times. It was copied into MP4 with the times of
/// decoding alone; in which order its frames are shown, only a decoder knows.
/// </summary>
internal sealed class FrameOrder(ProcessLauncher launcher, string ffmpeg, string ffprobe)
{
    /// <summary>What a copy is made for, in messages.</summary>
    public const string Copying = "Copying into a container that can be cut";

    private const int MaxOutputBytes = 64 << 20;

    /// <summary>A packet of MPEG-4 that only stands for a frame that came packed with the one before it.</summary>
    private const int PlaceholderBytes = 16;

    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(5);

    private readonly FfmpegRun _ffmpeg = new(launcher, ffmpeg);
    private readonly PacketReader _packets = new(launcher, ffprobe);

    /// <summary>Copies a source: the video alone gets its times first, then the sound is put to it.</summary>
    /// <param name="media">The source.</param>
    /// <param name="plan">How it is copied.</param>
    /// <param name="copy">The file to write, of MP4, QuickTime or Matroska by its name; a file beside it comes and goes.</param>
    /// <param name="withText">Whether subtitles that are text come along.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ItemException"><c>no_timestamps</c>: not every packet gives one frame; <c>no_frames</c>: there is no packet.</exception>
    public async Task CopyAsync(MediaInfo media, CopyPlan plan, string copy, bool withText, CancellationToken cancellationToken)
    {
        if (!ChunkCodecs.FitsMp4(media.RequireVideo()))
        {
            throw Unordered(media.Path);
        }

        var video = Path.ChangeExtension(copy, ".video.mp4");
        await _ffmpeg.WriteAsync(Copying, media.Path, plan.VideoArguments(video), cancellationToken).ConfigureAwait(false);
        await RestoreAsync(media.Path, video, plan.Clock, cancellationToken).ConfigureAwait(false);
        await _ffmpeg.WriteAsync(Copying, media.Path, plan.JoinArguments(video, copy, withText), cancellationToken).ConfigureAwait(false);
        File.Delete(video);
    }

    private async Task RestoreAsync(string original, string path, FirstFrame first, CancellationToken cancellationToken)
    {
        var streams = await _packets.ReadAsync(path, hashed: false, cancellationToken).ConfigureAwait(false);
        if (!streams.TryGetValue(0, out var all))
        {
            throw ProbeFailure.NoFrames(original);
        }

        var shown = await ShownAsync(path, cancellationToken).ConfigureAwait(false);
        var decoded = Decodable(all, shown);
        if (Mp4HeaderReader.Read(path) is not [var track] || decoded.Length == 0 || !shown.Order().SequenceEqual(decoded.Select(static p => p.Pts).Order()))
        {
            throw Unordered(original);
        }

        var ordered = path + ".ordered";
        Mp4Writer.Write(ordered, 0, new Rational(1, track.Timescale), [new Mp4TrackPlan(track, [new Mp4SampleRun(path, 1, Timed(decoded, shown, first))])], cancellationToken);
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
    private static MediaPacket[] Timed(MediaPacket[] decoded, List<long> shown, FirstFrame first)
    {
        var places = shown.Select(static (pts, place) => (pts, place)).ToDictionary(static p => p.pts, static p => p.place);
        var frame = Math.Max(1, decoded.Length > 1 ? decoded.Zip(decoded.Skip(1), static (a, b) => b.Dts - a.Dts).Order().ElementAt(decoded.Length / 2 - 1 + (decoded.Length % 2)) : decoded[0].Duration);
        var ahead = decoded.Select((p, i) => i - places[p.Pts]).Max();
        long At(int place) => place < decoded.Length ? decoded[place].Dts : decoded[^1].Dts + ((place - decoded.Length + 1) * frame);
        var back = first switch
        {
            FirstFrame.AtZero => At(ahead),
            FirstFrame.AsDecoded => At(ahead) - At(0),
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

/// <summary>When the first frame of a video is shown whose packets say only when they are decoded.</summary>
internal enum FirstFrame
{
    /// <summary>When all that it needs to stay in order is decoded: its container counts from the first decoding.</summary>
    AfterItsOrder,

    /// <summary>At 0, as of a bare stream.</summary>
    AtZero,

    /// <summary>At the time of its packet: its container counts from the first frame, as those with times of showing do.</summary>
    AsDecoded,
}
