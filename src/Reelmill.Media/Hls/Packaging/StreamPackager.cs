using System.Text;
using Reelmill.Core;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Ladders;
using Reelmill.Processes;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Makes a stream of what an encoder wrote: segments, playlists, thumbnails.</summary>
/// <param name="launcher">What starts processes.</param>
/// <param name="ffmpeg">The path of the ffmpeg executable.</param>
/// <param name="encoder">What wrote it, for frames that are held.</param>
/// <param name="options">How it was encoded.</param>
/// <param name="format">What segments are made of.</param>
/// <param name="sink">Where its files go.</param>
public sealed class StreamPackager(
    ProcessLauncher launcher, string ffmpeg, LadderEncoder encoder, EncodeOptions options, StreamFormat format, SegmentSink sink)
{
    /// <summary>The name of the playlist that names all others.</summary>
    public const string Master = "master.m3u8";

    /// <summary>How far key frames of two renditions may lie apart: less than any frame.</summary>
    private const double Alignment = 0.001;

    private readonly TransportPackager _transport = new(launcher, ffmpeg, sink);

    /// <summary>Packages.</summary>
    /// <param name="plan">What was encoded.</param>
    /// <param name="folder">Where the encoder's files are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ItemException"><c>encode_failed</c>: the renditions do not fit together, or cannot be read.</exception>
    public async Task<StreamDescription> PackageAsync(EncodePlan plan, string folder, CancellationToken cancellationToken)
    {
        var rest = Path.Combine(folder, plan.RestFolder);
        var files = plan.Renditions.Select(r => VideoTrackFile.Open(PathsOf(plan, r, folder))).ToArray();
        var sounds = Array.Empty<AudioTrackFile>();
        try
        {
            sounds = [.. plan.Audio.Select(a => AudioTrackFile.Open(Path.Combine(rest, a.File)))];
            RequireAligned(plan, files);
            var picture = new StreamSpan(files[0].Span.Start, files.Max(static f => f.Span.End));
            var span = StreamSpan.Of(picture, sounds.Length == 0 ? null : new StreamSpan(plan.Audio.Min(plan.StartOf), sounds.Max(static s => s.End)));
            var hold = new FrameHold(encoder, plan, options, folder);
            files = await hold.ApplyAsync(files, [.. plan.Renditions.Select(r => PathsOf(plan, r, folder))], picture, span, cancellationToken).ConfigureAwait(false);
            var depth = files.Max(static f => f.Depth);
            Array.ForEach(files, f => f.Retime(span, depth));
            var segments = SegmentPlan.Of(files[0].KeyTimes, span.Seconds);
            var videos = await VideosAsync(plan, folder, files, segments, cancellationToken).ConfigureAwait(false);
            var stream = new StreamDescription(
                videos,
                await AudioAsync(plan, folder, sounds, span, segments, cancellationToken).ConfigureAwait(false),
                await SubtitleTracks.PackageAsync(plan, rest, span, segments, format, sink, cancellationToken).ConfigureAwait(false),
                FrameRate.Of(videos[0].Track.Segments.Select(static s => (s.Seconds, s.Pictures))))
            {
                Remarks = StreamRemarks.Of(plan, picture, span, sounds),
            };
            await ThumbnailSheets.PackageAsync(plan.Thumbnails, rest, picture.End - span.Start, span.Seconds, sink, cancellationToken).ConfigureAwait(false);
            await WritePlaylistsAsync(stream, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        finally
        {
            Array.ForEach(files, static f => f.Dispose());
            Array.ForEach(sounds, static s => s.Dispose());
        }
    }

    private static void RequireAligned(EncodePlan plan, VideoTrackFile[] files)
    {
        if (plan.Pictures is { } pictures && files.FirstOrDefault(f => f.Pictures != pictures) is { } odd)
        {
            throw new ItemException(
                "encode_failed", $"Packaging {plan.Media.Path}: {odd.Pictures} pictures were encoded of {pictures}. Leave --parallel-chunks out for this source.");
        }

        var first = files[0].KeyTimes;
        for (var i = 1; i < files.Length; i++)
        {
            var other = files[i].KeyTimes;
            if (other.Count != first.Count || other.Zip(first).Any(static t => Math.Abs(t.First - t.Second) > Alignment))
            {
                throw new ItemException(
                    "encode_failed",
                    $"Packaging {plan.Media.Path}: the key frames of {plan.Renditions[i].Name} are not those of {plan.Renditions[0].Name}. The source changes in mid-stream; convert it first, or leave it out.");
            }
        }
    }

    private async Task<IReadOnlyList<VideoVariant>> VideosAsync(
        EncodePlan plan, string folder, VideoTrackFile[] files, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var videos = new List<VideoVariant>();
        foreach (var (rendition, file) in plan.Renditions.Zip(files))
        {
            var name = $"video-{rendition.Name}";
            var track = format == StreamFormat.Fmp4
                ? VideoPackager.PackageAsync(name, file, segments, sink, cancellationToken)
                : _transport.VideoAsync(name, file, segments, folder, cancellationToken);
            videos.Add(new(rendition, await track.ConfigureAwait(false)));
        }

        return videos;
    }

    private async Task<IReadOnlyList<AlternateTrack>> AudioAsync(
        EncodePlan plan, string folder, AudioTrackFile[] sounds, StreamSpan span, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var tracks = new List<AlternateTrack>();
        foreach (var (audio, file) in plan.Audio.Zip(sounds))
        {
            var track = format == StreamFormat.Fmp4
                ? AudioPackager.PackageAsync(audio.Name, file, span, segments, sink, cancellationToken)
                : _transport.AudioAsync(audio.Name, file, span, segments, folder, cancellationToken);
            tracks.Add(new AlternateTrack(await track.ConfigureAwait(false), audio.Language, audio.Label, audio.Channels));
        }

        return tracks;
    }

    private async Task WritePlaylistsAsync(StreamDescription stream, CancellationToken cancellationToken)
    {
        var (encrypted, clear) = (new TrackPlaylists(stream.TargetSeconds, sink.Keys), new TrackPlaylists(stream.TargetSeconds, null));
        foreach (var track in stream.Tracks)
        {
            // Subtitles stay clear: some players do not decrypt text.
            var playlists = stream.Subtitles.Any(s => s.Track == track) ? clear : encrypted;
            await WriteAsync(track.Playlist, playlists.Segments(track).Write(), cancellationToken).ConfigureAwait(false);
            if (track.KeyPictures.Count > 0)
            {
                await WriteAsync(track.KeyPicturePlaylist, playlists.KeyPictures(track).Write(), cancellationToken).ConfigureAwait(false);
            }
        }

        await WriteAsync(Master, MasterPlaylistBuilder.Stream(stream).Write(), cancellationToken).ConfigureAwait(false);
    }

    private static string[] PathsOf(EncodePlan plan, Rendition rendition, string folder) => [.. plan.VideoFiles(rendition).Select(f => Path.Combine(folder, f))];

    private Task WriteAsync(string name, string text, CancellationToken cancellationToken) => sink.WriteAsync(name, Encoding.UTF8.GetBytes(text), cancellationToken);
}
