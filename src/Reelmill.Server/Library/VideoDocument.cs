using Reelmill.Library.Catalog;
using Reelmill.Media.Formats;
using Reelmill.Pipelines.Items;

namespace Reelmill.Server.Library;

/// <summary>A video, as the API returns it.</summary>
/// <param name="Id">The id of the video's content.</param>
/// <param name="Sources">The files and URLs that have the content, without secrets.</param>
/// <param name="Title">The title from the input's metadata or the container; null when neither has one.</param>
/// <param name="DurationSeconds">The duration; null when unknown.</param>
/// <param name="Width">The width in pixels after rotation; null when unknown.</param>
/// <param name="Height">The height in pixels after rotation; null when unknown.</param>
/// <param name="Fps">The average frame rate; null when unknown.</param>
/// <param name="Codec">ffmpeg's name of the video codec; null when unknown.</param>
/// <param name="Frames">The number of sampled frames.</param>
/// <param name="Kept">The number of kept frames.</param>
/// <param name="Poster">The URL of a frame's image; null when no frame has a file.</param>
/// <param name="Hls">The URL of the HLS master playlist; null when there is no stream.</param>
/// <param name="Media">The URL of the original file; null when it is not available.</param>
/// <param name="Damaged">Whether the decoder reported damage.</param>
internal sealed record VideoDocument(
    string Id,
    IReadOnlyList<string> Sources,
    string? Title,
    double? DurationSeconds,
    int? Width,
    int? Height,
    double? Fps,
    string? Codec,
    long Frames,
    long Kept,
    string? Poster,
    string? Hls,
    string? Media,
    bool Damaged)
{
    private const int FpsDigits = 3;

    public static VideoDocument From(Video video, VideoFrames frames, bool hasStream, bool isAvailable)
    {
        var facts = video.Facts;
        return new VideoDocument(
            video.Id,
            video.Sources,
            video.Title,
            facts?.DurationSeconds,
            facts?.Width,
            facts?.Height,
            GetFps(facts),
            facts?.Codec,
            frames.Sampled,
            frames.Kept,
            frames.FirstFrameMs is { } time ? LibraryUrls.FrameImage(video.Id, time) : null,
            hasStream ? LibraryUrls.Stream(video.Id, Video.Master) : null,
            isAvailable ? LibraryUrls.Media(video.Id) : null,
            video.IsDamaged);
    }

    private static double? GetFps(MediaFacts? facts) =>
        Rational.TryParse(facts?.FrameRate, out var rate) && rate.Numerator > 0 ? Math.Round(rate.ToDouble(), FpsDigits) : null;
}

/// <summary>A page of videos.</summary>
/// <param name="Videos">The videos, by id.</param>
/// <param name="Next">The cursor of the next page; null on the last page.</param>
internal sealed record VideoPage(IReadOnlyList<VideoDocument> Videos, string? Next);
