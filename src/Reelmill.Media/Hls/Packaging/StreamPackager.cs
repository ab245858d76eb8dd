using System.Text;
using Reelmill.Core;
using Reelmill.Media.Hls.Encoders;
using Reelmill.Media.Hls.Playlists;

namespace Reelmill.Media.Hls.Packaging;

/// <summary>Makes a stream of what an encoder wrote: segments, playlists, thumbnails.</summary>
/// <param name="sink">Where its files go.</param>
public sealed class StreamPackager(SegmentSink sink)
{
    /// <summary>The name of the playlist that names all others.</summary>
    public const string Master = "master.m3u8";

    /// <summary>How far key frames of two renditions may lie apart: less than any frame.</summary>
    private const double Alignment = 0.001;

    /// <summary>Packages.</summary>
    /// <param name="plan">What was encoded.</param>
    /// <param name="folder">Where the encoder's files are.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ItemException"><c>encode_failed</c>: the renditions do not fit together, or cannot be read.</exception>
    public async Task<StreamDescription> PackageAsync(EncodePlan plan, string folder, CancellationToken cancellationToken)
    {
        var files = plan.Renditions.Select(r => VideoTrackFile.Open(Path.Combine(folder, EncodePlan.VideoFile(r)))).ToArray();
        try
        {
            RequireAligned(plan, files);
            var segments = SegmentPlan.Of(files[0].KeyTimes, files.Max(static f => f.End));
            var stream = new StreamDescription(
                await VideosAsync(plan, files, segments, cancellationToken).ConfigureAwait(false),
                await AudioAsync(plan, folder, segments, cancellationToken).ConfigureAwait(false),
                await SubtitleTracks.PackageAsync(plan, folder, segments, sink, cancellationToken).ConfigureAwait(false),
                plan.FrameRate);
            await ThumbnailSheets.PackageAsync(plan.Thumbnails, folder, segments.End, sink, cancellationToken).ConfigureAwait(false);
            await WritePlaylistsAsync(stream, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        finally
        {
            Array.ForEach(files, static f => f.Dispose());
        }
    }

    private static void RequireAligned(EncodePlan plan, VideoTrackFile[] files)
    {
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
        EncodePlan plan, VideoTrackFile[] files, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var videos = new List<VideoVariant>();
        foreach (var (rendition, file) in plan.Renditions.Zip(files))
        {
            videos.Add(new(rendition, await VideoPackager.PackageAsync($"video-{rendition.Name}", file, segments, sink, cancellationToken).ConfigureAwait(false)));
        }

        return videos;
    }

    private async Task<IReadOnlyList<AlternateTrack>> AudioAsync(EncodePlan plan, string folder, SegmentPlan segments, CancellationToken cancellationToken)
    {
        var tracks = new List<AlternateTrack>();
        foreach (var audio in plan.Audio)
        {
            var track = await AudioPackager.PackageAsync(audio.Name, Path.Combine(folder, audio.File), segments, sink, cancellationToken).ConfigureAwait(false);
            tracks.Add(new AlternateTrack(track, audio.Language, audio.Label, audio.Channels));
        }

        return tracks;
    }

    private async Task WritePlaylistsAsync(StreamDescription stream, CancellationToken cancellationToken)
    {
        var target = stream.TargetSeconds;
        var (encrypted, clear) = (new PlaylistWriter(target, sink.Keys), new PlaylistWriter(target, null));
        foreach (var track in stream.Tracks)
        {
            var writer = stream.Subtitles.Any(s => s.Track == track) ? clear : encrypted;
            await WriteAsync(track.Playlist, writer.Media(track), cancellationToken).ConfigureAwait(false);
            if (track.KeyPictures.Count > 0)
            {
                await WriteAsync(track.KeyPicturePlaylist, writer.KeyPictures(track), cancellationToken).ConfigureAwait(false);
            }
        }

        await WriteAsync(Master, MasterWriter.Write(stream), cancellationToken).ConfigureAwait(false);
    }

    private Task WriteAsync(string name, string text, CancellationToken cancellationToken) => sink.WriteAsync(name, Encoding.UTF8.GetBytes(text), cancellationToken);
}
