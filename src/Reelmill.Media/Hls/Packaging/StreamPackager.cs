using System.Text;
using Reelmill.Core;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Packages encoded files as an HLS stream: segments, playlists, thumbnails.</summary>
/// <param name="launcher">The process launcher.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="encoder">The encoder of the files, for repeated frames.</param>
/// <param name="options">The options of the encode.</param>
/// <param name="format">The container format of segments.</param>
/// <param name="sink">Receives the files.</param>
public sealed class StreamPackager(
    ProcessLauncher launcher, string ffmpeg, LadderEncoder encoder, EncodeOptions options, StreamFormat format, SegmentSink sink)
{
    /// <summary>The file name of the master playlist.</summary>
    public const string MasterPlaylist = "master.m3u8";

    /// <summary>The maximum difference in seconds between keyframe times of two renditions; less than any frame duration.</summary>
    private const double MaxKeyframeSkew = 0.001;

    private readonly TransportPackager _transport = new(launcher, ffmpeg, sink);

    /// <summary>Packages the outputs of an encode.</summary>
    /// <param name="plan">The plan of the encode.</param>
    /// <param name="folder">The folder of the encode.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ItemException"><c>encode_failed</c>: the renditions do not match, or cannot be read.</exception>
    public async Task<StreamDescription> PackageAsync(EncodePlan plan, string folder, CancellationToken cancellationToken)
    {
        var nonVideo = Path.Combine(folder, plan.NonVideoFolder);
        var files = plan.Renditions.Select(r => VideoTrackFile.Open(GetPaths(plan, r, folder))).ToArray();
        var audio = Array.Empty<AudioTrackFile>();
        try
        {
            audio = [.. plan.Audio.Select(a => AudioTrackFile.Open(Path.Combine(nonVideo, a.File)))];
            RequireAligned(plan, files);
            var video = new StreamSpan(files[0].Span.Start, files.Max(static f => f.Span.End));
            var span = StreamSpan.Combine(video, audio.Length == 0 ? null : new StreamSpan(plan.Audio.Min(plan.GetStart), audio.Max(static s => s.End)));
            var repeater = new FrameRepeater(encoder, plan, options, folder);
            files = await repeater.ApplyAsync(files, [.. plan.Renditions.Select(r => GetPaths(plan, r, folder))], video, span, cancellationToken).ConfigureAwait(false);
            var depth = files.Max(static f => f.ReorderDepth);
            Array.ForEach(files, f => f.Retime(span, depth));
            var segments = SegmentPlan.Create(files[0].KeyframeTimes, span.Seconds);
            var videos = await PackageVideoAsync(plan, folder, files, segments, cancellationToken).ConfigureAwait(false);
            var stream = new StreamDescription(
                videos,
                await PackageAudioAsync(plan, folder, audio, span, segments, cancellationToken).ConfigureAwait(false),
                await SubtitlePackager.PackageAsync(plan, nonVideo, span, segments, format, sink, cancellationToken).ConfigureAwait(false),
                FrameRate.Measure(videos[0].Track.Segments.Select(static s => (s.Seconds, s.FrameCount))))
            {
                Remarks = StreamRemarks.Describe(plan, video, span, audio),
            };
            await ThumbnailPackager.PackageAsync(plan.Thumbnails, nonVideo, video.End - span.Start, span.Seconds, sink, cancellationToken).ConfigureAwait(false);
            await WritePlaylistsAsync(stream, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        finally
        {
            Array.ForEach(files, static f => f.Dispose());
            Array.ForEach(audio, static s => s.Dispose());
        }
    }

    private static void RequireAligned(EncodePlan plan, VideoTrackFile[] files)
    {
        if (plan.FrameCount is { } frameCount && files.FirstOrDefault(f => f.FrameCount != frameCount) is { } incomplete)
        {
            throw new ItemException(
                "encode_failed", $"Packaging {plan.Media.Path}: {incomplete.FrameCount} of {frameCount} frames were encoded. Use --parallel-chunks false for this source.");
        }

        var first = files[0].KeyframeTimes;
        for (var i = 1; i < files.Length; i++)
        {
            var other = files[i].KeyframeTimes;
            if (other.Count != first.Count || other.Zip(first).Any(static t => Math.Abs(t.First - t.Second) > MaxKeyframeSkew))
            {
                throw new ItemException(
                    "encode_failed",
                    $"Packaging {plan.Media.Path}: the keyframes of {plan.Renditions[i].Name} differ from those of {plan.Renditions[0].Name}. The source changes in mid-stream; convert it first, or leave it out.");
            }
        }
    }

    private async Task<IReadOnlyList<VideoVariant>> PackageVideoAsync(
        EncodePlan plan, string folder, VideoTrackFile[] files, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var videos = new List<VideoVariant>();
        foreach (var (rendition, file) in plan.Renditions.Zip(files))
        {
            var name = $"video-{rendition.Name}";
            var track = format == StreamFormat.Fmp4
                ? VideoPackager.PackageAsync(name, file, segments, sink, cancellationToken)
                : _transport.PackageVideoAsync(name, file, segments, folder, cancellationToken);
            videos.Add(new(rendition, await track.ConfigureAwait(false)));
        }

        return videos;
    }

    private async Task<IReadOnlyList<AlternativeRendition>> PackageAudioAsync(
        EncodePlan plan, string folder, AudioTrackFile[] files, StreamSpan span, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var tracks = new List<AlternativeRendition>();
        foreach (var (source, file) in plan.Audio.Zip(files))
        {
            var track = format == StreamFormat.Fmp4
                ? AudioPackager.PackageAsync(source.Name, file, span, segments, sink, cancellationToken)
                : _transport.PackageAudioAsync(source.Name, file, span, segments, folder, cancellationToken);
            tracks.Add(new AlternativeRendition(await track.ConfigureAwait(false), source.Language, source.Label, source.Channels));
        }

        return tracks;
    }

    private async Task WritePlaylistsAsync(StreamDescription stream, CancellationToken cancellationToken)
    {
        var (encrypted, clear) = (new MediaPlaylistBuilder(stream.TargetDuration, sink.Keys), new MediaPlaylistBuilder(stream.TargetDuration, null));
        foreach (var track in stream.Tracks)
        {
            // Subtitles stay clear: some players do not decrypt WebVTT.
            var playlists = stream.Subtitles.Any(s => s.Track == track) ? clear : encrypted;
            await WriteAsync(track.Playlist, playlists.BuildMediaPlaylist(track).Write(), cancellationToken).ConfigureAwait(false);
            if (track.Keyframes.Count > 0)
            {
                await WriteAsync(track.IFramePlaylist, playlists.BuildIFramePlaylist(track).Write(), cancellationToken).ConfigureAwait(false);
            }
        }

        await WriteAsync(MasterPlaylist, MasterPlaylistBuilder.Build(stream).Write(), cancellationToken).ConfigureAwait(false);
    }

    private static string[] GetPaths(EncodePlan plan, Rendition rendition, string folder) => [.. plan.GetVideoFiles(rendition).Select(f => Path.Combine(folder, f))];

    private Task WriteAsync(string name, string text, CancellationToken cancellationToken) => sink.WriteAsync(name, Encoding.UTF8.GetBytes(text), cancellationToken);
}
